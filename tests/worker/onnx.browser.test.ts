import { expect, test } from 'vitest';
import { openLab } from '../../src/index.js';
import { identity } from '../learn/onnx/models.js';

test('a worker runs a network, of a file, and says where it has none', async () => {
  const lab = await openLab();
  const data = new Uint8Array(512).map((_, i) => i % 251);
  const scan = await lab.open({ data, size: [8, 8, 8] });
  const file = new File([identity], 'identity.onnx');
  const network = await lab.neuralNetwork(file, { classes: ['y'] });
  const values = scan.inferValue(network, 'y', { tile: 8, overlap: 2 });
  expect([...(await values.read()).data]).toEqual([...data]);
  await expect(lab.neuralNetwork(new Blob(['no model']), { classes: ['y'] })).rejects.toMatchObject(
    { code: 'corrupt-file' },
  );
  await lab.dispose();
});

test('a page says where onnxruntime-web lies', async () => {
  const module = `throw new Error('this address was asked for');`;
  const onnx = URL.createObjectURL(new Blob([module], { type: 'text/javascript' }));
  const lab = await openLab({ onnx });
  const scan = await lab.open({ data: new Uint8Array(8), size: [2, 2, 2] });
  const network = await lab.neuralNetwork(identity, { classes: ['y'] });
  await expect(scan.inferValue(network, 'y').read().run()).rejects.toMatchObject({
    code: 'unsupported-format',
    message: expect.stringMatching(
      /npm install onnxruntime-web.*this address was asked for/,
    ) as string,
  });
  await lab.dispose();
});

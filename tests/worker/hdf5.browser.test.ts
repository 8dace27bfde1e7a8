import { expect, test } from 'vitest';
import { openLab } from '../../src/index.js';
import { hdf5File, ramp } from '../io/hdf5_fixture.js';

test('a worker reads HDF5, of a file and of an address', async () => {
  const file = await hdf5File((root) => {
    const data = ramp(4 * 5 * 6);
    root.create_dataset({
      name: 'a',
      data,
      shape: [4, 5, 6],
      chunks: [2, 2, 2],
      compression: 'gzip',
    });
  });
  const lab = await openLab();
  const url = URL.createObjectURL(file);
  for (const input of [file, url]) {
    const { images } = await lab.inspect(input);
    expect(images).toMatchObject([{ path: 'a', size: [6, 5, 4], dtype: 'u16' }]);
    const scan = await lab.open(input);
    expect([...(await scan.read()).data]).toEqual([...ramp(120)]);
    scan.close();
  }
  URL.revokeObjectURL(url);
  await lab.dispose();
});

test('a page says where h5wasm lies', async () => {
  const file = await hdf5File((root) => {
    root.create_dataset({ name: 'a', data: ramp(6), shape: [2, 3] });
  });
  const module = `export const ready = Promise.reject(new Error('this address was asked for'));`;
  const hdf5 = URL.createObjectURL(new Blob([module], { type: 'text/javascript' }));
  const lab = await openLab({ hdf5 });
  await expect(lab.open(file)).rejects.toMatchObject({
    code: 'unsupported-format',
    message: expect.stringMatching(/npm install h5wasm.*this address was asked for/) as string,
  });
  await lab.dispose();
});

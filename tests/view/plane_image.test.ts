import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEngine, type EngineLab } from '../../src/engine/index.js';
import type { Volume } from '../../src/index.js';

const size = [30, 22, 9] as const;
let lab: EngineLab;
let scan: Volume<'f32'>;
beforeAll(async () => {
  lab = await openEngine();
  const data = Float32Array.from({ length: 30 * 22 * 9 }, (_, i) => {
    const [x, y, z] = [i % 30, Math.floor(i / 30) % 22, Math.floor(i / 660)];
    return 50 * Math.sin(x / 3) * Math.cos(y / 3) + z;
  });
  data.set([NaN, Infinity, -Infinity, -0], 4 * 660);
  scan = await lab.open({ data, size });
});
afterAll(() => lab.dispose());

test('a plane paints what a view draws at a pixel for each voxel, byte for byte', async () => {
  const mask = scan.threshold({ lo: 10 });
  const labels = mask.components();
  for (const axis of ['x', 'y', 'z'] as const) {
    const of = { axis, index: 4 };
    const plane = await scan.slice(of);
    const [width, height] = plane.size;
    const view = lab.view(null, { ...of, layers: [{ grid: scan, window: [-40, 52.5] }] });
    const bytes = async (): Promise<number[]> => [...(await view.picture({ width, height })).data];
    const window = [-40, 52.5] as const;
    expect([...(await plane.toImageData({ window })).data]).toEqual(await bytes());
    view.set({
      layers: [{ grid: scan, window, colors: 'magma' }, { grid: mask }, { grid: labels }],
    });
    const overlays = { mask: await mask.slice(of), labels: await labels.slice(of) };
    const image = await plane.toImageData({ window, colors: 'magma', ...overlays });
    expect([...image.data]).toEqual(await bytes());
    expect([image.width, image.height]).toEqual([width, height]);
    view.dispose();
  }
});

test('without a window it spans the percentiles of the plane', async () => {
  const data = Uint16Array.from({ length: 1001 }, (_, i) => i);
  const plane = await (await lab.open({ data, size: [1001, 1, 1] })).slice();
  const said = await plane.toImageData({ window: [1, 999] });
  expect((await plane.toImageData()).data).toEqual(said.data);
});

test('it refuses what it cannot paint', async () => {
  const plane = await scan.slice();
  const mask = scan.threshold({ lo: 1 });
  const cases: [() => Promise<ImageData>, RegExp][] = [
    [async () => (await mask.slice()).toImageData(), /plane is 'of mask'/],
    [async () => plane.toImageData({ mask: await mask.slice({ axis: 'x' }) }), /30×22 voxels/],
    [async () => plane.toImageData({ labels: await mask.slice() }), /the same slice of labels/],
    [() => plane.toImageData({ window: [2, 1] }), /^toImageData: window is \[2,1\]/],
    [() => plane.toImageData({ colors: 'jet' as never }), /'grey', 'viridis'/],
  ];
  for (const [paint, message] of cases)
    await expect(paint()).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringMatching(message) as string,
    });
});

import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';

const FOLDER = new URL('../../../shared/data/training/weka/', import.meta.url);
const isThere = existsSync(FOLDER);
if (!isThere) console.warn('skipped: no images at ../shared/data/training/weka');

// Of Weka's features the Gaussians are ours: of 0.4 of the radius that it names. Its Hessians are
// of Sobel filters, and its borders repeat the last pixel.
test.skipIf(!isThere)("smooths as Weka's features do", { timeout: 300_000 }, async () => {
  const lab = await openEngine();
  const open = (name: string) => lab.open(new File([readFileSync(new URL(name, FOLDER))], name));
  const [image, stack] = [await open('nuclei.tif'), await open('nuclei-features.tif')];
  const [nx, ny] = image.size;
  for (const [radius, index] of [
    [1, 10],
    [2, 20],
    [4, 31],
  ] as const) {
    const { data: ours } = await image.gaussian({ sigma: 0.4 * radius, border: 'reflect' }).read();
    const { data: weka } = await stack.slice({ axis: 'z', index });
    const reach = Math.ceil(1.6 * radius) + 1;
    for (let y = reach; y < ny - reach; y += 1)
      for (let x = reach; x < nx - reach; x += 1)
        expect(Math.abs(ours[y * nx + x]! - weka[y * nx + x]!)).toBeLessThan(0.02);
  }
  await lab.dispose();
});

// After the boxes of marks of Weka's own test; its forest has other features besides.
test.skipIf(!isThere)('segments a bridge as Weka does', { timeout: 300_000 }, async () => {
  const lab = await openEngine();
  const open = (name: string) => lab.open(new File([readFileSync(new URL(name, FOLDER))], name));
  const image = await open('bridge.png');
  const { data: weka } = await (await open('bridge-expected.png')).read();
  const box = (first: number, side: number) => {
    const middle = first + (side - 1) / 2;
    return image.shape({ type: 'box', center: [middle, middle, 0], size: [side, side, 1] });
  };
  const classifier = image.train({
    strokes: { first: box(10, 50), second: box(400, 30) },
    features: ['intensity', 'gaussian', 'gradient', 'hessian', 'differenceOfGaussians'],
    scales: [1, 2, 4],
  });
  const { data } = await image.classify(classifier).read();
  const same = data.filter((code, i) => code === weka[i]).length / data.length;
  expect(same).toBeGreaterThanOrEqual(0.97);
  await lab.dispose();
});

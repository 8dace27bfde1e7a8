import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import type { Vec3 } from '../../src/recipe/geometry.js';

const FOLDER = new URL('../../../shared/data/training/weka/', import.meta.url);
const isThere = existsSync(FOLDER);
if (!isThere) console.warn('skipped: no images at ../shared/data/training/weka');

// What Trainable Weka Segmentation makes of an image, of the same two boxes of strokes.
test.skipIf(!isThere)('agrees with Weka on an image', { timeout: 300_000 }, async () => {
  const lab = await openEngine();
  const open = (name: string) =>
    lab.open(new File([readFileSync(new URL(name, FOLDER))], name), {
      spacing: [1, 1, 1],
      unit: 'px',
    });
  const image = await open('bridge.png');
  const { data: expected } = await (await open('bridge-expected.png')).read();
  const box = (from: Vec3, size: Vec3) => {
    const center: Vec3 = [from[0] + (size[0] - 1) / 2, from[1] + (size[1] - 1) / 2, 0];
    return image.shape({ type: 'box', center, size });
  };
  const strokes = { first: box([10, 10, 0], [50, 50, 1]), second: box([400, 400, 0], [30, 30, 1]) };
  const classifier = image.train({
    strokes,
    features: ['intensity', 'gaussian', 'gradient', 'hessian', 'differenceOfGaussians'],
    scales: [1, 2, 4, 8, 16],
    seed: 69,
  });
  const { data } = await image.classify(classifier).read();
  const same = data.filter((code, i) => code === expected[i]).length / data.length;
  console.warn(`agreement with Weka: ${same.toFixed(4)}`);
  expect(same).toBeGreaterThanOrEqual(0.97);
  await lab.dispose();
});

// Of Weka's features the Gaussians are ours: of 0.4 of the radius that it names. Its Hessians are of Sobel filters, and
// its borders repeat the last pixel.
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

import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import type { Lab, Mask, Volume } from '../../src/index.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { Random } from '../../src/synthetic/random.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openEngine();
});
afterAll(async () => {
  await lab.dispose();
});

/** Two layers across x, alike in their mean, of which one is rough; with noise. */
async function layers(on: Lab, size: Vec3, options = {}): Promise<Volume> {
  const random = new Random(3);
  const data = new Uint8Array(size[0] * size[1] * size[2]).map((_, i) => {
    const x = i % size[0];
    return Math.round(100 + random.normal() * (2 * x < size[0] ? 4 : 30));
  });
  return on.open({ data, size }, { spacing: [0.5, 0.5, 0.5], unit: 'µm', ...options });
}

/** A box of marked voxels, by its corners in voxels. */
function box(scan: Volume, from: Vec3, to: Vec3): Mask {
  const center = [0, 1, 2].map((i) => ((from[i]! + to[i]! - 1) / 2) * scan.spacing[i]!);
  const size = [0, 1, 2].map((i) => (to[i]! - from[i]!) * scan.spacing[i]!);
  return scan.shape({ type: 'box', center: center as never, size: size as never });
}

const SIZE: Vec3 = [48, 24, 12];

function strokesOn(scan: Volume) {
  return {
    smooth: box(scan, [2, 3, 5], [12, 20, 6]).or(box(scan, [13, 4, 9], [15, 9, 10])),
    rough: box(scan, [30, 3, 5], [40, 20, 6]),
  };
}

test('texture tells apart what grey levels cannot', async () => {
  const scan = await layers(lab, SIZE);
  const classifier = scan.train({ strokes: strokesOn(scan), seed: 1 });
  expect(classifier.names).toEqual(['smooth', 'rough']);
  const phases = scan.classify(classifier);
  const { data } = await phases.read();
  const wrong = data.filter((code, i) => code !== (2 * (i % SIZE[0]) < SIZE[0] ? 0 : 1)).length;
  expect(wrong / data.length).toBeLessThan(0.05);
  const { features } = await classifier.importance();
  expect(features.reduce((sum, { importance }) => sum + importance, 0)).toBeCloseTo(1, 9);
  expect(features[0]!.name).toMatch(/structure|gradient/);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { Gpu, Run } from '../../src/gpu/index.js';
import { allocGrid } from '../../src/implement/index.js';
import { planeBytes } from '../../src/learn/feature_bytes.gpu.js';
import { eachPlane } from '../../src/learn/feature_planes.gpu.js';
import { FEATURE_NAMES, planeCount, type Feature } from '../../src/learn/feature_specs.js';
import { alignRegion, growRegion, type Region, type Vec3 } from '../../src/recipe/geometry.js';
import type { GridMeta } from '../../src/recipe/meta.js';

let gpu: Gpu;
beforeAll(async () => {
  gpu = await Gpu.open();
});
afterAll(() => {
  gpu.destroy();
});

/** What the planes of a box take at most while they are made, and what was planned. */
async function taken(size: Vec3, region: Region, features: readonly Feature[]) {
  const run = new Run(gpu);
  const meta = { kind: 'volume', storage: 'u16', size, spacing: [1, 1, 1] } as unknown as GridMeta;
  const volume = allocGrid(run, meta, alignRegion(growRegion(region, [20, 20, 20], size), size), {
    zero: true,
  });
  await run.flush();
  const { maxStorageBufferBindingSize } = gpu.device.limits;
  const planned = planeBytes(features, region, [meta], maxStorageBufferBindingSize).total;
  const { pool } = gpu;
  const { live } = pool.stats;
  // No more room than is planned.
  const isRoomFor = (bytes: number): boolean => pool.stats.live + bytes <= live + planned;
  pool.room = { make: isRoomFor, couldMake: isRoomFor };
  pool.resetPeak();
  const met: number[] = [];
  await eachPlane(run, [volume], features, region, (value) => met.push(value));
  const most = pool.stats.peak - live;
  await run.flush();
  expect(pool.stats.live).toBe(live);
  await run.end();
  return { most, planned, met: met.sort((a, b) => a - b) };
}

const SIZE: Vec3 = [96, 60, 50];
const BOXES: readonly Region[] = [
  { origin: [32, 20, 17], size: [32, 17, 13] },
  { origin: [0, 0, 0], size: [64, 5, 24] },
  { origin: [0, 0, 0], size: SIZE },
];
const lengthsOf = (name: Feature['name']): Partial<Feature> => {
  if (name === 'intensity' || name === 'position') return {};
  if (name === 'structure') return { sigma: 0.7, rho: 3.5 };
  return ['median', 'minimum', 'maximum', 'localContrast'].includes(name)
    ? { reach: 1 }
    : { sigma: 2 };
};

test.each(FEATURE_NAMES)('%s takes no more than is planned, and not much less', async (name) => {
  const features: Feature[] = [{ name, ...lengthsOf(name) }];
  for (const region of BOXES) {
    const { most, planned, met } = await taken(SIZE, region, features);
    expect(met).toEqual(Array.from({ length: planeCount(features, SIZE) }, (_, value) => value));
    expect(most).toBeLessThanOrEqual(planned);
    expect(most).toBeGreaterThan(0.5 * planned);
  }
});

test('of features that share passes, of several in turn, and of an image, neither', async () => {
  const names = ['gaussian', 'gradient', 'derivative', 'laplacian', 'hessian'] as const;
  const shared = names.map((name): Feature => ({ name, sigma: 2 }));
  for (const region of BOXES) {
    const { most, planned } = await taken(SIZE, region, shared);
    expect(most).toBeLessThanOrEqual(planned);
    expect(most).toBeGreaterThan(0.7 * planned);
  }
  const image: Vec3 = [96, 60, 1];
  const all: readonly Feature[] = [
    ...shared,
    { name: 'structure', sigma: 0.7, rho: 3.5 },
    { name: 'median', reach: 1 },
    { name: 'gaussian', sigma: 1 },
  ];
  for (const [size, region] of [
    ...BOXES.map((box) => [SIZE, box] as const),
    [image, { origin: [0, 0, 0], size: image }] as const,
  ]) {
    const { most, planned } = await taken(size, region, all);
    expect(most).toBeLessThanOrEqual(planned);
  }
});

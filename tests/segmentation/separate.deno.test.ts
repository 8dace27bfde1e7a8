import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { median } from '../../src/filters/median.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { volumeOf } from '../../src/recipe/geometry.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { equals } from '../../src/segmentation/equals.js';
import { separateNode } from '../../src/segmentation/separate.js';
import { voxels } from '../../src/recipe/length.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { syntheticCathode } from '../../src/synthetic/index.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { agreement } from '../reference/agreement.js';
import { absent, readVolume } from './real_volumes.js';

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

/** Labels, how many regions they are, and the mean radius of balls of their volumes. */
async function regions(
  mask: Node,
  name: string,
  params: Readonly<Record<string, unknown>> = {},
): Promise<{ labels: Uint32Array; count: number; radius: number }> {
  await engine.grid(mask, { origin: [0, 0, 0], size: [32, 1, 1] });
  const start = performance.now();
  const labels = (await engine.grid(separateNode(mask, params))) as Uint32Array;
  const time = performance.now() - start;
  const volumes = voxelCounts(labels);
  const count = volumes.length;
  const radius = volumes.reduce((sum, v) => sum + Math.cbrt((3 * v) / (4 * Math.PI)), 0) / count;
  console.log(
    `${name}: ${String(count)} regions, mean equivalent radius ${radius.toFixed(3)}, ${time.toFixed(0)} ms with read-back`,
  );
  return { labels, count, radius };
}

function voxelCounts(labels: Uint32Array): number[] {
  const counts: number[] = [];
  for (const label of labels) if (label > 0) counts[label - 1] = (counts[label - 1] ?? 0) + 1;
  return counts;
}

describe('separate, against the truth', () => {
  test.each([
    { size: [96, 96, 96], overlap: 0, seed: 3 },
    { size: [96, 96, 96], overlap: 0.05, seed: 4 },
    { size: [96, 96, 80], overlap: 0.04, seed: 5, spacing: [0.2, 0.2, 0.25] },
  ] as const)(
    'packed spheres $overlap deep in each other',
    async ({ size, overlap, seed, ...given }) => {
      const spacing: Vec3 = 'spacing' in given ? given.spacing : [0.2, 0.2, 0.2];
      const { truth } = syntheticCathode({ seed, size, spacing, overlap, medianDiameter: 3.6 });
      const volume = await engine.source(
        Uint8Array.from(truth.labels, (id) => Math.min(id, 1)),
        size,
        { spacing },
      );
      const mask = makeNode(threshold, { volume }, { lo: 1 });
      const { labels } = await regions(mask, `spheres ${String(overlap)} deep`);
      // Slivers of spheres that the border cuts off have no maximum of their own.
      const large = (counts: number[]): number => counts.filter((n) => n >= 50).length;
      const found = large(voxelCounts(labels));
      const wanted = large(voxelCounts(truth.labels));
      const { rand, adjusted } = agreement(labels, truth.labels);
      console.log(
        `found ${String(found)} of ${String(wanted)}; Rand index ${rand.toFixed(5)}, adjusted ${adjusted.toFixed(4)}`,
      );
      expect(Math.abs(found / wanted - 1)).toBeLessThan(0.04);
      expect(rand).toBeGreaterThan(0.999);
      expect(adjusted).toBeGreaterThan(0.97);
    },
  );
});

/** What `snow_partitioning(r_max=4, sigma=0.4)` does, as near as the parameters say it. */
const SNOW = { sigma: voxels(0.4), peakRadius: voxels(4), minContrast: 0, minDistance: 1 };

/** SNOW drops regions that have no maximum of their own, and maxima that are near through walls. */
function expectSnow(
  { labels, count, radius }: Awaited<ReturnType<typeof regions>>,
  regionsThere: number,
  radiusThere: number,
): void {
  expect(count / regionsThere).toBeGreaterThan(1);
  expect(count / regionsThere).toBeLessThan(1.06);
  expect(Math.abs(radius / radiusThere - 1)).toBeLessThan(0.05);
  expect(voxelCounts(labels).length).toBe(count);
}

describe.skipIf(absent)('separate in real volumes, against PoreSpy', () => {
  test('sandpack: 1148 regions of mean radius 7.06 there', async () => {
    const { values, size } = await readVolume('sandpack/sand_200x200x100_uint8.raw');
    const volume = makeNode(median, { volume: await engine.source(values, size) }, { size: 3 });
    const grains = makeNode(threshold, { volume }, { lo: 80 });
    const { labels, count, radius } = await regions(grains, 'sandpack');
    expect(labels.reduce((sum, label) => sum + (label > 0 ? 1 : 0), 0)).toBe(2326886);
    expect(count).toBe(1003);
    expect(radius).toBeCloseTo(7.35, 1);
    expectSnow(await regions(grains, 'sandpack by SNOW', SNOW), 1148, 7.061);
  });

  test('nmc-cathode: in a crop 213 of 9.587 there; and the whole', async () => {
    const { values, size } = await readVolume('nmc-cathode/nmc-1-cal_generatedCBD_bridge.tif');
    const crop: Vec3 = [128, 128, 128];
    const part = Uint8Array.from({ length: volumeOf(crop) }, (_, i) => {
      const [x, y, z] = [
        86 + (i % 128),
        86 + (Math.floor(i / 128) % 128),
        61 + Math.floor(i / 16384),
      ];
      return values[(z * size[1] + y) * size[0] + x]!;
    });
    const nmc = async (data: Uint8Array<ArrayBuffer>, extent: Vec3): Promise<Node> =>
      makeNode(equals, { grid: await engine.source(data, extent) }, { values: 1 });
    const active = await nmc(part, crop);
    const { count, radius } = await regions(active, 'nmc crop');
    expectSnow(await regions(active, 'nmc crop by SNOW', SNOW), 213, 9.587);
    expect(count).toBe(213);
    expect(radius).toBeCloseTo(9.38, 1);
    const whole = await regions(await nmc(values as Uint8Array<ArrayBuffer>, size), 'nmc');
    expect(whole.labels.reduce((sum, label) => sum + (label > 0 ? 1 : 0), 0)).toBe(11357945);
    console.log(
      engine.costs().filter(({ op }) => op === 'separate'),
      engine.engine.constructor.name,
    );
  });
});

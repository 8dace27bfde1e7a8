import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { invert } from '../../src/filters/invert.js';
import { median } from '../../src/filters/median.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { distance } from '../../src/segmentation/distance.js';
import { equals } from '../../src/segmentation/equals.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { absent, readVolume, referenceDistances } from './real_volumes.js';

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

async function expectReference(
  mask: Node,
  name: string,
  expected: { max_sq: number; sum: number },
): Promise<void> {
  await engine.grid(mask, { origin: [0, 0, 0], size: [32, 1, 1] });
  const start = performance.now();
  const got = await engine.grid(makeNode(distance, { objects: mask }, { units: 'index' }));
  console.log(`distance of ${name}: ${(performance.now() - start).toFixed(0)} ms with read-back`);
  let sum = 0;
  let greatest = 0;
  for (const d of got) {
    sum += d;
    greatest = Math.max(greatest, d);
  }
  expect(Math.round(greatest ** 2)).toBe(expected.max_sq);
  expect(Math.abs(sum / expected.sum - 1)).toBeLessThan(1e-6);
}

describe.skipIf(absent)('distance in real volumes, against SciPy', () => {
  test('sandpack', async () => {
    const { values, size } = await readVolume('sandpack/sand_200x200x100_uint8.raw');
    const volume = makeNode(median, { volume: await engine.source(values, size) }, { size: 3 });
    const grains = makeNode(threshold, { volume }, { lo: 80 });
    const expected = referenceDistances('sandpack');
    await expectReference(grains, 'grains', expected['sand median3 > otsu(79) grains']!);
    await expectReference(
      makeNode(invert, { mask: grains }),
      'pores',
      expected['sand median3 <= otsu(79) pore']!,
    );
  });

  test('nmc-cathode, 22.7 million voxels', async () => {
    const { values, size } = await readVolume('nmc-cathode/nmc-1-cal_generatedCBD_bridge.tif');
    const grid = await engine.source(values, size);
    const expected = referenceDistances('nmc-cathode');
    for (const [value, name] of ['full pore=0', 'full NMC=1', 'full CBD=2'].entries())
      await expectReference(makeNode(equals, { grid }, { values: value }), name, expected[name]!);
  });
});

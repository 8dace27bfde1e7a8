import { afterAll, beforeAll, expect, test } from 'vitest';
import { flattenBackgroundNode, flattenSlicesNode } from '../../src/filters/flatten.js';
import { levelSpanNode } from '../../src/filters/level_span.js';
import { removeRingsNode } from '../../src/filters/remove_rings.js';
import { removeStripesNode } from '../../src/filters/remove_stripes.js';
import { makeArray, type GridArray } from '../../src/recipe/dtype.js';
import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import type { Node } from '../../src/recipe/op.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { stream } from '../stats/inputs.js';

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

const SIZE: Vec3 = [64, 48, 6];

/** Two phases with noise, stripes along y and slices of different brightness. */
function striped(): Float32Array<ArrayBuffer> {
  const random = stream(4);
  return Float32Array.from({ length: volumeOf(SIZE) }, (_, i) => {
    const [x, y, z] = [i % 64, Math.floor(i / 64) % 48, Math.floor(i / (64 * 48))];
    const phase = (x >> 3) % 2 === (y >> 3) % 2 ? 0.3 : 0.7;
    return phase + 0.05 * Math.sin(2.3 * x) + 0.02 * (z % 3) + 0.01 * random();
  });
}

test.each(['f32', 'u32', 'i32'] as const)('of %s leaves out what is far away', async (dtype) => {
  const data = makeArray(dtype, 20_000);
  for (let i = 0; i < data.length; i++) data[i] = 1000 + (i % 500);
  const span = async (values: GridArray): Promise<unknown> =>
    engine.value(levelSpanNode(await engine.source(values, [200, 100, 1])));
  expect(await span(data)).toMatchObject({ min: 1000, max: 1499, count: 20_000 });
  data[5] = 1700;
  // Within twice the core's width: the range as it is.
  expect(await span(data)).toMatchObject({ min: 1000, max: 1700 });
  data[6] = 2e9;
  expect(await span(data)).toMatchObject({ min: 1000, max: 1499 + 2 * 499 });
  data.fill(7, 2);
  expect(await span(data)).toMatchObject({ min: 7, max: 1001 });
});

test.each<[string, (volume: Node) => Node]>([
  ['removeStripes', (volume) => removeStripesNode(volume)],
  // Otsu's threshold, which tells classes apart in further passes, may take the voxel for one.
  ['removeRings', (volume) => removeRingsNode(volume, { passes: 0 })],
  ['flattenSlices', (volume) => flattenSlicesNode(volume)],
  ['flattenBackground', (volume) => flattenBackgroundNode(volume)],
])('%s of f32 does what it does without a voxel of 1e6', async (_, make) => {
  const data = striped();
  const clean = await engine.grid(make(await engine.source(data, SIZE)));
  const far = data.slice();
  far[far.length - 1] = 1e6;
  const beside = await engine.grid(make(await engine.source(far, SIZE)));
  // It does something, and the voxel changes no other slice by more than a few levels.
  expect(Math.max(...clean.map((v, i) => Math.abs(v - data[i]!)))).toBeGreaterThan(1e-3);
  const others = clean.subarray(0, 64 * 48 * 5);
  expect(Math.max(...others.map((v, i) => Math.abs(v - beside[i]!)))).toBeLessThan(3e-4);
});

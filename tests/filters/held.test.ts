import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeNode } from '../../src/recipe/op.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { held } from '../../src/filters/held.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { testNonFinite } from '../ops/non_finite.js';
import { testTraffic } from '../ops/traffic.js';

const SIZE: Vec3 = [37, 18, 5];

let whole: TestEngine;
let bricked: TestEngine;
beforeAll(async () => {
  whole = await openTestEngine();
  bricked = await openTestEngine({ brick: [32, 7, 2] });
});
afterAll(async () => {
  await whole.close();
  await bricked.close();
});

test('is the mask that it holds, whole, in bricks and of a region', async () => {
  const data = Uint8Array.from({ length: 37 * 18 * 5 }, (_, i) => (i * 7919) % 251);
  const twin = data.map((v) => (v >= 100 ? 1 : 0));
  for (const engine of [whole, bricked]) {
    const mask = makeNode(threshold, { volume: await engine.source(data, SIZE) }, { lo: 100 });
    const kept = makeNode(held, { grid: mask });
    expect(await engine.grid(kept)).toEqual(twin);
    const region = { origin: [3, 5, 1], size: [30, 4, 3] } as const;
    expect(await engine.grid(kept, region)).toEqual(await engine.grid(mask, region));
  }
});

test.each([Uint8Array, Int8Array, Uint16Array, Int16Array, Uint32Array, Int32Array, Float32Array])(
  'is the volume that it holds, whole, in bricks and of a region: $name',
  async (Values) => {
    const data = new Values(37 * 18 * 5).map((_: number, i: number) => (i * 7919) % 65521);
    for (const engine of [whole, bricked]) {
      const grid = await engine.source(data, SIZE);
      const kept = makeNode(held, { grid });
      expect(await engine.grid(kept)).toEqual(data);
      const region = { origin: [3, 5, 1], size: [30, 4, 3] } as const;
      expect(await engine.grid(kept, region)).toEqual(await engine.grid(grid, region));
    }
  },
);

testNonFinite(held, async () => {
  const data = Float32Array.of(1, NaN, Infinity, -Infinity, -0, 0, 1e-45, 2);
  for (const engine of [whole, bricked]) {
    const kept = makeNode(held, { grid: await engine.source(data, [8, 1, 1]) });
    expect(await engine.grid(kept)).toEqual(data);
  }
});

testTraffic(
  held,
  () => whole,
  (volume) => makeNode(held, { grid: makeNode(threshold, { volume }, { lo: 2 }) }),
  { perVoxel: 1 / 4 },
);

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { makeNode } from '../../src/recipe/op.js';
import { fraction, type FractionValue } from '../../src/stats/fraction.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { integralRangeTwin } from '../reference/block_variance.js';
import { asMask, stream } from './inputs.js';

// Above 2²³ voxels blocks are counted on the GPU.
const size: Vec3 = [254, 255, 137];
let whole: TestEngine;
let bricked: TestEngine;
beforeAll(async () => {
  whole = await openTestEngine();
  bricked = await openTestEngine({ brick: [128, 121, 50] });
});
afterAll(async () => {
  await whole.close();
  await bricked.close();
});

test('a large volume: blocks of 2, 4 and the multiples of 8 equal the definition, in bricks too', async () => {
  const random = stream(5);
  const columns = Uint8Array.from({ length: 1 << 18 }, () => (random() < 0.3 ? 1 : 0));
  const [nx, ny, nz] = size;
  const mask = new Uint8Array(nx * ny * nz);
  for (let z = 0; z < nz; z++)
    for (let y = 0; y < ny; y++)
      for (let x = 0; x < nx; x++)
        mask[(z * ny + y) * nx + x] =
          columns[((z >> 2) * 64 + (y >> 2)) * 64 + (x >> 2)]! ^ Number(x === y);
  const [value, inBricks] = await Promise.all(
    [whole, bricked].map(
      async (engine) =>
        (await engine.value(
          makeNode(fraction, { mask: asMask(await engine.source(mask, size)) }),
        )) as FractionValue,
    ),
  );
  expect(inBricks).toEqual(value);
  expect(value!.blocks.map((block) => block.size)).toEqual([1, 2, 4, 8, 16, 24, 32, 40, 48, 56]);
  for (const b of [2, 4, 8, 24]) {
    const twin = integralRangeTwin(mask, size, b);
    const found = value!.blocks.find((block) => block.size === b)!;
    expect(found.count).toBeCloseTo(twin.count, 8);
    expect(found.integralRange / twin.integralRange).toBeCloseTo(1, 9);
  }
});

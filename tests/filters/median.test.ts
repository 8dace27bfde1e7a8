import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { median } from '../../src/filters/median.js';
import type { Dtype, GridArray } from '../../src/recipe/dtype.js';
import type { Region, Vec3 } from '../../src/recipe/geometry.js';
import { makeNode } from '../../src/recipe/op.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { medianTwin } from '../reference/filters.js';
import { awkward, cut } from './volumes.js';

let engine: TestEngine;
let bricked: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  bricked = await openTestEngine({ brick: [32, 8, 3] });
});
afterAll(async () => {
  await engine.close();
  await bricked.close();
});

async function run(
  on: TestEngine,
  data: GridArray,
  size: Vec3,
  params: Record<string, unknown>,
  region?: Region,
): Promise<GridArray> {
  return on.grid(makeNode(median, { volume: await on.source(data, size) }, params), region);
}

// Every dtype, border, size and shape meets most of the others.
const CASES: readonly [Dtype, Vec3, 3 | 5 | 7, 'reflect' | 'nearest' | 'constant'][] = [
  ['u8', [7, 5, 3], 3, 'reflect'],
  ['u8', [33, 1, 1], 3, 'constant'],
  ['u8', [50, 7, 4], 5, 'nearest'],
  ['u8', [1, 1, 9], 7, 'reflect'],
  ['i8', [1, 1, 9], 3, 'constant'],
  ['i8', [26, 3, 2], 5, 'reflect'],
  ['u16', [7, 5, 3], 7, 'reflect'],
  ['u16', [50, 7, 4], 3, 'nearest'],
  ['u16', [33, 1, 1], 5, 'constant'],
  ['i16', [9, 4, 2], 3, 'reflect'],
  ['i16', [25, 3, 4], 7, 'constant'],
  ['u32', [6, 5, 3], 3, 'constant'],
  ['u32', [7, 5, 3], 5, 'reflect'],
  ['i32', [5, 6, 4], 3, 'reflect'],
  ['i32', [33, 2, 2], 7, 'nearest'],
  ['f32', [11, 5, 3], 3, 'reflect'],
  ['f32', [7, 5, 3], 5, 'constant'],
  ['f32', [1, 1, 1], 7, 'reflect'],
];

describe('median', () => {
  test.each(CASES)(
    'of %s, size %j, window %i, border %s equals its twin',
    async (dtype, size, window, border) => {
      const data = awkward(dtype, size);
      const out = await run(engine, data, size, { size: window, border, value: 7 });
      expect(out).toEqual(medianTwin(data, dtype, size, window, border, 7));
    },
  );

  test('of one bright voxel is dark, of a bright plane of 3 is bright', async () => {
    const one = new Uint8Array(125);
    one[62] = 255;
    expect(await run(engine, one, [5, 5, 5], {})).toEqual(new Uint8Array(125));
    const plane = Uint8Array.from({ length: 125 }, (_, i) =>
      Math.floor(i / 25) >= 1 && i < 100 ? 9 : 1,
    );
    expect(await run(engine, plane, [5, 5, 5], { size: 3 })).toEqual(plane);
  });

  test('ranks NaN of either sign above +Infinity', async () => {
    const bits = new Uint32Array(27).fill(0xffc00001);
    const data = new Float32Array(bits.buffer);
    data.fill(Infinity, 0, 14);
    // Of 27 values in the window of the centre, 14 are infinite and 13 NaN.
    expect((await run(engine, data, [3, 3, 3], {}))[13]).toBe(Infinity);
    data[0] = NaN;
    expect((await run(engine, data, [3, 3, 3], {}))[13]).toBeNaN();
  });

  test.each([3, 5, 7] as const)(
    'in bricks and of regions equals the whole, window %i',
    async (window) => {
      const size: Vec3 = [70, 19, 8];
      const data = awkward('u16', size);
      const whole = await run(engine, data, size, { size: window });
      expect(await run(bricked, data, size, { size: window })).toEqual(whole);
      const region: Region = { origin: [37, 3, 2], size: [20, 9, 3] };
      expect(await run(engine, data, size, { size: window }, region)).toEqual(
        cut(whole, size, region),
      );
    },
  );

  test('declares one read and one write of the volume for window 3', async () => {
    engine.costs();
    await run(engine, awkward('u16', [64, 4, 4], 5), [64, 4, 4], {});
    const cost = engine.costs().find(({ op }) => op.includes('median'));
    expect([cost?.dispatches, cost?.read, cost?.write]).toEqual([1, 2048, 2048]);
  });

  test('refuses what it cannot do', async () => {
    const volume = await engine.source(new Uint8Array(8), [2, 2, 2]);
    expect(() => makeNode(median, { volume }, { size: 4 })).toThrow(/size is 4; allowed: 3, 5, 7/);
    expect(() => makeNode(median, { volume }, { border: 'constant', value: -1 })).toThrow(
      /0 to 255/,
    );
  });
});

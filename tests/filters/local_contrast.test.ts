import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localContrastNode } from '../../src/filters/local_contrast.js';
import { makeArray, type Dtype } from '../../src/recipe/dtype.js';
import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import type { Node } from '../../src/recipe/op.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { localContrastTwin } from '../reference/local_contrast.js';
import type { BorderRule } from '../reference/windows.js';
import { compute } from './engines.js';
import { awkward, smooth } from './volumes.js';

let engine: TestEngine;
let bricked: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  bricked = await openTestEngine({ brick: [32, 5, 4] });
});
afterAll(async () => {
  await engine.close();
  await bricked.close();
});

const CASES: readonly [Dtype, Vec3, Vec3, BorderRule][] = [
  ['u8', [70, 9, 6], [5, 3, 7], 'reflect'],
  ['u8', [37, 20, 12], [1, 5, 3], 'constant'],
  ['i8', [34, 5, 4], [3, 3, 3], 'nearest'],
  ['u16', [40, 6, 10], [9, 3, 3], 'reflect'],
  ['u16', [33, 1, 1], [31, 31, 1], 'reflect'],
  ['i16', [35, 6, 5], [3, 5, 3], 'constant'],
  // Rows of a multiple of four voxels.
  ['u8', [36, 9, 40], [5, 3, 7], 'reflect'],
  ['i8', [4, 38, 3], [3, 5, 3], 'constant'],
  ['u16', [8, 35, 6], [5, 9, 5], 'nearest'],
  ['i16', [12, 5, 34], [3, 3, 9], 'constant'],
  // Longer than what an invocation owns.
  ['u8', [3, 70, 5], [3, 5, 1], 'reflect'],
  ['u16', [70, 3, 70], [3, 1, 5], 'constant'],
];

describe('local contrast', () => {
  test.each(CASES)(
    'of %s, size %j, window %j, border %s equals its twin',
    async (dtype, size, window, border) => {
      const data = awkward(dtype, size);
      const params = { size: window, border, value: 7, epsilon: 2 };
      const out = await compute(engine, data, size, (v) => localContrastNode(v, params));
      localContrastTwin(data, size, window, 2, border, 7).forEach((v, i) => {
        expect(Math.abs(out[i]! - v)).toBeLessThan(2e-6 * Math.max(1, Math.abs(v)));
      });
    },
  );

  test.each<BorderRule>(['reflect', 'constant'])(
    'of f32 equals its twin, border %s',
    async (border) => {
      const size: Vec3 = [37, 8, 6];
      const data = smooth(size);
      data[20] = NaN;
      data[500] = Infinity;
      data[900] = -Infinity;
      const params = { size: [5, 3, 3], border, value: 3, epsilon: 0.5 };
      const out = await compute(engine, data, size, (v) => localContrastNode(v, params));
      localContrastTwin(data, size, [5, 3, 3], 0.5, border, 3).forEach((v, i) => {
        if (Number.isFinite(v)) expect(Math.abs(out[i]! - v)).toBeLessThan(5e-6);
        else expect(out[i]).toBe(v);
      });
    },
  );

  test.each<[Dtype, number]>([
    ['f32', -3e38],
    ['f32', 1e6],
    ['i32', -(2 ** 31)],
    ['u32', 2 ** 32 - 1],
  ])('of %s, a voxel of %d far away does not matter, in bricks too', async (dtype, far) => {
    const size: Vec3 = [50, 10, 9];
    const data = makeArray(dtype, volumeOf(size));
    for (let i = 0; i < data.length; i++) {
      const v = 50 + ((i * 7919) % 41);
      data[i] = dtype === 'f32' ? v / 64 : dtype === 'u32' ? v + 4e9 : v;
    }
    const away = data.slice();
    away[away.length - 1] = far;
    // Windows that are added up at once, and those that share a part.
    for (const window of [
      [5, 3, 1],
      [9, 11, 13],
    ] satisfies Vec3[]) {
      const node = (v: Node): Node => localContrastNode(v, { size: window });
      const found = await compute(engine, data, size, node);
      const beside = await compute(engine, away, size, node);
      const step = dtype === 'f32' ? 2 ** -23 : 1;
      localContrastTwin(data, size, window, step, 'reflect', 0).forEach((v, i) => {
        expect(Math.abs(found[i]! - v)).toBeLessThan(5e-6 * Math.max(1, Math.abs(v)));
        const [x, y, z] = [i % 50, Math.floor(i / 50) % 10, Math.floor(i / 500)];
        const sees = [49 - x, 9 - y, 8 - z].every((d, a) => d <= (window[a]! - 1) / 2);
        if (!sees) expect(beside[i]).toBe(found[i]);
      });
      expect(await compute(bricked, away, size, node)).toEqual(beside);
    }
  });

  test.each<[Dtype, number]>([
    ['f32', 0],
    ['i32', -(2 ** 31)],
    ['u32', 2 ** 32 - 1],
  ])('of %s, a constant of %d beyond the volume counts as it is', async (dtype, value) => {
    const data = makeArray(dtype, 5);
    data.set([100, 110, 120, 130, 140]);
    for (const window of [
      [5, 1, 1],
      [5, 3, 3],
    ] satisfies Vec3[]) {
      const params = { size: window, border: 'constant', value, epsilon: 1 };
      const out = await compute(engine, data, [5, 1, 1], (v) => localContrastNode(v, params));
      localContrastTwin(data, [5, 1, 1], window, 1, 'constant', value).forEach((v, i) => {
        expect(Math.abs(out[i]! - v)).toBeLessThan(2e-6 * Math.max(1, Math.abs(v)));
      });
    }
  });

  test('a flat volume is 0, whatever its dtype', async () => {
    for (const data of [
      new Uint8Array(60).fill(9),
      new Float32Array(60).fill(9.5),
      new Int32Array(60).fill(-1e9),
    ]) {
      const out = await compute(engine, data, [5, 4, 3], (v) => localContrastNode(v, { size: 3 }));
      expect(new Set(out)).toEqual(new Set([0]));
    }
  });

  test('sums of the widest windows and greatest values do not overflow', async () => {
    // 255 × 257 × 1 = 65535 voxels of 65535 but one.
    const data = new Uint16Array(64).fill(65535);
    data[0] = 0;
    const params = { size: [255, 257, 1] };
    const out = await compute(engine, data, [8, 8, 1], (v) => localContrastNode(v, params));
    const bytes = Uint8Array.from(data, (v) => v >> 8);
    const narrow = await compute(engine, bytes, [8, 8, 1], (v) => localContrastNode(v, params));
    localContrastTwin(data, [8, 8, 1], [255, 257, 1], 1, 'reflect', 0).forEach((v, i) => {
      expect(Math.abs(out[i]! - v)).toBeLessThan(1e-5);
    });
    localContrastTwin(bytes, [8, 8, 1], [255, 257, 1], 1, 'reflect', 0).forEach((v, i) => {
      expect(Math.abs(narrow[i]! - v)).toBeLessThan(1e-5);
    });
  });

  test('moves what it declares', async () => {
    const size: Vec3 = [64, 16, 8];
    for (const [dtype, bytes] of [
      ['u8', 38],
      ['u16', 56],
      ['f32', 92],
      ['i32', 92],
    ] as const) {
      const volume = await engine.source(awkward(dtype, size), size);
      engine.costs();
      await engine.grid(localContrastNode(volume, { size: 3 }));
      const { dispatches, read, write } = engine.costs().find((c) => c.op === 'localContrast')!;
      expect([dispatches, (read + write) / volumeOf(size)]).toEqual([3, bytes]);
    }
  });

  test('bad parameters', async () => {
    const u = await engine.source(new Uint8Array(8), [2, 2, 2]);
    expect(() => localContrastNode(u, { size: 4 })).toThrow(/odd/);
    expect(() => localContrastNode(u, { size: 41 })).toThrow(/65535 voxels/);
    expect(() => localContrastNode(u, { epsilon: 0 })).toThrow(/> 0/);
  });
});

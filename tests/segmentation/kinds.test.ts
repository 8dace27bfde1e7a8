import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  DTYPE_NAMES,
  DTYPES,
  makeArray,
  type Dtype,
  type GridArray,
} from '../../src/recipe/dtype.js';
import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { makeNode } from '../../src/recipe/op.js';
import { equals } from '../../src/segmentation/equals.js';
import { foreground } from '../../src/segmentation/foreground.js';
import { toLabels } from '../../src/segmentation/to_labels.js';
import { toPhases } from '../../src/segmentation/to_phases.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { scattered } from '../reference/structures.js';

const SIZES: Vec3[] = [
  [7, 5, 3],
  [33, 1, 1],
  [1, 1, 9],
  [64, 65, 6],
];
const INTEGERS = DTYPE_NAMES.filter((name) => DTYPES[name].integer);

let engine: TestEngine;
let bricked: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  bricked = await openTestEngine({ brick: [32, 24, 3] });
});
afterAll(async () => {
  await engine.close();
  await bricked.close();
});

/** Few different values, so that each occurs often; the ends of the dtype among them. */
function valuesOf(dtype: Dtype): number[] {
  const { integer, min, max } = DTYPES[dtype];
  return integer
    ? [min, max, 0, 1, 2, 7, 100, max - 1]
    : [-0, 0, Infinity, -Infinity, NaN, 1.5, Math.fround(0.1), -1e30];
}

function filled(dtype: Dtype, size: Vec3, values: readonly number[], seed: number): GridArray {
  const data = makeArray(dtype, volumeOf(size));
  scattered(data.length, values.length, seed).forEach((v, i) => (data[i] = values[v]!));
  return data;
}

const cropOf = (
  whole: ArrayLike<number>,
  [nx, ny]: Vec3,
  origin: Vec3,
  [sx, sy, sz]: Vec3,
): number[] => {
  const out: number[] = [];
  for (let z = 0; z < sz; z++)
    for (let y = 0; y < sy; y++)
      for (let x = 0; x < sx; x++)
        out.push(whole[((origin[2] + z) * ny + origin[1] + y) * nx + origin[0] + x]!);
  return out;
};

describe('equals', () => {
  test.each(DTYPE_NAMES)('finds any of the values in %s, exactly', async (dtype) => {
    const lists = [
      [0],
      [1.5],
      [2, 1, 0, 0],
      [100, 300, -1],
      [0.1],
      [Math.fround(0.1)],
      [DTYPES[dtype].max],
      [Infinity, -Infinity],
    ];
    for (const [i, size] of SIZES.entries()) {
      const data = filled(dtype, size, valuesOf(dtype), i + 1);
      for (const [k, values] of lists.entries()) {
        const expected = Uint8Array.from(data, (v) => (values.some((w) => w === v) ? 1 : 0));
        for (const on of k % 4 === i ? [engine, bricked] : [engine]) {
          const node = makeNode(equals, { grid: await on.source(data, size) }, { values });
          expect(await on.grid(node)).toEqual(expected);
        }
      }
    }
  });

  test('takes long lists, and values that no voxel can have', async () => {
    const size: Vec3 = [64, 9, 3];
    const data = Uint16Array.from({ length: volumeOf(size) }, (_, i) => (i * 37) % 3000);
    const values = Array.from({ length: 500 }, (_, i) => (i * 7919) % 3500);
    const node = makeNode(equals, { grid: await engine.source(data, size) }, { values });
    expect(await engine.grid(node)).toEqual(
      Uint8Array.from(data, (v) => (values.includes(v) ? 1 : 0)),
    );
    const none = makeNode(
      equals,
      { grid: await engine.source(data, size) },
      { values: [0.5, 1e9] },
    );
    expect(await engine.grid(none)).toEqual(new Uint8Array(data.length));
  });

  test('a region is a crop of the whole', async () => {
    const size: Vec3 = [70, 9, 5];
    const data = scattered(volumeOf(size), 3, 8);
    const node = makeNode(equals, { grid: await engine.source(data, size) }, { values: 2 });
    const part = await engine.grid(node, { origin: [37, 2, 1], size: [20, 3, 2] });
    expect([...part]).toEqual(
      cropOf(
        data.map((v) => (v === 2 ? 1 : 0)),
        size,
        [37, 2, 1],
        [20, 3, 2],
      ),
    );
  });

  test('moves what it declares', async () => {
    const size: Vec3 = [64, 16, 8];
    const node = makeNode(
      equals,
      { grid: await engine.source(scattered(8192, 3, 1), size) },
      { values: [0, 2] },
    );
    engine.costs();
    await engine.grid(node);
    const cost = engine.costs().find(({ op }) => op === 'equals')!;
    expect(cost).toMatchObject({ dispatches: 1, read: 8192 + 16, write: 1024 });
  });

  test('refuses NaN and an empty list', async () => {
    const grid = await engine.source(new Uint8Array(8), [2, 2, 2]);
    expect(() => makeNode(equals, { grid }, { values: NaN })).toThrow(/allowed/);
    expect(() => makeNode(equals, { grid }, { values: [] })).toThrow(/allowed/);
  });
});

describe('toLabels', () => {
  test.each(INTEGERS)('keeps the ids of %s', async (dtype) => {
    const values = valuesOf(dtype).filter((v) => v >= 0);
    for (const [i, size] of SIZES.entries()) {
      const data = filled(dtype, size, values, i + 3);
      for (const on of [engine, bricked]) {
        const node = makeNode(toLabels, { volume: await on.source(data, size) }, {});
        expect(await on.grid(node)).toEqual(Uint32Array.from(data));
        expect(await on.grid(makeNode(foreground, { labels: node }, {}))).toEqual(
          Uint8Array.from(data, (v) => (v > 0 ? 1 : 0)),
        );
        expect(
          await on.grid(makeNode(equals, { grid: node }, { values: [7, DTYPES[dtype].max] })),
        ).toEqual(Uint8Array.from(data, (v) => (v === 7 || v === DTYPES[dtype].max ? 1 : 0)));
      }
    }
  });

  test('a region is a crop of the whole', async () => {
    const size: Vec3 = [70, 9, 5];
    const data = Uint16Array.from(scattered(volumeOf(size), 200, 8));
    const node = makeNode(toLabels, { volume: await engine.source(data, size) }, {});
    const part = await engine.grid(node, { origin: [37, 2, 1], size: [20, 3, 2] });
    expect([...part]).toEqual(cropOf(data, size, [37, 2, 1], [20, 3, 2]));
  });

  test('refuses negative ids when it meets them, and floats at once', async () => {
    const volume = await engine.source(Int16Array.of(0, 5, -3, 1), [4, 1, 1]);
    await expect(engine.grid(makeNode(toLabels, { volume }, {}))).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining('-3') as string,
    });
    const floats = await engine.source(new Float32Array(4), [4, 1, 1]);
    expect(() => makeNode(toLabels, { volume: floats }, {})).toThrow(/cast/);
  });
});

describe('toPhases', () => {
  const phases = { pore: 0, solid: 7, binder: 100 };

  test.each(INTEGERS)('names the values of %s', async (dtype) => {
    for (const [i, size] of SIZES.entries()) {
      const data = filled(dtype, size, [0, 7, 100], i + 3);
      for (const on of [engine, bricked]) {
        const node = makeNode(toPhases, { volume: await on.source(data, size) }, { phases });
        expect(node.meta).toMatchObject({ kind: 'phases', storage: 'u8', phases });
        expect(await on.grid(node)).toEqual(Uint8Array.from(data));
        expect(await on.grid(makeNode(equals, { grid: node }, { values: [0, 100] }))).toEqual(
          Uint8Array.from(data, (v) => (v === 7 ? 0 : 1)),
        );
      }
    }
  });

  test('lists all values without a name', async () => {
    const u8 = await engine.source(Uint8Array.of(0, 7, 255, 31, 32), [5, 1, 1]);
    await expect(engine.grid(makeNode(toPhases, { volume: u8 }, { phases }))).rejects.toThrow(
      /without one are 31, 32, 255\.$/,
    );
    for (const beyond of [-1, -256, 256, 7 + 256]) {
      const i16 = await engine.source(Int16Array.of(0, 7, beyond), [3, 1, 1]);
      await expect(engine.grid(makeNode(toPhases, { volume: i16 }, { phases }))).rejects.toThrow(
        /without one are values outside 0 … 255/,
      );
    }
    const i8 = await engine.source(Int8Array.of(0, 7, -1), [3, 1, 1]);
    await expect(engine.grid(makeNode(toPhases, { volume: i8 }, { phases }))).rejects.toMatchObject(
      {
        code: 'invalid-argument',
      },
    );
  });

  test('refuses codes that are no codes, one code twice, floats', async () => {
    const volume = await engine.source(new Uint8Array(4), [4, 1, 1]);
    const named = (given: Record<string, number>) => () =>
      makeNode(toPhases, { volume }, { phases: given });
    expect(named({ pore: 256 })).toThrow(/phases\.pore is 256/);
    expect(named({ pore: 0.5 })).toThrow(/integer from 0 to 255/);
    expect(named({ pore: 1, solid: 1 })).toThrow(/pore has this one/);
    const floats = await engine.source(new Float32Array(4), [4, 1, 1]);
    expect(() => makeNode(toPhases, { volume: floats }, { phases })).toThrow(/cast/);
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asVolume } from '../../src/filters/as_volume.js';
import { cast } from '../../src/filters/cast.js';
import { combine, OPERATORS } from '../../src/filters/combine.js';
import { crop } from '../../src/filters/crop.js';
import { invert } from '../../src/filters/invert.js';
import { DTYPE_NAMES, type Dtype } from '../../src/recipe/dtype.js';
import { volumeOf, type Region, type Vec3 } from '../../src/recipe/geometry.js';
import { gridMeta, makeNode, type Node } from '../../src/recipe/op.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { castTwin } from '../reference/filters.js';
import { awkward, cut } from './volumes.js';

let engine: TestEngine;
let bricked: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  bricked = await openTestEngine({ brick: [32, 4, 2] });
});
afterAll(async () => {
  await engine.close();
  await bricked.close();
});

const SIZES: Vec3[] = [
  [7, 5, 3],
  [33, 1, 1],
  [1, 1, 9],
  [64, 9, 4],
];

async function maskOf(on: TestEngine, data: Uint8Array<ArrayBuffer>, size: Vec3): Promise<Node> {
  return makeNode(threshold, { volume: await on.source(data, size) }, { lo: 1 });
}

const bits = (size: Vec3, seed: number): Uint8Array<ArrayBuffer> => {
  let state = seed;
  return Uint8Array.from({ length: volumeOf(size) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 31;
  });
};

describe('masks', () => {
  test.each(SIZES)('invert and combine equal their definition, %i×%i×%i', async (...size) => {
    const [p, q] = [bits(size, 1), bits(size, 2)];
    const truth = {
      and: (u: number, v: number) => u & v,
      or: (u: number, v: number) => u | v,
      xor: (u: number, v: number) => u ^ v,
      subtract: (u: number, v: number) => u & (1 - v),
    };
    for (const on of [engine, bricked]) {
      const [a, b] = [await maskOf(on, p, size), await maskOf(on, q, size)];
      expect(await on.grid(makeNode(invert, { mask: a }))).toEqual(p.map((v) => 1 - v));
      for (const operator of OPERATORS)
        expect(await on.grid(makeNode(combine, { a, b }, { operator }))).toEqual(
          p.map((u, i) => truth[operator](u, q[i]!)),
        );
    }
  });

  test('inverted twice is as before, and pads stay clear', async () => {
    const size: Vec3 = [33, 3, 2];
    const mask = await maskOf(engine, bits(size, 3), size);
    const inverted = makeNode(invert, { mask });
    // A crop shifts the bits behind the row's end into sight, if there are any.
    const shifted = makeNode(
      crop,
      { grid: inverted },
      { region: { origin: [32, 0, 0], size: [1, 3, 2] } },
    );
    expect(await engine.grid(makeNode(asVolume, { grid: shifted }))).toEqual(
      cut(
        bits(size, 3).map((v) => 1 - v),
        size,
        { origin: [32, 0, 0], size: [1, 3, 2] },
      ),
    );
    expect(await engine.grid(makeNode(invert, { mask: inverted }))).toEqual(bits(size, 3));
  });

  test('as a volume is 0 and 1', async () => {
    for (const size of [
      [37, 3, 2],
      [96, 3, 5],
      [128, 4, 5],
    ] as const) {
      const node = makeNode(asVolume, { grid: await maskOf(engine, bits(size, 4), size) });
      expect([gridMeta(node).kind, gridMeta(node).storage]).toEqual(['volume', 'u8']);
      expect(await engine.grid(node)).toEqual(bits(size, 4));
      const last: Region = { origin: [0, 0, 1], size: [size[0], size[1], size[2] - 1] };
      expect(await engine.grid(node, last)).toEqual(bits(size, 4).slice(size[0] * size[1]));
    }
  });
});

describe('cast', () => {
  test.each(DTYPE_NAMES)('from %s to every dtype equals its twin', async (from) => {
    // With pads, and without: these are cast by the word.
    for (const size of [
      [13, 5, 3],
      [8, 6, 4],
    ] as const) {
      const data = awkward(from, size);
      if (from === 'f32')
        data.set([
          0.5, 1.5, 2.5, -0.5, -1.5, 254.5, 255.5, 4294967295, 4294967040, 2147483648, -2147483648,
        ]);
      const volume = await engine.source(data, size);
      const slices: Region = { origin: [0, 0, 1], size: [size[0], size[1], 2] };
      for (const to of DTYPE_NAMES) {
        const wanted = Array.from(data, (v) => (from === to ? v : castTwin(v, to)));
        const node = makeNode(cast, { volume }, { dtype: to });
        engine.engine.evaluator.clear();
        await engine.grid(volume);
        expect(Array.from(await engine.grid(node, slices))).toEqual(
          wanted.slice(size[0] * size[1], 3 * size[0] * size[1]),
        );
        expect(Array.from(await engine.grid(node))).toEqual(wanted);
      }
    }
  });
});

describe('crop', () => {
  const size: Vec3 = [70, 9, 5];
  const boxes: Region[] = [
    { origin: [0, 0, 0], size },
    { origin: [1, 2, 1], size: [40, 5, 3] },
    { origin: [31, 0, 4], size: [39, 9, 1] },
    { origin: [69, 8, 4], size: [1, 1, 1] },
    { origin: [33, 3, 0], size: [33, 2, 5] },
  ];

  test.each(['u8', 'i16', 'f32'] as const satisfies Dtype[])('of %s is the box', async (dtype) => {
    const data = awkward(dtype, size);
    for (const on of [engine, bricked])
      for (const region of boxes) {
        const node = makeNode(crop, { grid: await on.source(data, size) }, { region });
        expect(await on.grid(node)).toEqual(cut(data, size, region));
      }
  });

  test('of a mask is the box, in regions too', async () => {
    const data = bits(size, 5);
    for (const region of boxes) {
      const node = makeNode(crop, { grid: await maskOf(bricked, data, size) }, { region });
      expect(await bricked.grid(node)).toEqual(cut(data, size, region));
    }
    const node = makeNode(crop, { grid: await maskOf(engine, data, size) }, { region: boxes[1]! });
    const part: Region = { origin: [33, 1, 1], size: [5, 2, 2] };
    expect(await engine.grid(node, part)).toEqual(
      cut(cut(data, size, boxes[1]!), boxes[1]!.size, part),
    );
  });

  test('of a crop is a crop; the origin moves with it', async () => {
    const data = awkward('u16', size);
    const source = await engine.source(data, size, { spacing: [0.5, 1, 2], origin: [10, 20, 30] });
    const once = makeNode(
      crop,
      { grid: source },
      { region: { origin: [3, 1, 1], size: [50, 7, 3] } },
    );
    const twice = makeNode(
      crop,
      { grid: once },
      { region: { origin: [30, 2, 1], size: [17, 4, 2] } },
    );
    expect(gridMeta(twice).origin).toEqual([26.5, 23, 34]);
    expect(await engine.grid(twice)).toEqual(
      cut(data, size, { origin: [33, 3, 2], size: [17, 4, 2] }),
    );
  });

  test('refuses a box that leaves the volume', async () => {
    const grid = await engine.source(new Uint8Array(24), [4, 3, 2]);
    expect(() =>
      makeNode(crop, { grid }, { region: { origin: [1, 0, 0], size: [4, 3, 2] } }),
    ).toThrow(/4×3×2/);
  });
});

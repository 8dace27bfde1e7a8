import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { volumeOf } from '../../src/recipe/geometry.js';
import type { GridKind } from '../../src/recipe/meta.js';
import { gridMeta, makeNode, type Node } from '../../src/recipe/op.js';
import { distance } from '../../src/segmentation/distance.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { distanceTwin, type Objects } from '../reference/distance.js';

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(async () => {
  await engine.close();
});

async function objects(
  kind: Objects,
  data: ArrayLike<number>,
  size: Vec3,
  spacing: Vec3 = [1, 1, 1],
): Promise<Node> {
  if (kind === 'mask') {
    const volume = await engine.source(Uint8Array.from(data), size, { spacing });
    return makeNode(threshold, { volume }, { lo: 1 });
  }
  const array = kind === 'labels' ? Uint32Array.from(data) : Uint8Array.from(data);
  const node = await engine.source(array, size, { spacing });
  return { ...node, meta: { ...gridMeta(node), kind: kind satisfies GridKind } };
}

function random(size: Vec3, values: number, density: number, seed: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length: volumeOf(size) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    if (state / 2 ** 32 > density) return 0;
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return 1 + ((state >>> 16) % values);
  });
}

/**
 * Boxes of equal values, so that distances are long and every value has neighbours of several
 * others.
 */
function blocks(size: Vec3, step: number): Uint8Array {
  return Uint8Array.from({ length: volumeOf(size) }, (_, i) => {
    const x = i % size[0];
    const y = Math.floor(i / size[0]) % size[1];
    const z = Math.floor(i / size[0] / size[1]);
    return (Math.floor(x / step) + 2 * Math.floor(y / step) + Math.floor(z / step)) % 4;
  });
}

async function expectTwin(
  kind: Objects,
  data: ArrayLike<number>,
  size: Vec3,
  options: { spacing?: Vec3; border?: 'open' | 'background'; to?: 'centres' | 'faces' } = {},
): Promise<void> {
  const node = makeNode(
    distance,
    { objects: await objects(kind, data, size, options.spacing) },
    { border: options.border, to: options.to },
  );
  const values = kind === 'mask' ? Array.from(data, (v) => (v > 0 ? 1 : 0)) : data;
  const expected = distanceTwin(values, size, { kind, ...options });
  const got = await engine.grid(node);
  expect(got.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i += 1) {
    const close = got[i] === expected[i] || Math.abs(got[i]! - expected[i]!) <= 4e-7 * expected[i]!;
    if (!close) expect({ i, value: got[i] }).toEqual({ i, value: expected[i] });
  }
}

const SIZES: readonly Vec3[] = [
  [7, 5, 3],
  [33, 1, 1],
  [1, 1, 9],
  [1, 17, 1],
  [38, 19, 2],
  [65, 7, 5],
  [36, 11, 19],
];
const SPACINGS: readonly Vec3[] = [
  [1, 1, 1],
  [6, 6, 5],
  [0.4, 0.4, 0.4],
  [1, Math.SQRT2, Math.PI],
  [0.1, 0.1, 0.25],
];

describe('distance', () => {
  test.each(['mask', 'labels', 'phases'] as const)('equals its twin on %s', async (kind) => {
    let turn = 0;
    for (const size of SIZES)
      for (const border of ['open', 'background'] as const) {
        const spacing = SPACINGS[turn % SPACINGS.length]!;
        await expectTwin(kind, random(size, 2, 0.9, (turn += 1)), size, { spacing, border });
        await expectTwin(kind, blocks(size, 6), size, { spacing, border });
      }
  });

  test.each(['labels', 'phases'] as const)('to faces equals its twin on %s', async (kind) => {
    let turn = 40;
    for (const size of SIZES)
      for (const border of ['open', 'background'] as const) {
        const options = {
          spacing: SPACINGS[turn % SPACINGS.length]!,
          border,
          to: 'faces',
        } as const;
        await expectTwin(kind, random(size, 3, 0.9, (turn += 1)), size, options);
        await expectTwin(kind, blocks(size, 7), size, options);
      }
    const mask = await objects('mask', [1, 0], [2, 1, 1]);
    expect(() => makeNode(distance, { objects: mask }, { to: 'faces' })).toThrow(/'centres'/);
  });

  test('in rows of whole quads, with equal weights and without', async () => {
    // As deep as several turns of eight lines; ends within them and behind.
    const deep = (size: Vec3) => blocks(size, 11);
    for (const size of [
      [4, 3, 29],
      [44, 22, 1],
      [12, 10, 17],
    ] satisfies Vec3[])
      for (const spacing of [
        [1, 1, 1],
        [1, 1, 2],
        [6, 6, 5],
      ] satisfies Vec3[]) {
        await expectTwin('mask', deep(size), size, { spacing, border: 'background' });
        await expectTwin('mask', random(size, 2, 0.98, size[0]), size, { spacing, border: 'open' });
      }
  });

  test.each(['mask', 'labels', 'phases'] as const)('of uniform and regular %s', async (kind) => {
    const size: Vec3 = [35, 9, 4];
    const n = volumeOf(size);
    const one = new Uint8Array(n);
    one[500] = 1;
    const hole = new Uint8Array(n).fill(1);
    hole[700] = 0;
    const checkers = Uint8Array.from(
      { length: n },
      (_, i) => (i + Math.floor(i / 35) + Math.floor(i / 315)) % 2,
    );
    for (const border of ['open', 'background'] as const)
      for (const data of [new Uint8Array(n), new Uint8Array(n).fill(1), one, hole, checkers])
        await expectTwin(kind, data, size, { border });
  });

  test('reaches further than narrow words hold', async () => {
    // One background voxel at the end: distances to 700 voxels along x, 299 along y, 300 along z.
    for (const size of [
      [701, 2, 1],
      [2, 300, 2],
      [1, 3, 301],
      [260, 260, 1],
    ] as const) {
      const n = volumeOf(size);
      const data = new Uint8Array(n).fill(1);
      data[n - 1] = 0;
      for (const kind of ['mask', 'labels'] as const) {
        const node = makeNode(
          distance,
          { objects: await objects(kind, data, size) },
          { squared: true, units: 'index' },
        );
        const got = await engine.grid(node);
        for (let i = 0; i < n; i += 97) {
          const d = [
            i % size[0],
            Math.floor(i / size[0]) % size[1],
            Math.floor(i / size[0] / size[1]),
          ];
          expect(got[i]).toBe(
            (size[0] - 1 - d[0]!) ** 2 + (size[1] - 1 - d[1]!) ** 2 + (size[2] - 1 - d[2]!) ** 2,
          );
        }
      }
    }
  });

  test('published: a cube with background around it, and spacing 6, 6, 5', async () => {
    const cube = await objects('mask', new Uint8Array(27).fill(1), [3, 3, 3], [6, 6, 5]);
    const index = makeNode(
      distance,
      { objects: cube },
      { border: 'background', units: 'index', squared: true },
    );
    const ones = new Array<number>(27).fill(1);
    ones[13] = 4;
    expect([...(await engine.grid(index))]).toEqual(ones);
    const physical = makeNode(distance, { objects: cube }, { border: 'background', squared: true });
    const squares: number[] = Array.from({ length: 27 }, (_, i) =>
      Math.floor(i / 9) === 1 ? 36 : 25,
    );
    squares[13] = 100;
    expect([...(await engine.grid(physical))]).toEqual(squares);
  });

  test('published: labels in a row', async () => {
    const data = Array.from('1111102222211113', Number);
    const node = makeNode(
      distance,
      { objects: await objects('labels', data, [16, 1, 1]) },
      { border: 'background', squared: true },
    );
    expect([...(await engine.grid(node))]).toEqual([
      1, 4, 9, 4, 1, 0, 1, 4, 9, 4, 1, 1, 4, 4, 1, 1,
    ]);
  });

  test('declares what it moves', async () => {
    const size: Vec3 = [64, 16, 16];
    const kept = await objects('mask', random(size, 1, 0.9, 5), size);
    await engine.grid(kept);
    engine.costs();
    await engine.grid(makeNode(distance, { objects: kept }));
    const cost = engine.costs().find(({ op }) => op === 'distance');
    // Bits in, u8 out and in, u16 out and in, f32 out.
    expect((cost!.read + cost!.write) / volumeOf(size)).toBeCloseTo(1 / 8 + 2 + 4 + 4, 10);
    const labels = await objects('labels', random(size, 3, 0.9, 5), size);
    await engine.grid(makeNode(distance, { objects: labels }));
    const more = engine.costs().find(({ op }) => op === 'distance');
    // Bits out and in, u16 out and in, u32 out and in, f32 out; the labels three times.
    expect((more!.read + more!.write) / volumeOf(size)).toBeCloseTo(2 / 8 + 4 + 8 + 4 + 12, 10);
  });
});

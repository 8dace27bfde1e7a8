import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { threshold } from '../../src/segmentation/threshold.js';
import {
  chordLengths,
  linealPath,
  type ChordLengthsValue,
  type LinealPathValue,
} from '../../src/stats/chords.js';
import {
  percolationNode,
  porosityNode,
  type PercolationValue,
  type PorosityValue,
} from '../../src/stats/connectivity.js';
import { profileNode, type ProfileValue } from '../../src/stats/profile.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { drawn } from '../reference/structures.js';
import { componentsTwin } from '../reference/components.js';
import { linesOf } from './lines.js';
import { randomBits } from './random_masks.js';

let engine: TestEngine;
let bricked: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  bricked = await openTestEngine({ brick: [32, 4, 3] });
});
afterAll(async () => {
  await engine.close();
  await bricked.close();
});

type Bits = Uint8Array<ArrayBuffer>;
const AXES = ['x', 'y', 'z'] as const;

async function maskOf(
  bits: Bits,
  size: Vec3,
  on = engine,
  spacing: Vec3 = [1, 1, 1],
): Promise<Node> {
  return makeNode(threshold, { volume: await on.source(bits, size, { spacing }) }, { lo: 1 });
}

const SIZES: readonly Vec3[] = [
  [7, 5, 3],
  [33, 1, 1],
  [1, 1, 9],
  [40, 6, 5],
];

describe('profile', () => {
  test('counts every slice, whole and in bricks, inside a mask', async () => {
    for (const size of SIZES)
      for (const [a, axis] of AXES.entries()) {
        const [bits, inside] = [randomBits(size, 3), randomBits(size, 8, 3)];
        for (const on of [engine, bricked])
          for (const limited of [false, true]) {
            const mask = await maskOf(bits, size, on);
            const within = limited ? await maskOf(inside, size, on) : undefined;
            const value = (await on.value(profileNode(mask, axis, within))) as ProfileValue;
            const expected = new Float64Array(size[a]!);
            const all = new Float64Array(size[a]!);
            bits.forEach((bit, i) => {
              const at = [
                i % size[0],
                Math.floor(i / size[0]) % size[1],
                Math.floor(i / size[0] / size[1]),
              ][a]!;
              const counts = limited ? inside[i]! : 1;
              expected[at]! += bit * counts;
              all[at]! += counts;
            });
            expect([value.voxels, value.total]).toEqual([expected, all]);
          }
      }
  });

  test('more rows than one invocation adds up', async () => {
    const size: Vec3 = [40, 1100, 2];
    const mask = await maskOf(new Uint8Array(volumeOf(size)).fill(1), size);
    const value = (await engine.value(profileNode(mask, 'x'))) as ProfileValue;
    expect(value.voxels).toEqual(new Float64Array(40).fill(2200));
    expect(value.fraction).toEqual(new Float64Array(40).fill(1));
  });
});

describe('chords', () => {
  test('equal runs of every line, whole and in bricks', async () => {
    for (const size of SIZES)
      for (const [a, axis] of AXES.entries()) {
        const bits = randomBits(size, 11);
        const lines = linesOf(bits, size, a as 0 | 1 | 2);
        for (const edges of ['exclude', 'include'] as const) {
          const counts = new Float64Array(size[a]!);
          for (const line of lines)
            for (let i = 0; i < line.length; i++) {
              if (line[i] !== 1 || line[i - 1] === 1) continue;
              let stop = i;
              while (line[stop] === 1) stop++;
              if (edges === 'include' || (i > 0 && stop < line.length)) counts[stop - i - 1]! += 1;
            }
          for (const on of [engine, bricked]) {
            const node = makeNode(
              chordLengths,
              { mask: await maskOf(bits, size, on) },
              { axis, edges },
            );
            expect(((await on.value(node)) as ChordLengthsValue).counts).toEqual(counts);
          }
        }
        const [path, inBricks] = await Promise.all(
          [engine, bricked].map(
            async (on) =>
              (await on.value(
                makeNode(linealPath, { mask: await maskOf(bits, size, on) }, { axis }),
              )) as LinealPathValue,
          ),
        );
        expect(inBricks).toEqual(path);
        for (const r of [1, 2, 5].filter((n) => n <= size[a]!)) {
          const segments = lines.flatMap((line) =>
            line.slice(r - 1).map((_, i) => (line.slice(i, i + r).every((v) => v === 1) ? 1 : 0)),
          );
          const sum = segments.reduce<number>((s, v) => s + v, 0);
          expect(path!.probability[r - 1]).toBeCloseTo(sum / segments.length, 12);
        }
      }
  });

  test('PoreSpy: chords through 100 × 50 of pore: all 100 along x, all 50 along y', async () => {
    const size: Vec3 = [100, 50, 1];
    const mask = await maskOf(new Uint8Array(5000).fill(1), size);
    for (const [axis, length, lines] of [
      ['x', 100, 50],
      ['y', 50, 100],
    ] as const) {
      const value = (await engine.value(
        makeNode(chordLengths, { mask }, { axis, edges: 'include' }),
      )) as ChordLengthsValue;
      expect([value.number, value.mean, value.counts[length - 1]]).toEqual([lines, length, lines]);
      const none = makeNode(chordLengths, { mask }, { axis });
      expect(await engine.value(none)).toMatchObject({ number: 0, mean: null });
    }
  });
});

describe('connectivity', () => {
  // Along x: one line goes through, one from the left, one from the right, one inside.
  const size: Vec3 = [6, 7, 1];
  const bits = Uint8Array.from(
    ['111111', '000000', '110000', '000000', '000111', '000000', '001100'].join(''),
    Number,
  );

  test('percolation along axes', async () => {
    for (const on of [engine, bricked]) {
      const value = (await on.value(
        percolationNode(await maskOf(bits, size, on)),
      )) as PercolationValue;
      expect(value.x).toEqual({ through: 6 / 13, lower: 2 / 13, upper: 3 / 13, isolated: 2 / 13 });
      expect(value).toMatchObject({ voxels: 13, components: 4, largest: 6 / 13 });
    }
    const none = (await engine.value(
      percolationNode(await maskOf(new Uint8Array(42), size)),
    )) as PercolationValue;
    expect(none).toMatchObject({ x: null, voxels: 0, components: 0, largest: null });
  });

  test('at 6, 18 and 26 equals components counted one by one, whole and in bricks', async () => {
    const box: Vec3 = [9, 8, 7];
    const sparse = randomBits(box, 31, 5).map((v) => 1 - v);
    for (const connectivity of [6, 18, 26] as const) {
      const labels = componentsTwin(sparse, box, connectivity, false);
      const touched = new Map<number, { n: number; low: boolean; high: boolean }>();
      labels.forEach((id, i) => {
        if (id === 0) return;
        const own = touched.get(id) ?? { n: 0, low: false, high: false };
        const y = Math.floor(i / box[0]) % box[1];
        touched.set(id, {
          n: own.n + 1,
          low: own.low || y === 0,
          high: own.high || y === box[1] - 1,
        });
      });
      const all = [...touched.values()];
      const voxels = all.reduce((sum, { n }) => sum + n, 0);
      const part = (low: boolean, high: boolean): number =>
        all.reduce((sum, o) => sum + (o.low === low && o.high === high ? o.n : 0), 0) / voxels;
      for (const on of [engine, bricked]) {
        const mask = await maskOf(sparse, box, on);
        const value = (await on.value(percolationNode(mask, connectivity))) as PercolationValue;
        expect(value).toMatchObject({ voxels, components: all.length });
        expect(value.y).toEqual({
          through: part(true, true),
          lower: part(true, false),
          upper: part(false, true),
          isolated: part(false, false),
        });
        const node = porosityNode(mask, { axis: 'y', faces: ['y0'], connectivity });
        const { open, through, closed, total } = (await on.value(node)) as PorosityValue;
        expect(open).toBeCloseTo(((part(true, true) + part(true, false)) * voxels) / 504, 12);
        expect(through).toBeCloseTo((part(true, true) * voxels) / 504, 12);
        expect(closed).toBeCloseTo(total.value - open, 12);
      }
    }
  });

  test('porosity in its kinds adds up', async () => {
    const mask = await maskOf(bits, size);
    const value = (await engine.value(
      porosityNode(mask, { axis: 'x', faces: ['x0', 'x1'] }),
    )) as PorosityValue;
    expect(value.total.value).toBe(13 / 42);
    expect([value.open, value.through, value.closed]).toEqual([11 / 42, 6 / 42, 2 / 42]);
    const left = await maskOf(
      drawn(size, (x) => x < 3),
      size,
    );
    const part = (await engine.value(
      porosityNode(mask, { axis: 'x', faces: ['x0'] }, left),
    )) as PorosityValue;
    expect([part.total.value, part.open, part.closed]).toEqual([6 / 21, 5 / 21, 1 / 21]);
    expect(() => porosityNode(mask, { faces: [] })).toThrow(/some of/);
    expect(() => porosityNode(mask, { axis: 'w' as never })).toThrow(/'x', 'y', 'z'/);
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GridArray } from '../../src/recipe/dtype.js';
import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { makeNode } from '../../src/recipe/op.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { toLabels } from '../../src/segmentation/to_labels.js';
import { watershed } from '../../src/segmentation/watershed.js';
import { Random } from '../../src/synthetic/index.js';
import golden from '../golden/watershed.json' with { type: 'json' };
import { openTestEngine, type TestEngine } from '../harness.js';
import { agreement } from '../reference/agreement.js';
import { floodTwin, meyerTwin, watershedTwin } from '../reference/watershed.js';

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

interface Given {
  readonly connectivity?: 6 | 18 | 26;
  readonly ridges?: boolean;
  readonly mask?: Uint8Array<ArrayBuffer> | undefined;
}

async function flooded(
  values: GridArray,
  markers: Uint32Array<ArrayBuffer>,
  size: Vec3,
  { mask, ...params }: Given = {},
): Promise<Uint32Array> {
  const node = makeNode(
    watershed,
    {
      volume: await engine.source(values, size),
      markers: makeNode(toLabels, { volume: await engine.source(markers, size) }),
      mask:
        mask === undefined
          ? undefined
          : makeNode(threshold, { volume: await engine.source(mask, size) }, { lo: 1 }),
    },
    { ...params },
  );
  return (await engine.grid(node)) as Uint32Array;
}

/** Ids of some voxels, at random. */
function scatter(n: number, count: number, random: Random): Uint32Array<ArrayBuffer> {
  const markers = new Uint32Array(n);
  for (let id = 1; id <= count; id += 1) markers[Math.floor(random.uniform() * n)] = id * 7;
  return markers;
}

describe('watershed', () => {
  test('a valley on either side of a ridge; plateaus are divided midway', async () => {
    const ridge = Uint8Array.of(1, 2, 5, 9, 4, 3, 3, 2);
    const markers = Uint32Array.of(4, 0, 0, 0, 0, 0, 0, 9);
    // The ridge itself is reached from 4 (its neighbour 4 is lower than 5).
    expect([...(await flooded(ridge, markers, [8, 1, 1]))]).toEqual([4, 4, 4, 9, 9, 9, 9, 9]);
    expect([...(await flooded(ridge, markers, [8, 1, 1], { ridges: true }))]).toEqual([
      4, 4, 4, 0, 9, 9, 9, 9,
    ]);
    const flat = new Float32Array(9).fill(-2.5);
    const ends = Uint32Array.of(1, 0, 0, 0, 0, 0, 0, 0, 2);
    expect([...(await flooded(flat, ends, [9, 1, 1]))]).toEqual([1, 1, 1, 1, 1, 2, 2, 2, 2]);
    expect([...(await flooded(flat, ends, [9, 1, 1], { ridges: true }))]).toEqual([
      1, 1, 1, 1, 0, 2, 2, 2, 2,
    ]);
  });

  test('water that overflows takes a valley without a marker', async () => {
    const values = Int16Array.of(-3, 0, 4, 1, -9, 1, 6, 0, -5);
    const markers = Uint32Array.of(1, 0, 0, 0, 0, 0, 0, 0, 2);
    expect([...(await flooded(values, markers, [9, 1, 1]))]).toEqual([1, 1, 1, 1, 1, 1, 2, 2, 2]);
  });

  test('equals its twin', async () => {
    const sizes: readonly Vec3[] = [
      [7, 5, 3],
      [33, 1, 1],
      [1, 1, 9],
      [21, 18, 1],
      [37, 9, 6],
      [18, 17, 15],
    ];
    let turn = 0;
    for (const size of sizes)
      for (const levels of [3, 40]) {
        turn += 1;
        const random = new Random(turn);
        const n = volumeOf(size);
        const make = [Uint8Array, Float32Array, Int32Array, Uint16Array][turn % 4]!;
        const shift = make === Float32Array || make === Int32Array ? -5 : 0;
        const values: GridArray = new make(n);
        values.forEach((_, i) => (values[i] = Math.floor(levels * random.uniform()) + shift));
        const markers = scatter(n, 1 + Math.floor(n / 90), random);
        const mask =
          turn % 3 === 0
            ? Uint8Array.from({ length: n }, () => (random.uniform() < 0.8 ? 1 : 0))
            : undefined;
        const connectivity = ([6, 18, 26] as const)[turn % 3]!;
        const ridges = turn % 2 === 0 ? levels === 3 : levels === 40;
        const given = { connectivity, ridges, mask };
        expect(await flooded(values, markers, size, given), size.join('×')).toEqual(
          watershedTwin({ size, values, markers, ...given }),
        );
      }
  });

  test('a marker on a slope holds its ground: its own height is as low as can be', async () => {
    const heights = [1, 3, 5, 3, 2, 3, 6, 3, 1].map((value) => -value);
    const markers = Uint32Array.of(1, 0, 0, 0, 0, 0, 2, 0, 0);
    const expected = [1, 1, 1, 1, 2, 2, 2, 2, 2];
    expect([...(await flooded(Float32Array.from(heights), markers, [9, 1, 1]))]).toEqual(expected);
    expect([...(await flooded(Int8Array.from(heights), markers, [9, 1, 1]))]).toEqual(expected);
    const alone = Uint8Array.of(255, 0, 9, 0, 255);
    const tops = Uint32Array.of(3, 0, 0, 0, 4);
    expect([...(await flooded(alone, tops, [5, 1, 1]))]).toEqual([3, 3, 3, 4, 4]);
  });

  test.each(['u8', 'i8', 'u16', 'i16', 'u32', 'i32', 'f32'] as const)(
    "equals Meyer's queues from markers anywhere: %s",
    async (dtype) => {
      const make = {
        u8: Uint8Array,
        i8: Int8Array,
        u16: Uint16Array,
        i16: Int16Array,
        u32: Uint32Array,
        i32: Int32Array,
        f32: Float32Array,
      }[dtype];
      const lowest = dtype.startsWith('u') ? 0 : -60;
      for (const [turn, connectivity] of ([6, 18, 26, 6] as const).entries()) {
        const random = new Random(100 * dtype.charCodeAt(0) + 10 * dtype.charCodeAt(1) + turn);
        const size: Vec3 = [19 + turn, 11, 9 - turn];
        const n = volumeOf(size);
        const values: GridArray = new make(n);
        const levels = turn === 0 ? 5 : 120;
        values.forEach((_, i) => (values[i] = lowest + Math.floor(levels * random.uniform())));
        const markers = scatter(n, 2 + 6 * turn, random);
        const mask =
          turn % 2 === 0
            ? undefined
            : Uint8Array.from({ length: n }, () => (random.uniform() < 0.75 ? 1 : 0));
        expect(await flooded(values, markers, size, { connectivity, mask })).toEqual(
          meyerTwin({ size, values, markers, mask, connectivity }),
        );
      }
    },
  );

  test('equals its twin where water winds, over many blocks', async () => {
    const size: Vec3 = [40, 33, 3];
    const [nx, ny] = size;
    const mask = Uint8Array.from({ length: volumeOf(size) }, (_, i) => {
      const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / nx / ny)];
      if (z === 1) return x === 39 && y === 32 ? 1 : 0;
      return y % 2 === 0 || x === (y % 4 === 1 ? 39 : 0) ? 1 : 0;
    });
    const values = new Uint8Array(mask.length).fill(7);
    const markers = new Uint32Array(mask.length);
    markers[0] = 1;
    markers[2 * nx * ny] = 2;
    expect(await flooded(values, markers, size, { mask })).toEqual(
      watershedTwin({ size, values, markers, mask, connectivity: 6 }),
    );
  });

  test('water comes down a corridor through hundreds of blocks', async () => {
    const [nx, ny] = [96, 67];
    const n = nx * ny;
    const mask = new Uint8Array(n);
    const values = new Float32Array(n);
    let length = 0;
    for (let y = 0; y < ny; y += 1)
      for (let i = 0; i < nx; i += 1) {
        const x = y % 4 < 2 ? i : nx - 1 - i;
        if (y % 2 === 1 && i < nx - 1) continue;
        mask[y * nx + (y % 2 === 1 ? (y % 4 === 1 ? nx - 1 : 0) : x)] = 1;
        values[y * nx + (y % 2 === 1 ? (y % 4 === 1 ? nx - 1 : 0) : x)] = length++;
      }
    const markers = new Uint32Array(n);
    markers[0] = 5;
    const wet = await flooded(values, markers, [nx, ny, 1], { mask });
    expect(wet).toEqual(Uint32Array.from(mask, (held) => 5 * held));
    const dry = await flooded(
      values.map((value) => -value),
      markers,
      [nx, ny, 1],
      { mask },
    );
    expect(dry).toEqual(wet);
  });

  test('equals its twin where basins and plateaus reach across blocks, most of them without a marker', async () => {
    const size: Vec3 = [29, 19, 18];
    const n = volumeOf(size);
    for (const [connectivity, levels, seed] of [
      [6, 1e6, 1],
      [6, 4, 2],
      [26, 1e6, 3],
    ] as const) {
      const random = new Random(seed);
      const waves = Array.from({ length: 24 }, () =>
        Array.from({ length: 4 }, () => 2 * random.uniform() - 1),
      );
      // Waves of 8 to 40 voxels: valleys as wide as blocks.
      const values = Float32Array.from({ length: n }, (_, i) => {
        const [x, y, z] = [i % size[0], Math.floor(i / size[0]) % size[1], Math.floor(i / 551)];
        const sum = waves.reduce(
          (total, [a, b, c, d]) => total + Math.cos(0.75 * (a! * x + b! * y + c! * z) + 6 * d!),
          0,
        );
        return Math.round(sum * levels) / levels;
      });
      const markers = scatter(n, 5, random);
      const mask = Uint8Array.from(values, (value) => (value < 4 ? 1 : 0));
      expect(await flooded(values, markers, size, { connectivity, mask })).toEqual(
        watershedTwin({ size, values, markers, mask, connectivity }),
      );
    }
  });

  test('no markers, one marker, nothing to flood, all marked', async () => {
    const size: Vec3 = [35, 6, 4];
    const n = volumeOf(size);
    const values = Uint8Array.from({ length: n }, (_, i) => (i * 37) % 251);
    const none = new Uint32Array(n);
    expect(await flooded(values, none, size)).toEqual(none);
    const one = new Uint32Array(n);
    one[300] = 5;
    expect(await flooded(values, one, size)).toEqual(new Uint32Array(n).fill(5));
    expect(await flooded(values, one, size, { ridges: true })).toEqual(new Uint32Array(n).fill(5));
    expect(await flooded(values, one, size, { mask: new Uint8Array(n) })).toEqual(none);
    const all = Uint32Array.from({ length: n }, (_, i) => i + 1);
    expect(await flooded(values, all, size, { ridges: true })).toEqual(all);
  });

  test('ridges separate at their connectivity', async () => {
    const size: Vec3 = [30, 20, 10];
    const [nx, ny] = size;
    const random = new Random(3);
    const n = volumeOf(size);
    const values = Uint8Array.from({ length: n }, () => 20 * random.uniform());
    const markers = scatter(n, 12, random);
    const labels = await flooded(values, markers, size, { connectivity: 26, ridges: true });
    const free = (i: number): boolean => labels[i] !== 0 && markers[i] === 0;
    for (let i = 0; i < n; i += 1) {
      const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / nx / ny)];
      for (let w = z; w <= Math.min(9, z + 1); w += 1)
        for (let v = Math.max(0, y - 1); v <= Math.min(19, y + 1); v += 1)
          for (let u = Math.max(0, x - 1); u <= Math.min(29, x + 1); u += 1) {
            const j = (w * ny + v) * nx + u;
            if (labels[j] !== 0 && labels[i] !== 0 && (free(i) || free(j)))
              expect(labels[j]).toBe(labels[i]);
          }
    }
  });

  test('NaN stays dry, −0 is 0, infinities are heights', async () => {
    const values = Float32Array.of(-Infinity, 0, -0, 0, NaN, 1, Infinity, 3, 2);
    const markers = Uint32Array.of(0, 1, 0, 3, 4, 0, 0, 0, 2);
    expect([...(await flooded(values, markers, [9, 1, 1]))]).toEqual([1, 1, 1, 3, 0, 2, 2, 2, 2]);
  });

  test.each(golden.cases)('against scikit-image: $name', async (given) => {
    const size = given.size as unknown as Vec3;
    const values = Float32Array.from(given.values);
    const expected = Uint32Array.from(given.labels);
    const markers = new Uint32Array(values.length);
    for (const [at, id] of given.markers) markers[at!] = id!;
    const labels = await flooded(values, markers, size, {
      connectivity: given.connectivity as 6 | 26,
      mask: Uint8Array.from(given.mask, Number),
    });
    const { adjusted } = agreement(labels, expected);
    expect(new Set(labels).size).toBe(new Set(expected).size);
    labels.forEach((label, i) => {
      expect(label === 0).toBe(expected[i] === 0);
    });
    if (given.untied) expect(labels).toEqual(expected);
    expect(adjusted).toBeGreaterThan(0.9);
    // What differs is ties: the pass from the other's marker is as low.
    const connectivity = given.connectivity as 6 | 26;
    const mask = Uint8Array.from(given.mask, Number);
    const best = floodTwin({ size, values, markers, mask, connectivity });
    for (const id of new Set(expected.filter((label, i) => label !== labels[i]))) {
      const alone = markers.map((marker) => (marker === id ? id : 0));
      const { level } = floodTwin({ size, values, markers: alone, mask, connectivity });
      expected.forEach((label, i) => {
        if (label === id && labels[i] !== id) expect(level[i]).toBe(best.level[i]);
      });
    }
  });

  test('declares what it moves', async () => {
    const size: Vec3 = [64, 16, 16];
    const n = volumeOf(size);
    const values = Uint8Array.from({ length: n }, (_, i) => i % 64);
    const markers = new Uint32Array(n);
    markers[0] = 1;
    engine.costs();
    await flooded(values, markers, size, { ridges: true });
    const cost = engine.costs().find(({ op }) => op === 'watershed')!;
    // Heights and seeds; descent; paths followed; first steps; sources; labels; ridges.
    const voxel = 1 + 4 + 4.5 + 8.5 + 8 + 8.5 + 12 + 12 + 16;
    // The voxels at the foot of the ramp, but the marker, are listed for their steps; each dispatch
    // by length costs 24 B.
    const listed = 24 * (16 * 16 - 1);
    const turns = 24 * (4 + 32 + 4);
    expect(cost.read + cost.write).toBe(voxel * n + listed + turns);
  });
});

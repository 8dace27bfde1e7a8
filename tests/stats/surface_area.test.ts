import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { equals } from '../../src/segmentation/equals.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { DIRECTIONS_13, directionWeights } from '../../src/stats/directions.js';
import {
  eulerNumber,
  surfaceArea,
  type AreaEstimator,
  type EulerNumberValue,
  type SurfaceAreaValue,
} from '../../src/stats/surface_area.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { drawn, scattered } from '../reference/structures.js';
import { cellsTwin, eulerTwin, facesTwin, openEulerTwin, thinTwin } from '../reference/surfaces.js';

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
type Inside = (x: number, y: number, z: number) => boolean;

async function maskOf(
  bits: Bits,
  size: Vec3,
  spacing: Vec3 = [1, 1, 1],
  on = engine,
): Promise<Node> {
  return makeNode(threshold, { volume: await on.source(bits, size, { spacing }) }, { lo: 1 });
}

async function areaOf(
  mask: Node,
  params: { estimator?: AreaEstimator; border?: 'open' | 'closed' } = {},
  within?: Node,
  on = engine,
): Promise<SurfaceAreaValue> {
  return (await on.value(makeNode(surfaceArea, { mask, within }, params))) as SurfaceAreaValue;
}

async function eulerOf(mask: Node, connectivity: 6 | 26, on = engine): Promise<number> {
  return (await eulerValue(mask, { connectivity }, on)).value;
}

async function eulerValue(
  mask: Node,
  params: { connectivity?: 6 | 26; border?: 'open' | 'closed' },
  on = engine,
): Promise<EulerNumberValue> {
  return (await on.value(makeNode(eulerNumber, { mask }, params))) as EulerNumberValue;
}

const ball =
  (c: Vec3, r: number, spacing: Vec3 = [1, 1, 1]): Inside =>
  (x, y, z) =>
    Math.hypot(x * spacing[0] - c[0], y * spacing[1] - c[1], z * spacing[2] - c[2]) <= r;

describe('published areas', () => {
  const SIZE: Vec3 = [20, 20, 20];
  const cube =
    (a: number, b: number): Inside =>
    (x, y, z) =>
      Math.min(x, y, z) >= a && Math.max(x, y, z) < b;

  test('TauFactor: cubes and a ball, by faces and marching cubes', async () => {
    const inner = await maskOf(drawn(SIZE, cube(5, 15)), SIZE);
    expect((await areaOf(inner, { estimator: 'faces' })).perVolume).toBeCloseTo(0.075, 10);
    expect((await areaOf(inner, { estimator: 'marchingCubes' })).perVolume).toBeCloseTo(0.07051, 5);
    const corner = await maskOf(drawn(SIZE, cube(0, 10)), SIZE);
    expect((await areaOf(corner, { estimator: 'faces' })).perVolume).toBeCloseTo(0.0375, 10);
    const round = await maskOf(drawn(SIZE, ball([9.5, 9.5, 9.5], 7)), SIZE);
    const faces = await areaOf(round, { estimator: 'faces' });
    expect([faces.voxels, faces.area]).toEqual([1472, 936]);
    expect(faces.perVolume).toBeCloseTo(0.117, 10);
    expect((await areaOf(round, { estimator: 'marchingCubes' })).perVolume).toBeCloseTo(0.08344, 4);
  });

  test('TauFactor: four phases', async () => {
    const values = new Uint8Array(8000);
    const paint = (value: number, inside: Inside): void => {
      drawn(SIZE, inside).forEach((bit, i) => {
        if (bit === 1) values[i] = value;
      });
    };
    paint(1, (x, y, z) => x < 10 && y < 10 && z < 5);
    paint(2, cube(5, 15));
    paint(1, (x, y, z) => x < 10 && y < 10 && z >= 15);
    paint(3, (x, y, z) => x >= 10 && y >= 10 && z >= 15);
    const volume = await engine.source(values, SIZE);
    for (const [value, fraction, perVolume] of [
      [1, 0.125, 0.05],
      [2, 0.125, 0.075],
      [3, 0.0625, 0.025],
    ] as const) {
      const phase = makeNode(equals, { grid: volume }, { values: value });
      const { voxels, total, ...area } = await areaOf(phase, { estimator: 'faces' });
      expect(voxels / total).toBe(fraction);
      expect(area.perVolume).toBeCloseTo(perVolume, 10);
    }
  });

  test('MorphoLibJ: a ball of radius 20, and eight touching cubes', async () => {
    const size: Vec3 = [50, 50, 50];
    const round = await maskOf(drawn(size, ball([25.12, 25.23, 25.34], 20)), size);
    for (const estimator of ['crofton3', 'crofton13'] as const) {
      const { area, voxels } = await areaOf(round, { estimator, border: 'closed' });
      // 5024.86 and 5028.00.
      expect(Math.abs(area - 5026)).toBeLessThan(2.001);
      expect(Math.abs(voxels - 33510)).toBeLessThanOrEqual(15);
    }
    expect(await eulerOf(round, 6)).toBe(1);
    // Eight cubes of 3³, each closed on its own, as an object in labels would be.
    const one = await maskOf(new Uint8Array(27).fill(1), [3, 3, 3]);
    const thirteen = (await areaOf(one, { border: 'closed' })).area;
    expect(Math.abs(thirteen / 41.07 - 1)).toBeLessThan(0.05);
    const three = (await areaOf(one, { estimator: 'crofton3', border: 'closed' })).area;
    expect(Math.abs(three / 36 - 1)).toBeLessThan(0.2);
  });
});

describe('what lies inside', () => {
  const ESTIMATORS = ['crofton13', 'crofton3', 'faces', 'marchingCubes'] as const;

  test.each<[string, Vec3, Vec3, number, number]>([
    // MorphoLibJ's IntrinsicVolumes3DTest: 16 of a cube of 2³, by 3 directions (its ±20 % are those
    // to the cube's 24).
    ['MorphoLibJ, 2×2×2, 3 directions', [2, 2, 2], [1, 1, 1], 16, 1e-9],
    // ITK's itkShapeLabelMapFilterGTest, GetPerimeter, by 13 directions.
    ['ITK, one voxel', [1, 1, 1], [1, 1, 1], 3.004, 0.001],
    ['ITK, 3×2×1', [3, 2, 1], [1, 1, 1], 14.62414, 0.01],
  ])('%s', async (name, box, spacing, expected, tolerance) => {
    const size: Vec3 = [7, 6, 5];
    const bits = drawn(size, (x, y, z) =>
      [x, y, z].every((n, i) => n >= 2 && n < 2 + box[i as 0 | 1 | 2]),
    );
    const estimator = name.includes('3 directions') ? 'crofton3' : 'crofton13';
    for (const border of ['open', 'closed'] as const) {
      const { area } = await areaOf(await maskOf(bits, size, spacing), { estimator, border });
      expect(Math.abs(area / expected - 1)).toBeLessThan(tolerance);
    }
  });

  test('a ball has one area, whatever volume is around it and whatever the border', async () => {
    const spacing: Vec3 = [1, 1, 1.5];
    for (const estimator of ESTIMATORS) {
      const found = await Promise.all(
        [24, 34, 61].flatMap((n) =>
          (['open', 'closed'] as const).map(async (border) => {
            const size: Vec3 = [n, n + 1, n];
            const middle: Vec3 = [12, 12, 12];
            const mask = await maskOf(drawn(size, ball(middle, 9.3, spacing)), size, spacing);
            return (await areaOf(mask, { estimator, border })).area;
          }),
        ),
      );
      for (const area of found) expect(area / found[0]!).toBeCloseTo(1, 12);
    }
  });

  test('per volume, what the border cuts is made up for: sheets of every voxel layer', async () => {
    // Layers of two along z, four apart: the crossings along each of the 13 directions are those
    // of the endless structure where pairs along z number a whole multiple of its period.
    const size: Vec3 = [10, 9, 13];
    const mask = await maskOf(
      drawn(size, (_x, _y, z) => z % 4 < 2),
      size,
    );
    const weights = directionWeights(DIRECTIONS_13, [1, 1, 1]);
    const perPair = DIRECTIONS_13.map(([, , z]) => (z === 0 ? 0 : 1 / 2));
    const expected = perPair.reduce(
      (sum, part, k) => sum + (2 * weights[k]! * part) / Math.hypot(...DIRECTIONS_13[k]!),
      0,
    );
    const { perVolume, perPhaseVolume, area, voxels, total } = await areaOf(mask);
    expect(perVolume).toBeCloseTo(expected, 12);
    expect(perPhaseVolume).toBeCloseTo((expected * total) / voxels, 12);
    expect(area).toBeLessThan(expected * total);
  });

  test('within a mask', async () => {
    const size: Vec3 = [40, 30, 30];
    const bits = drawn(size, ball([19.5, 14.5, 14.5], 10));
    const mask = await maskOf(bits, size);
    const most = await maskOf(
      drawn(size, (x, y, z) => Math.min(x, y, z) > 0),
      size,
    );
    for (const estimator of ['crofton13', 'crofton3', 'faces'] as const)
      expect((await areaOf(mask, { estimator }, most)).area).toBeCloseTo(
        (await areaOf(mask, { estimator })).area,
        9,
      );
  });
});

describe('the part that is thin', () => {
  test('equals its twin, whole and in bricks, and within a mask', async () => {
    for (const [k, size] of (
      [
        [7, 5, 3],
        [33, 2, 2],
        [70, 9, 5],
        [64, 4, 7],
      ] as const
    ).entries()) {
      // Lumps of one to some voxels.
      const coarse = scattered(volumeOf(size), 2, 3 + k);
      const at = (x: number, y: number, z: number): number =>
        coarse[(Math.floor(z / 2) * size[1] + Math.floor(y / 2)) * size[0] + Math.floor(x / 3)]!;
      const fine = scattered(volumeOf(size), 7, 30 + k);
      const bits = drawn(size, (x, y, z) => at(x, y, z) === 1);
      fine.forEach((v, i) => {
        if (v === 0) bits[i] = 1 - bits[i]!;
      });
      const part = scattered(volumeOf(size), 3, 4).map((v) => Math.min(v, 1));
      for (const on of [engine, bricked])
        for (const border of ['open', 'closed'] as const) {
          const mask = await maskOf(bits, size, [1, 1, 1], on);
          const { thin, voxels } = await areaOf(mask, { border }, undefined, on);
          expect(thin! * voxels).toBeCloseTo(thinTwin(bits, size, border).get(1) ?? 0, 9);
          if (border === 'closed') continue;
          const within = await maskOf(part, size, [1, 1, 1], on);
          const inside = await areaOf(mask, {}, within, on);
          const twin = thinTwin(bits, size, 'open', (i) => part[i] === 1).get(1) ?? 0;
          expect(inside.thin! * inside.voxels).toBeCloseTo(twin, 9);
        }
    }
  });

  test('slabs of one and two are thin, of three not; speckles are, a ball is not', async () => {
    const size: Vec3 = [40, 40, 40];
    const thinOf = async (bits: Bits): Promise<number | null> =>
      (await areaOf(await maskOf(bits, size))).thin;
    for (const [thickness, expected] of [
      [1, 1],
      [2, 1],
      [3, 0],
    ] as const)
      expect(await thinOf(drawn(size, (_x, y) => y >= 9 && y < 9 + thickness))).toBe(expected);
    expect(await thinOf(drawn(size, ball([20, 20, 20], 12)))).toBeLessThan(0.01);
    const speckles = scattered(volumeOf(size), 8, 2).map((v) => (v === 0 ? 1 : 0));
    expect(await thinOf(speckles)).toBeGreaterThan(0.95);
    expect(await thinOf(new Uint8Array(64000))).toBeNull();
  });
});

describe('Euler numbers with an open border', () => {
  test('equal their twin, whole and in bricks', async () => {
    for (const [k, size] of (
      [
        [7, 5, 3],
        [33, 2, 2],
        [70, 9, 5],
      ] as const
    ).entries()) {
      const bits = scattered(volumeOf(size), 2, 50 + k);
      const spacing: Vec3 = [1, 2, 0.5];
      for (const on of [engine, bricked])
        for (const connectivity of [6, 26] as const) {
          const mask = await maskOf(bits, size, spacing, on);
          const value = await eulerValue(mask, { connectivity, border: 'open' }, on);
          expect(value.value).toBe(openEulerTwin(bits, size, connectivity));
          expect(value.border).toBe('open');
          expect(value.connectivityDensity).toBeCloseTo(
            (1 - value.value) / ((size[0] - 1) * (size[1] - 1) * (size[2] - 1)),
            12,
          );
        }
    }
  });

  test('a lattice of rods has −2 per cell wherever it is cut; closed it has not', async () => {
    // Rods one voxel wide along all axes through the points of a cubic lattice of period 6: per
    // cell one object less three tunnels, at 6 and 26.
    const size: Vec3 = [19, 13, 13];
    const cells = 3 * 2 * 2;
    for (const shift of [0, 1, 3]) {
      const rods = drawn(size, (x, y, z) => {
        const on = [x, y, z].filter((n) => (n + shift) % 6 === 0).length;
        return on >= 2;
      });
      const mask = await maskOf(rods, size);
      for (const connectivity of [6, 26] as const) {
        const open = await eulerValue(mask, { connectivity, border: 'open' });
        expect(open.value).toBe(-2 * cells);
        expect(open.connectivityDensity).toBeCloseTo((1 + 2 * cells) / (18 * 12 * 12), 12);
      }
    }
  });

  test('pieces that share their border voxels add up; inner objects count whole', async () => {
    const size: Vec3 = [31, 11, 9];
    const bits = scattered(volumeOf(size), 2, 8);
    const cut = (from: number, to: number): Bits =>
      Uint8Array.from(bits.filter((_, i) => i % size[0] >= from && i % size[0] <= to));
    const of = async (part: Bits, width: number): Promise<number> =>
      (await eulerValue(await maskOf(part, [width, 11, 9]), { border: 'open' })).value;
    expect((await of(cut(0, 12), 13)) + (await of(cut(12, 30), 19))).toBe(await of(bits, 31));
    const inner = drawn(size, ball([15, 5, 4], 3));
    expect(await of(inner, 31)).toBe(1);
  });

  test('an empty mask has no connectivity; a slice has no open border', async () => {
    const empty = await maskOf(new Uint8Array(60), [5, 4, 3]);
    for (const border of ['open', 'closed'] as const)
      expect(await eulerValue(empty, { border })).toMatchObject({
        value: 0,
        connectivityDensity: 0,
      });
    const slice = await maskOf(new Uint8Array(20), [5, 4, 1]);
    expect(() => makeNode(eulerNumber, { mask: slice }, { border: 'open' })).toThrow(
      /eulerNumber: mask .*closed/,
    );
  });
});

describe('published Euler numbers', () => {
  const SIZE: Vec3 = [10, 10, 10];
  const shapes: readonly (readonly [string, number, Inside])[] = [
    ['a cube', 1, (x, y, z) => Math.min(x, y, z) >= 2 && Math.max(x, y, z) < 8],
    ['8 voxels', 8, (x, y, z) => [x, y, z].every((n) => n === 2 || n === 7)],
    [
      'a loop',
      0,
      (x, y, z) =>
        z === 4 &&
        Math.min(x, y) >= 2 &&
        Math.max(x, y) <= 7 &&
        [x, y].some((n) => n === 2 || n === 7),
    ],
    [
      'a hollow cube',
      2,
      (x, y, z) =>
        Math.min(x, y, z) >= 2 &&
        Math.max(x, y, z) <= 7 &&
        [x, y, z].some((n) => n === 2 || n === 7),
    ],
  ];
  test.each(shapes)('%s: %i, at 6 and 26', async (_, expected, inside) => {
    for (const on of [engine, bricked]) {
      const mask = await maskOf(drawn(SIZE, inside), SIZE, [1, 1, 1], on);
      expect([await eulerOf(mask, 6, on), await eulerOf(mask, 26, on)]).toEqual([
        expected,
        expected,
      ]);
    }
  });

  test.each([16, 32])('BoneJ: a box of wire, %i wide, −4; 5 tunnels', async (n) => {
    const size: Vec3 = [n + 2, n + 2, n + 2];
    const wire = drawn(size, (x, y, z) => {
      const at = [x, y, z];
      const inside = at.every((v) => v >= 1 && v <= n);
      return inside && at.filter((v) => v === 1 || v === n).length >= 2;
    });
    const mask = await maskOf(wire, size);
    const value = (await engine.value(makeNode(eulerNumber, { mask }))) as EulerNumberValue;
    expect(value.value).toBe(-4);
    expect(value.connectivityDensity).toBeCloseTo(5 / volumeOf(size), 12);
  });
});

test('sheets in all directions through an open border: within 8 %', async () => {
  const size: Vec3 = [50, 48, 46];
  for (const normal of [
    [1, 0, 0],
    [0.6, 0.8, 0],
    [0.36, 0.48, 0.8],
    [1, 1, 1],
    [0.2, -0.5, 0.84],
  ] as const) {
    const norm = Math.hypot(...normal);
    const period = 14;
    const along: Inside = (x, y, z) => {
      const t = (x * normal[0] + y * normal[1] + z * normal[2]) / norm + 1000 * period;
      return t % period < period / 2;
    };
    const { perVolume } = await areaOf(await maskOf(drawn(size, along), size));
    expect(Math.abs(perVolume / (2 / period) - 1)).toBeLessThan(0.08);
  }
});

describe('counts', () => {
  const SIZES: readonly Vec3[] = [
    [7, 5, 3],
    [33, 2, 2],
    [64, 5, 4],
    [70, 9, 2],
  ];
  test('equal their twins, whole and in bricks', async () => {
    for (const [k, size] of SIZES.entries()) {
      const bits = scattered(volumeOf(size), 2, 5 + k);
      const spacing: Vec3 = [1, 2, 0.5];
      for (const on of [engine, bricked]) {
        const mask = await maskOf(bits, size, spacing, on);
        for (const border of ['open', 'closed'] as const) {
          const { area } = await areaOf(mask, { estimator: 'faces', border }, undefined, on);
          expect(area).toBeCloseTo(facesTwin(bits, size, spacing, border), 9);
        }
        for (const connectivity of [6, 26] as const)
          expect(await eulerOf(mask, connectivity, on)).toBe(eulerTwin(bits, size, connectivity));
      }
    }
  });

  test('bricks change nothing', async () => {
    const size: Vec3 = [70, 9, 8];
    const bits = scattered(volumeOf(size), 2, 9);
    const part = scattered(volumeOf(size), 3, 4).map((v) => Math.min(v, 1));
    for (const estimator of ['crofton13', 'crofton3', 'faces', 'marchingCubes'] as const)
      for (const border of ['open', 'closed'] as const) {
        const [whole, parts] = await Promise.all(
          [engine, bricked].map(async (on) =>
            areaOf(await maskOf(bits, size, [1, 1, 1], on), { estimator, border }, undefined, on),
          ),
        );
        expect(parts).toEqual(whole);
      }
    const inside = await Promise.all(
      [engine, bricked].map(async (on) =>
        areaOf(
          await maskOf(bits, size, [1, 1, 1], on),
          {},
          await maskOf(part, size, [1, 1, 1], on),
          on,
        ),
      ),
    );
    expect(inside[1]).toEqual(inside[0]);
    expect(inside[0]!.total).toBe(part.reduce((sum, v) => sum + v, 0));
  });

  test('the cells of a kind', () => {
    const size: Vec3 = [4, 3, 3];
    const bits = scattered(36, 2, 1);
    expect(cellsTwin(bits, size, 'closed').reduce((sum, n) => sum + n, 0)).toBe(5 * 4 * 4);
  });
});

describe('special masks', () => {
  test('empty, full, one voxel, one slice', async () => {
    const size: Vec3 = [6, 5, 4];
    const empty = await maskOf(new Uint8Array(120), size);
    expect(await areaOf(empty)).toMatchObject({ area: 0, perVolume: 0, perPhaseVolume: null });
    const full = await maskOf(new Uint8Array(120).fill(1), size);
    expect(await areaOf(full)).toMatchObject({ area: 0, perPhaseVolume: 0 });
    expect((await areaOf(full, { estimator: 'faces', border: 'closed' })).area).toBe(
      2 * (30 + 24 + 20),
    );
    expect([await eulerOf(empty, 6), await eulerOf(full, 6)]).toEqual([0, 1]);
    const one = await maskOf(Uint8Array.of(1), [1, 1, 1], [1, 1, 2]);
    expect((await areaOf(one, { estimator: 'faces', border: 'closed' })).area).toBe(10);
    await expect(async () => areaOf(one)).rejects.toThrow(/at least 2 voxels.*closed/);
    const within = await maskOf(new Uint8Array(120), size);
    expect(await areaOf(full, {}, within)).toMatchObject({ area: 0, perVolume: 0, total: 0 });
    expect(() =>
      makeNode(surfaceArea, { mask: full, within }, { estimator: 'marchingCubes' }),
    ).toThrow(/open border/);
  });

  test('weights of directions', () => {
    // Legland, Kiêu and Devaux, Image Anal. Stereol. 26 (2007) 83.
    const weights = directionWeights(DIRECTIONS_13, [1, 1, 1]);
    expect(weights[0]).toBeCloseTo(2 * 0.04577789120476, 10);
    expect(weights[3]).toBeCloseTo(2 * 0.03698062787608, 10);
    expect(weights[9]).toBeCloseTo(2 * 0.03519563978232, 10);
    for (const spacing of [
      [1, 1, 3],
      [0.2, 1, 5],
    ] as const) {
      const sum = directionWeights(DIRECTIONS_13, spacing).reduce((a, b) => a + b, 0);
      expect(sum).toBeCloseTo(1, 9);
    }
    expect(directionWeights(DIRECTIONS_13.slice(0, 3), [1, 2, 3])).toEqual([
      expect.closeTo(1 / 3, 9),
      expect.closeTo(1 / 3, 9),
      expect.closeTo(1 / 3, 9),
    ]);
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { can } from '../../src/cell/can.js';
import { raysAbout } from '../../src/cell/can.gpu.js';
import { canNode } from '../../src/cell/can.js';
import { measureCan } from '../../src/cell/can_measure.js';
import { rayCentre, raysFromRim } from '../../src/cell/can_rays.js';
import { canPlace, RAY_WORDS, SEARCH_RAYS } from '../../src/cell/can_place.gpu.js';
import { canSearch, searchCentre, type CanPlace } from '../../src/cell/can_search.js';
import type { CanValue } from '../../src/cell/can_value.js';
import {
  CUT_EDGE,
  NO_EDGE,
  PROFILE_BEFORE,
  PROFILE_SAMPLES,
} from '../../src/kernels/cell/index.js';
import { asVolume } from '../../src/filters/as_volume.js';
import { cast } from '../../src/filters/cast.js';
import { combine } from '../../src/filters/combine.js';
import type { GridArray } from '../../src/recipe/dtype.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { gridMeta, makeNode, type Node } from '../../src/recipe/op.js';
import { shape } from '../../src/segmentation/shape.js';
import { Random } from '../../src/synthetic/random.js';
import { Lab } from '../../src/volume/lab.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { testNonFinite } from '../ops/non_finite.js';
import { testTraffic } from '../ops/traffic.js';
import { contourTwin, searchTwin } from '../reference/can.js';
import { AIR, drawnCan, STEEL, type DrawnCan } from './drawn_can.js';

let engine: TestEngine;
let bricked: TestEngine;
let lab: Lab;
beforeAll(async () => {
  engine = await openTestEngine();
  bricked = await openTestEngine({ brick: [32, 16, 3] });
  lab = new Lab(engine.engine);
});
afterAll(async () => {
  await engine.close();
  await bricked.close();
});

const OPTIONS = { dentDepth: { voxels: 0.5 }, sigmas: 5 } as const;
const TURN = 2 * Math.PI;

/** Rows of a table of whole numbers. */
function rowsOf(table: Int32Array, width: number): number[][] {
  return Array.from({ length: table.length / width }, (_, i) => [
    ...table.subarray(width * i, width * (i + 1)),
  ]);
}

const SMALL: DrawnCan = {
  size: [90, 84, 7],
  ...{ a: 38, b: 36.5, angle: 0.6, centre: [44.3, 41.2], tilt: [0.05, -0.08], wall: 4 },
  ...{ noise: 0.08, dents: [{ depth: 3, theta: 6.2, halfAngle: 0.4, z: 3, halfHeight: 4 }] },
};

/** The same can in other dtypes: with NaN and infinities where floats allow. */
function cases(): readonly (readonly [name: string, data: GridArray])[] {
  const data = drawnCan(SMALL);
  const float = Float32Array.from(data, (v) => v / 7 - 3);
  for (const [i, odd] of [NaN, Infinity, -Infinity].entries()) float[3000 + 997 * i] = odd;
  return [
    ['u8', data],
    ['u16', Uint16Array.from(data, (v) => 200 * v)],
    ['i16', Int16Array.from(data, (v) => 250 * v - 30000)],
    ['f32', float],
  ];
}

describe('edges on rays', () => {
  test.each(cases())('are those of plain loops, %s, whole and in bricks', async (_, data) => {
    const { size } = SMALL;
    const spacing: Vec3 = [0.5, 0.6, 2];
    for (const on of [engine, bricked]) {
      const volume = await on.source(data, size, { spacing, origin: [3, -2, 1], unit: 'mm' });
      const meta = gridMeta(volume);
      const node = canNode(volume, { ...OPTIONS, threshold: undefined });
      const place = (await on.value(node.inputs['place']!)) as CanPlace;
      const level = (await on.value(node.inputs['place']!.inputs['level']!)) as number;
      const centre = searchCentre(meta, null);
      const rim = raysFromRim(meta, centre, SEARCH_RAYS);
      const searched = Array.from({ length: size[2] }, (_, slice) => {
        const words = new Uint32Array(SEARCH_RAYS * RAY_WORDS);
        const floats = new Float32Array(words.buffer);
        searchTwin({ data, size }, slice, {
          rays: rowsOf(rim, 5),
          ...{ level, least: 4, before: PROFILE_BEFORE, profile: PROFILE_SAMPLES },
        }).forEach(({ edge, profile }, ray) => {
          words[RAY_WORDS * ray] = edge < 0 ? NO_EDGE : edge === 0 ? CUT_EDGE : edge;
          floats.set(profile, RAY_WORDS * ray + 1);
        });
        return { slice, words };
      });
      expect(place).toEqual(canPlace(searched, meta, rim, centre, level, null));

      const found = (await on.value(node)) as CanValue;
      const rays = raysAbout(meta, place, null);
      const slabs = Array.from({ length: size[2] }, (_, slice) => ({
        first: slice,
        crossings: Float32Array.from(
          contourTwin({ data, size }, slice, {
            rays: rowsOf(rays.table, 4) as unknown as [number, number, number, number][],
            centre: rayCentre(meta, place, slice),
            ...{ samples: rays.samples, least: 3, threshold: place.threshold },
            gain: 16384 / (place.steel - place.air),
          }).flat(),
        ),
      }));
      expect(found).toEqual(measureCan(slabs, meta, rays, place, OPTIONS));
      expect(found.seen).toBeGreaterThan(0.99);
    }
  });
});

describe('ellipses, walls and dents', () => {
  test('come out over 24 seeds of noise: no dent is missed, and none invented', async () => {
    let [worstAxis, worstCentre, worstWall, worstDepth, worstTheta] = [0, 0, 0, 0, 0];
    let [inside, counted] = [0, 0];
    for (let seed = 1; seed <= 24; seed += 1) {
      const random = new Random(seed, [7, 7]);
      const between = (low: number, high: number): number => low + (high - low) * random.uniform();
      const [a, ratio, angle] = [between(64, 70), between(0.95, 1), between(0, Math.PI)];
      const b = a * ratio;
      const centre: [number, number] = [between(75, 80), between(75, 80)];
      const tilt: [number, number] = [between(-0.1, 0.1), between(-0.1, 0.1)];
      const wall = between(5, 8);
      const dents = Array.from({ length: seed % 3 }, (_, i) => ({
        ...{ depth: between(3, 6), theta: (between(0, 1) + 2.8 * i) % TURN },
        ...{ halfAngle: between(0.15, 0.3), z: between(3, 8), halfHeight: between(5, 9) },
      }));
      const drawn = { a, b, angle, centre, tilt, wall, dents, noise: 0.15, seed };
      const size: Vec3 = [156, 156, 12];
      const scan = await lab.open({ data: drawnCan({ size, ...drawn }), size });
      const found = await scan.can();
      worstAxis = Math.max(
        worstAxis,
        Math.abs(found.majorAxis.value / 2 - a),
        Math.abs(found.minorAxis.value / 2 - b),
      );
      found.slices.x.forEach((x, k) => {
        const off = Math.hypot(
          x - centre[0] - tilt[0] * k,
          found.slices.y[k]! - centre[1] - tilt[1] * k,
        );
        worstCentre = Math.max(worstCentre, off);
        counted += 1;
        const error = found.slices.majorAxisError[k]!;
        if (Math.abs(found.slices.majorAxis[k]! - 2 * a) < 2.5 * error) inside += 1;
      });
      worstWall = Math.max(worstWall, Math.abs(found.wallMedian - wall));
      expect(found.dents).toHaveLength(dents.length);
      for (const dent of dents) {
        const apart = (theta: number): number => Math.abs(Math.sin((theta - dent.theta) / 2)) * 2;
        const own = found.dents.find(({ theta }) => apart(theta) < dent.halfAngle)!;
        expect(own).toBeDefined();
        worstDepth = Math.max(worstDepth, Math.abs(own.depth - dent.depth));
        worstTheta = Math.max(worstTheta, apart(own.theta));
        expect(Math.abs(own.z - dent.z)).toBeLessThanOrEqual(3.5);
        expect(own.area).toBeGreaterThan(50);
      }
    }
    // In voxels. The wall's inner side lies too far in, since the inside is brighter than air.
    expect(worstAxis).toBeLessThan(0.05);
    expect(worstCentre).toBeLessThan(0.08);
    expect(worstWall).toBeLessThan(0.45);
    expect(worstDepth).toBeLessThan(0.5);
    expect(worstTheta).toBeLessThan(0.1);
    // Of intervals of ± 2.5 standard errors.
    expect(inside / counted).toBeGreaterThan(0.93);
  }, 300_000);

  test('without noise, and without an electrode inside, the wall has no bias', async () => {
    for (const [a, b, wall] of [
      [60, 60, 5],
      [61.3, 58.2, 7.4],
      [66, 50, 3.2],
    ] as const) {
      const size: Vec3 = [140, 140, 1];
      const drawn = { a, b, angle: 1, centre: [70.2, 69.1], wall, size } as const;
      const data = drawnCan({ ...drawn, inside: AIR });
      const scan = await lab.open({ data, size });
      const found = await scan.can({ threshold: (AIR + STEEL) / 2 });
      expect(found.unit).toBe('px');
      // An edge as sharp as a voxel: where it runs along the grid, lines between 1, c and 0 cross ½
      // up to 0.09 voxel beside it (at c = 0.3), here and there, which leaves this of the axes.
      expect(Math.abs(found.majorAxis.value - 2 * a)).toBeLessThan(0.03);
      expect(Math.abs(found.minorAxis.value - 2 * b)).toBeLessThan(0.03);
      // Drawn along the radius: along the normal of the last ellipse it is up to 4 % thinner.
      const thinner = a / b > 1.1 ? 0.04 * wall : 0;
      expect(Math.abs(found.wallMedian - wall)).toBeLessThan(0.03 + thinner);
      const off = Math.abs(Math.sin(found.orientation.value - 1));
      if (a === b) expect(found.orientation.standardError).toBeNaN();
      else expect(off).toBeLessThan(0.01);
      expect([found.seen, found.cut, found.dents.length]).toEqual([1, 0, 0]);
    }
  });
});

describe('what a can may be', () => {
  const ROUND: DrawnCan = { size: [120, 120, 3], a: 50, b: 49, centre: [59, 60], wall: 5 };

  test('voxels of two sizes give lengths, not voxels', async () => {
    const size: Vec3 = [130, 90, 2];
    // Half as many voxels along y, of twice the size.
    const fine = drawnCan({ ...ROUND, size: [130, 180, 2], centre: [62.4, 88.5], angle: 0.4 });
    const data = Uint8Array.from({ length: 130 * 90 * 2 }, (_, i) => {
      const [x, y, z] = [i % 130, Math.floor(i / 130) % 90, Math.floor(i / (130 * 90))];
      const at = 130 * (180 * z + 2 * y) + x;
      return Math.round((fine[at]! + fine[at + 130]!) / 2);
    });
    const spacing: Vec3 = [0.1, 0.2, 0.5];
    const scan = await lab.open({ data, size }, { spacing, unit: 'mm', origin: [1, 2, 3] });
    const found = await scan.can();
    expect(found.majorAxis.value).toBeCloseTo(10, 1.5);
    expect(found.minorAxis.value).toBeCloseTo(9.8, 1.5);
    expect(found.axis.x).toBeCloseTo(1 + 6.24, 2);
    // The first coarse row is the mean of the fine rows 0 and 1.
    expect(found.axis.y).toBeCloseTo(2 + 8.85 - 0.05, 2);
    expect([...found.slices.z]).toEqual([3, 3.5]);
    expect(found.majorAxis.unit).toBe('mm');
  });

  test('a field of view that cuts it is said, and refused where a third is cut', async () => {
    const { size } = ROUND;
    const data = drawnCan({ ...ROUND, centre: [59, 40] });
    const scan = await lab.open({ data, size });
    const found = await scan.can();
    // Rays beyond y = 0: those within acos(40 / 49.5) of −y.
    expect(found.cut).toBeCloseTo(Math.acos(40 / 49.2) / Math.PI, 2);
    expect(found.seen + found.cut).toBeGreaterThan(0.99);
    expect(found.majorAxis.value).toBeCloseTo(100, 0.5);
    expect(found.dents).toEqual([]);
    const half = await lab.open({ data: drawnCan({ ...ROUND, centre: [59, 3] }), size });
    await expect(half.can({ centre: [59, 10] })).rejects.toMatchObject({
      code: 'invalid-argument',
      details: { parameter: 'volume' },
    });
    await expect(half.can({ centre: [59, 10] })).rejects.toThrow(/cut .* on 4\d %/);
    const within = await lab.open({ data: drawnCan({ ...ROUND, a: 90, b: 90 }), size });
    await expect(within.can({ threshold: 50 })).rejects.toThrow(/end within the can/);
  });

  test('what is no ellipse is no can: a pouch is refused', async () => {
    const size = [96, 64, 1] as const;
    const data = Uint8Array.from({ length: 96 * 64 }, (_, i) => {
      const off = [Math.abs((i % 96) - 47.5) - 38, Math.abs(Math.floor(i / 96) - 31.5) - 18];
      const outside = Math.max(...off);
      return outside > 3 ? AIR : outside > 0 ? STEEL : 100;
    });
    const scan = await lab.open({ data, size });
    await expect(scan.can({ threshold: 125 })).rejects.toMatchObject({ code: 'invalid-argument' });
    await expect(scan.can({ threshold: 125 })).rejects.toThrow(/off an ellipse .* mask\.sheets/);
  });

  test('what holds none is refused, and so are points and levels outside', async () => {
    const { size } = ROUND;
    const flat = Uint8Array.from({ length: 120 * 120 * 3 }, (_, i) => (i % 120 < 60 ? 3 : 9));
    const none = await lab.open({ data: flat, size });
    await expect(none.can({ threshold: 50 })).rejects.toThrow(/nothing rises above the level 50/);
    const scan = await lab.open({ data: drawnCan(ROUND), size });
    await expect(scan.can({ threshold: 189.9 })).resolves.toBeDefined();
    await expect(scan.can({ threshold: 195 })).rejects.toMatchObject({ code: 'invalid-argument' });
    await expect(scan.can({ centre: [130, 3] }).run()).rejects.toThrow(/a point in the slices/);
    await expect(scan.can({ rays: 8 }).run()).rejects.toThrow(/from 32 to 16384/);
    const few = await scan.can({ rays: 32 });
    expect(few.map.angles).toBe(32);
    expect(few.majorAxis.value).toBeCloseTo(100, 1);
  });

  test('a point inside finds one that does not hold the middle', async () => {
    const size: Vec3 = [160, 80, 1];
    const data = drawnCan({ size, a: 30, b: 30, centre: [38, 41], wall: 4 });
    const scan = await lab.open({ data, size });
    const found = await scan.can({ centre: [45, 36] });
    expect(found.slices.x[0]).toBeCloseTo(38, 1);
    expect(found.slices.y[0]).toBeCloseTo(41, 1);
  });

  test('a Gaussian before makes noise of a third of the contrast bearable', async () => {
    const size: Vec3 = [150, 150, 6];
    const data = drawnCan({ ...ROUND, size, a: 62, b: 60, centre: [75, 74], wall: 8, noise: 0.3 });
    const scan = await lab.open({ data, size });
    const found = await scan.can({ smooth: 1.5 });
    expect(Math.abs(found.majorAxis.value - 124)).toBeLessThan(0.2);
    expect(Math.abs(found.minorAxis.value - 120)).toBeLessThan(0.2);
    expect(found.dents).toEqual([]);
  });
});

/** A ring of 1 in 0 on the grid of a volume, whose own values do not count. */
function ringOn(volume: Node): Node {
  const [nx, ny, nz] = gridMeta(volume).size;
  const disc = (radius: number): Node => {
    const end = (z: number): readonly number[] => [(nx - 1) / 2, (ny - 1) / 2, z];
    const given = { type: 'cylinder', from: end(-1), to: end(nz), radius };
    return makeNode(shape, { grid: volume }, { shape: given });
  };
  const ring = makeNode(combine, { a: disc(28), b: disc(24) }, { operator: 'subtract' });
  return makeNode(cast, { volume: makeNode(asVolume, { grid: ring }) }, { dtype: 'u8' });
}

const ringCan = (volume: Node): Node => canNode(ringOn(volume), { ...OPTIONS, threshold: 0.5 });

// Of 64×64×8 voxels, all of them: 256 rays of 64 samples would read more.
testTraffic(canSearch, () => engine, ringCan, {
  dispatches: 1,
  perVoxel: 1,
  besides: 20 * SEARCH_RAYS + 4 * RAY_WORDS * SEARCH_RAYS * 8,
});

// 177 rays of a fifth of 28.5 voxels, two samples each.
testTraffic(can, () => engine, ringCan, {
  dispatches: 1,
  perVoxel: 0,
  mostPerVoxel: 0.6,
  besides: 16 * 176 + 8 * 8 + 8 * 176 * 8,
});

const nanIsAir = async (): Promise<void> => {
  const { size } = SMALL;
  const data = Float32Array.from(drawnCan({ ...SMALL, noise: 0 }));
  const options = { ...OPTIONS, threshold: 125 };
  const clean = await engine.value(canNode(await engine.source(data, size), options));
  const odd = data.slice();
  // Air beside the can, and the bright middle, which no ray reaches.
  for (const [i, value] of [NaN, -Infinity].entries()) {
    odd[3 * 90 * 84 + 2 * 90 + 2 + i] = value;
    odd[42 * 90 + 44 + i] = value;
  }
  const found = (await engine.value(canNode(await engine.source(odd, size), options))) as CanValue;
  expect(found).toEqual(clean);
  // A hole in the wall is one: the ray goes on.
  const holed = data.slice();
  for (let x = 75; x < 90; x += 1) holed[2 * 90 * 84 + 41 * 90 + x] = NaN;
  const { seen } = (await engine.value(
    canNode(await engine.source(holed, size), options),
  )) as CanValue;
  expect(seen).toBeLessThan((clean as CanValue).seen);
};
testNonFinite(can, nanIsAir);
testNonFinite(canSearch, nanIsAir);

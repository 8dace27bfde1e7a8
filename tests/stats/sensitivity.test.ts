import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Lab } from '../../src/index.js';
import { openEngine } from '../../src/engine/index.js';
import { DTYPE_NAMES, type Dtype } from '../../src/recipe/dtype.js';
import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { levelCrossings, type LevelCrossings } from '../../src/stats/level_crossings.js';
import { thresholdLevels, type ThresholdLevels } from '../../src/stats/threshold_levels.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { testNonFinite } from '../ops/non_finite.js';
import { testTraffic } from '../ops/traffic.js';
import { levelCrossingsTwin } from '../reference/level_crossings.js';
import { asMask, scattered, SIZES, stream } from './inputs.js';

let engine: TestEngine;
let bricked: TestEngine;
let lab: Lab;
beforeAll(async () => {
  engine = await openTestEngine();
  bricked = await openTestEngine({ brick: [32, 4, 3] });
  lab = await openEngine();
});
afterAll(async () => {
  await engine.close();
  await bricked.close();
  await lab.dispose();
});

const levelsOf = (given: number, delta: number, steps: number) =>
  makeNode(thresholdLevels, {}, { given, delta, steps });

function countsOf(
  volume: Node,
  [given, delta, steps]: readonly [number, number, number],
  within?: Node,
  nanAbove = false,
) {
  return makeNode(
    levelCrossings,
    { volume, within, levels: levelsOf(given, delta, steps) },
    { nanAbove },
  );
}

/** A threshold and a delta among the values of {@link scattered}. */
const ABOUT: Readonly<Record<Dtype, readonly [number, number]>> = {
  u8: [100, 40],
  i8: [-5, 60],
  u16: [30000, 20000],
  i16: [0, 16000],
  u32: [2 ** 31, 2 ** 30],
  i32: [-7, 2 ** 30],
  f32: [40, 45],
};

describe('levelCrossings', () => {
  test.each(DTYPE_NAMES)('counts %s as masks one by one, whole and in bricks', async (dtype) => {
    for (const size of SIZES)
      for (const steps of [1, 16])
        for (const limited of [false, true]) {
          const data = scattered(dtype, size, 3);
          const inside = scattered('u8', size, 9).map((v) => v % 2);
          const about = [...ABOUT[dtype], steps] as const;
          const { levels } = (await engine.value(levelsOf(...about))) as ThresholdLevels;
          const nanAbove = limited && dtype === 'f32';
          const wanted = levelCrossingsTwin(
            data,
            size,
            levels,
            (at) => !limited || inside[at] === 1,
            nanAbove,
          );
          for (const on of [engine, bricked]) {
            const within = limited ? asMask(await on.source(inside, size)) : undefined;
            const node = countsOf(await on.source(data, size), about, within, nanAbove);
            const { total, above, pairs, crossings } = (await on.value(node)) as LevelCrossings;
            expect({
              total,
              above: [...above],
              pairs,
              crossings: crossings.map((of) => [...of]),
            }).toEqual(wanted);
          }
        }
  });

  test('counts where no value lies above the last levels, or all above the first', async () => {
    for (const [dtype, given, delta] of [
      ['u8', 250, 10],
      ['u8', 3, 10],
      ['u32', 2 ** 32 - 2, 8],
      ['i8', -125, 9],
    ] as const) {
      const size: Vec3 = [37, 3, 2];
      const data = scattered(dtype, size);
      const about = [given, delta, 4] as const;
      const { levels } = (await engine.value(levelsOf(...about))) as ThresholdLevels;
      const counts = (await engine.value(
        countsOf(await engine.source(data, size), about),
      )) as LevelCrossings;
      const wanted = levelCrossingsTwin(data, size, levels, () => true);
      expect([...counts.above]).toEqual(wanted.above);
      expect(counts.crossings.map((of) => [...of])).toEqual(wanted.crossings);
    }
  });

  testTraffic(
    levelCrossings,
    () => engine,
    (volume) => countsOf(volume, [1, 1, 8]),
    {
      dispatches: 2,
      perVoxel: 3,
      besides: 8 * 1795,
    },
  );

  testNonFinite(levelCrossings, async () => {
    const data = Float32Array.of(NaN, 1, 2, NaN, Infinity, -Infinity, 0, NaN);
    const size: Vec3 = [8, 1, 1];
    for (const nanAbove of [false, true]) {
      const node = countsOf(await engine.source(data, size), [1, 0.5, 1], undefined, nanAbove);
      const { above, crossings } = (await engine.value(node)) as LevelCrossings;
      const wanted = levelCrossingsTwin(data, size, [0, 0.5, 1, 1.5, 2], () => true, nanAbove);
      expect([[...above], [...crossings[0]!]]).toEqual([wanted.above, wanted.crossings[0]]);
    }
  });
});

describe('sensitivity', () => {
  /** Noisy balls of 60 on 160, f32 or u8. */
  function balls(size: Vec3, seed: number): Float32Array<ArrayBuffer> {
    const random = stream(seed);
    const centres = Array.from({ length: 12 }, () => size.map((n) => n * random()));
    return Float32Array.from({ length: volumeOf(size) }, (_, i) => {
      const at = [
        i % size[0],
        Math.floor(i / size[0]) % size[1],
        Math.floor(i / size[0] / size[1]),
      ];
      const depth = Math.max(...centres.map((c) => 6 - Math.hypot(...c.map((x, k) => x - at[k]!))));
      const noise = 6 * (random() + random() + random() + random() - 2);
      return 110 + 50 * Math.tanh(depth) + noise;
    });
  }

  test('gives at every level what threshold, fraction and surfaceArea give', async () => {
    const size: Vec3 = [33, 30, 28];
    for (const dtype of ['f32', 'u8'] as const) {
      const data = balls(size, 4);
      const scan = await lab.open(
        { data: dtype === 'f32' ? data : Uint8Array.from(data, Math.round), size },
        { spacing: [0.5, 0.5, 0.75], unit: 'µm' },
      );
      const mask = scan.otsu();
      const within = scan.threshold({ lo: 60 });
      for (const estimator of ['crofton13', 'crofton3', 'faces'] as const)
        for (const limited of [undefined, within]) {
          const found = await mask.sensitivity({ estimator, delta: 8, steps: 2, within: limited });
          const [threshold] = await mask.thresholds();
          expect(found.threshold).toBe(threshold);
          expect(found.curve.threshold.length).toBe(9);
          for (const [i, level] of found.curve.threshold.entries()) {
            const above = scan.threshold({ hi: level }).invert();
            const { value } = await above.fraction({ within: limited });
            const { perVolume } = await above.surfaceArea({ estimator, within: limited });
            expect(found.curve.fraction[i]).toBeCloseTo(value, 12);
            expect(found.curve.surfacePerVolume?.[i]).toBeCloseTo(perVolume, 12);
          }
          const own = await mask.fraction({ within: limited });
          expect(found.fraction.value).toBe(own.value);
          expect(found.fraction.samplingInterval).toEqual(own.interval);
          expect(found.fraction.thresholdRange).toEqual([
            found.curve.fraction[6],
            found.curve.fraction[2],
          ]);
        }
    }
  });

  test('knows the threshold of a mask, its side, and its inverse', async () => {
    const size: Vec3 = [20, 12, 9];
    const data = Uint8Array.from(balls(size, 2), Math.round);
    const floats = Float32Array.from(data);
    floats.set([NaN, NaN, NaN], 400);
    for (const [scan, below] of [
      [await lab.open({ data, size }), 99],
      [await lab.open({ data: floats, size }), 99.99999237060547],
    ] as const)
      for (const [mask, threshold, side] of [
        [scan.threshold({ lo: 100 }), below, 'above'],
        [scan.threshold({ lo: 100 }).invert(), below, 'below'],
        [scan.threshold({ hi: 100 }), 100, 'below'],
        [scan.threshold({ hi: 100 }).invert(), 100, 'above'],
        [scan.li().invert().invert(), (await scan.li().thresholds())[0], 'above'],
      ] as const) {
        const found = await mask.sensitivity({ delta: 3, steps: 1, sizes: true });
        expect([found.threshold, found.side]).toEqual([threshold, side]);
        expect(found.curve.fraction[2]).toBe((await mask.fraction()).value);
        // Masks made anew hold the same voxels: so many objects.
        expect(found.steps[1]?.d50?.count).toBe(await mask.separate().count());
        expect(found.steps.map(({ threshold: at }) => at)).toEqual([
          threshold! - 3,
          threshold,
          threshold! + 3,
        ]);
      }
  });

  test('measures D50 and tortuosity anew as masks of their own would', async () => {
    const size: Vec3 = [32, 28, 26];
    const data = Uint8Array.from(balls(size, 7), Math.round);
    const scan = await lab.open({ data, size }, { spacing: [0.5, 0.5, 0.5], unit: 'µm' });
    const pores = scan.threshold({ hi: 110 });
    const { steps } = await pores.sensitivity({
      delta: 12,
      sizes: true,
      tortuosity: 'x',
      thresholds: 5,
    });
    expect(steps.map(({ threshold }) => threshold)).toEqual([98, 104, 110, 116, 122]);
    for (const { threshold, d50, tortuosityFactor } of steps) {
      const own = scan.threshold({ hi: threshold });
      const { number, volume, count } = await own.separate().sizeDistribution();
      expect(d50).toEqual({ number: number.d50, volume: volume.d50, count });
      const { tortuosityFactor: factor } = await own.tortuosity({ axis: 'x' });
      expect(tortuosityFactor).toBe(factor);
    }
  });

  test('moves the threshold by the noise where no delta is given', async () => {
    const size: Vec3 = [40, 40, 24];
    const data = balls(size, 5);
    const scan = await lab.open({ data, size });
    const found = await scan.otsu().sensitivity();
    expect([found.delta, found.deltaFrom]).toEqual([await scan.noise(), 'noise']);
    // Sums of four uniform numbers: 6 / √3.
    expect(Math.abs(found.delta / (6 / Math.sqrt(3)) - 1)).toBeLessThan(0.1);
    // Steps of two voxels: blocks of one value, without noise.
    const slope = Uint8Array.from(data, (_, i) => Math.floor((i % 40) / 2));
    const smooth = await (await lab.open({ data: slope, size })).otsu().sensitivity();
    expect([smooth.delta, smooth.deltaFrom, smooth.noise]).toEqual([1, 'grey level', 0]);
    const floats = await lab.open({ data: Float32Array.from(slope), size });
    await expect(floats.otsu().sensitivity().run()).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringMatching(/delta.*no noise to tell it by/) as string,
    });
  });

  test('carries the sampling interval over to other fractions', async () => {
    const size: Vec3 = [48, 48, 40];
    const scan = await lab.open({ data: balls(size, 6), size });
    const { curve, fraction } = await scan.otsu().sensitivity();
    const middle = (curve.threshold.length - 1) / 2;
    expect(fraction.samplingInterval).not.toBeNull();
    expect([curve.sampling?.lo[middle], curve.sampling?.hi[middle]]).toEqual([
      expect.closeTo(fraction.samplingInterval![0], 12) as number,
      expect.closeTo(fraction.samplingInterval![1], 12) as number,
    ]);
    // Every bound is as many of its own standard deviations off.
    const off = (bound: number, p: number): number => (bound - p) / Math.sqrt(bound * (1 - bound));
    const most = off(fraction.samplingInterval![1], fraction.value);
    expect(most).toBeGreaterThan(0);
    curve.fraction.forEach((p, i) => {
      expect(off(curve.sampling!.lo[i]!, p)).toBeCloseTo(-most, 10);
      expect(off(curve.sampling!.hi[i]!, p)).toBeCloseTo(most, 10);
    });
  });

  test('has no surface of an image, and refuses masks that no one threshold made', async () => {
    const size: Vec3 = [30, 20, 1];
    const scan = await lab.open({ data: balls(size, 8), size });
    const { surface, curve } = await scan.otsu().sensitivity();
    expect([surface, curve.surfacePerVolume]).toEqual([null, null]);
    for (const [name, mask] of Object.entries({
      band: scan.threshold({ lo: 90, hi: 120 }),
      opened: scan.otsu().open({ radius: 1 }),
      all: scan.threshold({ lo: -Infinity }),
      both: scan.otsu().and(scan.li()),
    }))
      await expect(mask.sensitivity().run(), name).rejects.toThrow(/one threshold made it/);
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeArray, type Dtype, type GridArray } from '../../src/recipe/dtype.js';
import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { keyToValue, valueToKey } from '../../src/recipe/keys.js';
import { makeNode } from '../../src/recipe/op.js';
import { bestEnds, ClassCosts, leastCosts } from '../../src/segmentation/least_squares_classes.js';
import { multiOtsuNode } from '../../src/segmentation/multi_otsu.js';
import { binsToDivide } from '../../src/segmentation/otsu_candidates.js';
import { otsuBins } from '../../src/segmentation/otsu_keys.js';
import { otsuNode } from '../../src/segmentation/otsu_level.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { valueGroups } from '../../src/segmentation/value_groups.js';
import {
  HALVES,
  keyBins,
  keyCounts,
  type KeyBins,
  type KeyCounts,
} from '../../src/stats/key_bins.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { testNonFinite } from '../ops/non_finite.js';
import { otsuClassesTwin, squaresOf, valueCounts } from '../reference/otsu.js';
import { asMask, scattered, stream } from '../stats/inputs.js';

let whole: TestEngine;
let bricked: TestEngine;
beforeAll(async () => {
  whole = await openTestEngine();
  bricked = await openTestEngine({ brick: [32, 5, 4] });
});
afterAll(async () => {
  await whole.close();
  await bricked.close();
});

const WIDE = ['u32', 'i32', 'f32'] as const;
const NAMES = ['a', 'b', 'c', 'd', 'e'];

async function otsuOf(on: TestEngine, data: GridArray, size: Vec3): Promise<number> {
  return (await on.value(otsuNode(await on.source(data, size)))) as number;
}

async function classesOf(on: TestEngine, data: GridArray, count: number): Promise<number[]> {
  const node = multiOtsuNode(await on.source(data, [data.length, 1, 1]), NAMES.slice(0, count));
  return Array.from(await on.grid(node));
}

/** What the kernels count, from the definition. */
function levelsTwin(data: GridArray, dtype: Dtype): { bins: KeyBins; all: KeyCounts } {
  const { values, counts } = valueCounts(data);
  const keys = values.map((v) => valueToKey(v, dtype));
  const bins = {
    dtype,
    counts: new Float64Array(HALVES),
    sums: new Float64Array(HALVES),
    least: new Uint16Array(HALVES).fill(0xffff),
    greatest: new Uint16Array(HALVES),
    nan: data.filter((v) => Number.isNaN(v)).length,
    infinite: data.filter((v) => Math.abs(v) === Infinity).length,
  };
  keys.forEach((key, i) => {
    const [bin, low] = [Math.floor(key / HALVES), key % HALVES];
    bins.counts[bin]! += counts[i]!;
    bins.sums[bin]! += counts[i]! * low;
    bins.least[bin] = Math.min(bins.least[bin]!, low);
    bins.greatest[bin] = Math.max(bins.greatest[bin]!, low);
  });
  return { bins, all: { keys: Uint32Array.from(keys), counts: Float64Array.from(counts) } };
}

describe.each(WIDE)('two-level histogram of %s', (dtype) => {
  test('equals its twin, in bricks and within a mask too', async () => {
    const size: Vec3 = [70, 19, 11];
    const data = scattered(dtype, size);
    const kept = Uint8Array.from(data, (_, i) => (i % 5 < 3 ? 1 : 0));
    for (const masked of [false, true]) {
      const { bins, all } = levelsTwin(masked ? data.filter((_, i) => kept[i] === 1) : data, dtype);
      const chosen = Uint32Array.from(bins.counts.keys()).filter(
        (bin) => bins.counts[bin]! > 0 && bin % 3 === 0,
      );
      const isChosen = (key: number): boolean => Math.floor(key / HALVES) % 3 === 0;
      for (const on of [whole, bricked]) {
        const volume = await on.source(data, size);
        const within = masked ? asMask(await on.source(kept, size)) : undefined;
        expect(await on.value(makeNode(keyBins, { volume, within }))).toEqual(bins);
        const found = makeNode(otsuBins, { bins: makeNode(keyBins, { volume, within }) });
        const node = makeNode(keyCounts, { volume, within, chosen: found });
        const divided = new Set((await on.value(found)) as Uint32Array);
        const { keys, counts } = (await on.value(node)) as KeyCounts;
        const wanted = [...all.keys.keys()].filter((i) =>
          divided.has(Math.floor(all.keys[i]! / HALVES)),
        );
        expect(Array.from(keys)).toEqual(wanted.map((i) => all.keys[i]));
        expect(Array.from(counts)).toEqual(wanted.map((i) => all.counts[i]));
      }
      expect(chosen.every((bin) => isChosen(bin * HALVES))).toBe(true);
    }
  });
});

describe('Otsu of 32 bits', () => {
  test('of 10⁶ values of 0.1 and 0.2 and one of 30: half is above', async () => {
    const size: Vec3 = [101, 9901, 1];
    const data = Float32Array.from({ length: volumeOf(size) }, (_, i) => (i % 2 === 0 ? 0.1 : 0.2));
    data[data.length - 1] = 30;
    const volume = await whole.source(data, size);
    const mask = await whole.grid(makeNode(threshold, { volume, above: otsuNode(volume) }));
    // Every second value, and the one of 30, which was a 0.1.
    expect(Array.from(mask).filter((v) => v === 1).length).toBe(500_001);
  });

  test.each<[Dtype, number, number]>([
    ['u32', 4e9, 1],
    ['i32', -2e9, 1],
    ['f32', 5e6, 1e-3],
  ])('of %s, one voxel far away', async (dtype, far, step) => {
    const size: Vec3 = [60, 50, 30];
    const data = makeArray(dtype, volumeOf(size)).map(
      (_, i) => step * (i % 2 === 0 ? 7 : 40000007),
    );
    data[4] = far;
    for (const on of [whole, bricked])
      expect(await otsuOf(on, data, size)).toBe(far < 0 ? 7 : Math.fround(step * 7));
  });

  test.each(WIDE)('of %s is the best cut of all values', async (dtype) => {
    const random = stream(11);
    const size: Vec3 = [36, 9, 5];
    // Wide, narrow enough for one bin, and with equal neighbours.
    for (const [low, high, noise] of [
      [1000, 90_000, 30_000],
      [1_000_000, 1_000_050, 40],
      [16_000_000, 16_000_900, 400],
    ] as const) {
      const scale = dtype === 'f32' ? 2 ** -20 : 1;
      const data = makeArray(dtype, volumeOf(size)).map(() => {
        const v = (random() < 0.4 ? low : high) + Math.floor(noise * (random() + random() - 1));
        return scale * v;
      });
      const { squares } = otsuClassesTwin(data, 2);
      for (const on of [whole, bricked]) {
        const t = await otsuOf(on, data, size);
        expect(data.includes(t)).toBe(true);
        expect(squaresOf(data, [t])).toBeLessThanOrEqual(squares * (1 + 1e-12));
      }
    }
  });

  test('what cannot be cut says why', async () => {
    const flat = await whole.source(new Float32Array(8).fill(0.3), [2, 2, 2]);
    await expect(whole.value(otsuNode(flat))).rejects.toThrow(/same value, 0.3/);
    const none = await whole.source(Float32Array.of(NaN, Infinity), [2, 1, 1]);
    await expect(whole.value(otsuNode(none))).rejects.toThrow(/no value to choose/);
    await expect(whole.grid(multiOtsuNode(flat, ['a', 'b']))).rejects.toThrow(/values, 1/);
    const bytes = await whole.source(new Uint8Array(8), [2, 2, 2]);
    expect(() => makeNode(keyBins, { volume: bytes })).toThrow(/u32, i32 or f32/);
  });
});

describe('multi-level Otsu of 32 bits', () => {
  test('of values far apart divides those that are near', async () => {
    const data = Float32Array.of(0, 6.26e-6, 1.949e-5, 3.374e-5, 3.475e-5, 2.0886e-2);
    for (const on of [whole, bricked])
      expect(await classesOf(on, data, 3)).toEqual([0, 0, 1, 1, 1, 2]);
  });

  test.each<[Dtype, GridArray]>([
    ['u32', Uint32Array.of(1, 2, 9, 10, 4_000_000_000)],
    ['i32', Int32Array.of(-2_000_000_000, 1, 2, 9, 10)],
    ['f32', Float32Array.of(-3.4028234663852886e38, 0.1, 0.2, 0.9, 1)],
    ['f32', Float32Array.of(0.1, 0.2, 0.9, 1, 3.4028234663852886e38)],
  ])('of %s, one value far away is a class of its own', async (_, data) => {
    const wanted = data[0]! < 0 ? [0, 1, 1, 2, 2] : [0, 0, 1, 1, 2];
    for (const on of [whole, bricked]) expect(await classesOf(on, data, 3)).toEqual(wanted);
  });

  test('two levels find what trying all finds, over 60 volumes', () => {
    let divided = 0;
    for (let seed = 0; seed < 60; seed++) {
      const random = stream(seed);
      const dtype = WIDE[seed % 3]!;
      const far = seed % 4 === 0;
      const data = makeArray(dtype, 26).map((_, i) => {
        const v = 1000 * Math.floor(5 * random()) + 300 * random();
        const value = dtype === 'f32' ? 1 + v / 2 ** 20 : 1_000_000 + Math.floor(20 * v);
        return far && i === 0 ? 2e9 : value;
      });
      const { bins, all } = levelsTwin(data, dtype);
      for (const classes of [2, 3, 4]) {
        const chosen = new Set(binsToDivide(bins, classes));
        divided += chosen.size;
        const kept = [...all.keys.keys()].filter((i) =>
          chosen.has(Math.floor(all.keys[i]! / HALVES)),
        );
        const { groups } = valueGroups(bins, {
          keys: Uint32Array.from(kept, (i) => all.keys[i]!),
          counts: Float64Array.from(kept, (i) => all.counts[i]!),
        });
        const costs = new ClassCosts({
          counts: groups.map(({ count }) => count),
          values: groups.map(({ mean }) => mean),
        });
        const ends = bestEnds(leastCosts(costs, classes), classes, groups.length);
        const thresholds = ends.map((end) => keyToValue(groups[end - 1]!.last, dtype));
        const { squares } = otsuClassesTwin(data, classes);
        expect(
          squaresOf(data, thresholds),
          `${String(seed)} ${String(classes)}`,
        ).toBeLessThanOrEqual(squares * (1 + 1e-9));
      }
    }
    expect(divided).toBeGreaterThan(60);
  });

  test('of noise, few bins are divided', () => {
    const random = stream(5);
    const normal = (): number =>
      Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const data = Float32Array.from(
      { length: 200_000 },
      () => [0.2, 0.5, 0.9][Math.floor(3 * random())]! + 0.05 * normal(),
    );
    const { bins } = levelsTwin(data, 'f32');
    for (const classes of [2, 3, 5])
      expect(binsToDivide(bins, classes).length).toBeLessThanOrEqual(8 * classes);
  });
});

async function leavesOut(): Promise<void> {
  const data = Float32Array.of(1, 1, 1, 9, 9, 9, NaN, Infinity, -Infinity);
  const volume = await whole.source(data, [9, 1, 1]);
  const { nan, infinite, counts } = (await whole.value(makeNode(keyBins, { volume }))) as KeyBins;
  expect([nan, infinite, counts.reduce((a, b) => a + b, 0)]).toEqual([1, 2, 6]);
  const mask = makeNode(threshold, { volume, above: otsuNode(volume) });
  expect(Array.from(await whole.grid(mask))).toEqual([0, 0, 0, 1, 1, 1, 0, 1, 0]);
}

testNonFinite(keyBins, leavesOut);
testNonFinite(keyCounts, leavesOut);

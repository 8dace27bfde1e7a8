import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeArray, type Dtype } from '../../src/recipe/dtype.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { volumeOf } from '../../src/recipe/geometry.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { touchingNode } from '../../src/segmentation/chosen_objects.js';
import { CUT_METHODS, type CutMethod } from '../../src/segmentation/histogram_cuts.js';
import { histogramThreshold } from '../../src/segmentation/histogram_threshold.js';
import { multiOtsuBins } from '../../src/segmentation/multi_otsu_bins.js';
import { multiOtsuNode, multiOtsuThresholds } from '../../src/segmentation/multi_otsu.js';
import { otsuNode } from '../../src/segmentation/otsu_level.js';
import { otsuThreshold } from '../../src/segmentation/otsu_threshold.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { histogramNode } from '../../src/stats/histogram.js';
import golden from '../golden/thresholds.json';
import { openTestEngine, type TestEngine } from '../harness.js';
import { componentsTwin } from '../reference/components.js';
import { stream } from '../stats/inputs.js';

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

/** The values that a histogram counts, one after the other. */
async function source(counts: readonly number[], start: number, dtype: Dtype): Promise<Node> {
  const data = makeArray(
    dtype,
    counts.reduce((sum, n) => sum + n, 0),
  );
  let at = 0;
  counts.forEach((n, i) => {
    data.fill(start + i, at, (at += n));
  });
  return engine.source(data, [data.length, 1, 1]);
}

const cut = (volume: Node, method: CutMethod): Node =>
  makeNode(histogramThreshold, { histogram: histogramNode(volume) }, { method });

describe.each(golden.map((given, i) => [i, given] as const))(
  'scikit-image on histogram %i',
  (_, given) => {
    test('li, yen, triangle, isodata and Otsu', async () => {
      const volume = await source(given.counts, given.start, given.dtype as Dtype);
      for (const method of ['yen', 'triangle', 'isodata'] as const)
        expect([method, await engine.value(cut(volume, method))]).toEqual([method, given[method]]);
      expect(await engine.value(cut(volume, 'li'))).toBeCloseTo(given.li, 9);
      const otsu = makeNode(otsuThreshold, { histogram: histogramNode(volume) });
      expect(await engine.value(otsu)).toBe(given.otsu);
      expect(await engine.value(otsuNode(volume))).toBe(given.otsu);
    });

    test('multi-level Otsu', async () => {
      const volume = await source(given.counts, given.start, given.dtype as Dtype);
      for (const [classes, expected] of Object.entries(given.multi)) {
        const histogram = histogramNode(volume);
        const node = makeNode(multiOtsuThresholds, { histogram }, { classes: Number(classes) });
        const found = Array.from((await engine.value(node)) as Float64Array);
        // scikit-image sums in f32 and may miss the best cut of many bins; then ours is better.
        const between = (cuts: readonly number[]): number => {
          const ends = [...cuts.map((t) => t - given.start + 1), given.counts.length];
          return ends.reduce((sum, end, i) => {
            const part = given.counts.slice(i === 0 ? 0 : ends[i - 1]!, end);
            const n = part.reduce((a, b) => a + b, 0);
            const first = i === 0 ? 0 : ends[i - 1]!;
            return sum + part.reduce((a, b, at) => a + b * (first + at), 0) ** 2 / n;
          }, 0);
        };
        if (given.dtype === 'u16' && between(found) > between(expected)) continue;
        expect(found).toEqual(expected);
      }
    });
  },
);

/** The best cuts by trying all. */
function multiOtsuTwin(counts: readonly number[], classes: number): number[] {
  let best = -Infinity;
  let chosen: number[] = [];
  const value = (from: number, to: number): number => {
    let [n, s] = [0, 0];
    for (let i = from; i < to; i++) {
      n += counts[i]!;
      s += i * counts[i]!;
    }
    return n === 0 ? NaN : (s * s) / n;
  };
  const visit = (cuts: number[]): void => {
    const from = cuts.at(-1) ?? 0;
    if (cuts.length === classes - 1) {
      const ends = [...cuts, counts.length];
      const total = ends.reduce((sum, end, i) => sum + value(i === 0 ? 0 : ends[i - 1]!, end), 0);
      if (total > best * (1 + 1e-12)) [best, chosen] = [total, cuts.map((end) => end - 1)];
      return;
    }
    for (let end = from + 1; end < counts.length; end++) visit([...cuts, end]);
  };
  visit([]);
  return chosen;
}

test('multi-level Otsu is the best of all cuts, up to five classes', () => {
  const random = stream(3);
  for (let run = 0; run < 20; run++) {
    const counts = Array.from({ length: 14 }, () => 1 + Math.floor(50 * random() ** 3));
    for (const classes of [2, 3, 4, 5])
      expect(multiOtsuBins(Float64Array.from(counts), classes)).toEqual(
        multiOtsuTwin(counts, classes),
      );
  }
  // Empty bins belong to the class below.
  expect(multiOtsuBins(Float64Array.of(5, 0, 0, 5, 0, 7), 3)).toEqual([0, 3]);
});

test('the minimum-error threshold finds where two normal distributions cross', async () => {
  // Of equal weight, at 100 ± 6 and 160 ± 18: they cross where the narrow one has all but ended.
  const normal = (x: number, mean: number, spread: number): number =>
    Math.exp(-((x - mean) ** 2) / (2 * spread ** 2)) / spread;
  const counts = Array.from({ length: 256 }, (_, x) =>
    Math.round(1e4 * (normal(x, 100, 6) + normal(x, 160, 18))),
  );
  const first = counts.findIndex((n) => n > 0);
  const volume = await source(
    counts.slice(first).map((n) => Math.ceil(n / 20)),
    first,
    'u8',
  );
  const crossing = Array.from({ length: 60 }, (_, i) => 100 + i).find(
    (x) => normal(x, 100, 6) < normal(x, 160, 18),
  )!;
  const found = (await engine.value(cut(volume, 'minimumError'))) as number;
  expect(Math.abs(found - crossing)).toBeLessThanOrEqual(2);
});

const SIZE: Vec3 = [37, 9, 7];

test('phases by thresholds are those of the definition, in bricks too, of any dtype', async () => {
  const random = stream(9);
  for (const dtype of ['u8', 'u16', 'i16', 'f32'] as const) {
    const data = makeArray(dtype, volumeOf(SIZE));
    for (let i = 0; i < data.length; i++)
      data[i] =
        40 * Math.floor(3 * random()) + Math.floor(8 * random()) - (dtype === 'u8' ? 0 : 30);
    if (dtype === 'f32') data[5] = NaN;
    for (const on of [engine, bricked]) {
      const volume = await on.source(data, SIZE);
      const node = multiOtsuNode(volume, ['a', 'b', 'c']);
      const limits = (await on.value(node.inputs['thresholds']!)) as Float64Array;
      expect(limits.length).toBe(2);
      expect(await on.grid(node)).toEqual(
        Uint8Array.from(data, (v) => limits.reduce((k, t) => k + (v > t ? 1 : 0), 0)),
      );
    }
  }
});

test('hysteresis keeps the components that reach the upper threshold', async () => {
  const random = stream(4);
  const data = Uint8Array.from({ length: volumeOf(SIZE) }, () => Math.floor(100 * random()));
  const volume = await engine.source(data, SIZE);
  const low = makeNode(threshold, { volume }, { lo: 60 });
  const high = makeNode(threshold, { volume }, { lo: 95 });
  const labels = componentsTwin(
    data.map((v) => (v >= 60 ? 1 : 0)),
    SIZE,
    6,
  );
  const sure = new Set(Array.from(labels).filter((_, i) => data[i]! >= 95));
  expect(await engine.grid(touchingNode(low, high))).toEqual(
    Uint8Array.from(labels, (id) => (id > 0 && sure.has(id) ? 1 : 0)),
  );
});

test('what has no threshold says so', async () => {
  const flat = await engine.source(new Uint8Array(8).fill(7), [2, 2, 2]);
  for (const method of CUT_METHODS)
    await expect(engine.value(cut(flat, method))).rejects.toThrow(/least value is 7/);
  await expect(engine.grid(multiOtsuNode(flat, ['a', 'b']))).rejects.toThrow(/different values, 1/);
  const nothing = await engine.source(new Float32Array(8).fill(NaN), [2, 2, 2]);
  await expect(engine.value(cut(nothing, 'li'))).rejects.toThrow(/no value/);
  expect(() => multiOtsuNode(flat, ['a'])).toThrow(/2 to 5/);
  expect(() => multiOtsuNode(flat, ['a', 'a'])).toThrow(/different names/);
  expect(() => cut(flat, 'huang' as CutMethod)).toThrow(/'li'/);
});

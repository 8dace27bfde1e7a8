import { describe, expect, test } from 'vitest';
import type { Provenance } from '../../../src/recipe/backend.js';
import { binomialTail } from '../../../src/stats/distributions/order_statistics.js';
import { studentQuantile } from '../../../src/stats/distributions/mean.js';
import { normalCdf, normalQuantile } from '../../../src/stats/distributions/normal.js';
import { percentileScoreInterval } from '../../../src/stats/distributions/score_intervals.js';
import { Table } from '../../../src/volume/table.js';
import { percentileTwin } from '../../reference/percentile.js';
import { stream } from '../inputs.js';

const none = {} as Provenance;
const column = (name: string, data: Float64Array | Uint32Array, unit = 'µm') => ({
  name,
  unit,
  description: name,
  data,
});

function tableOf(columns: Record<string, readonly number[] | Float64Array | Uint32Array>): Table {
  return new Table(
    Object.entries(columns).map(([name, data]) =>
      column(name, data instanceof Uint32Array ? data : Float64Array.from(data)),
    ),
    none,
  );
}

/** Normal numbers (Box and Muller). */
function normals(count: number, seed: number): Float64Array {
  const random = stream(seed);
  return Float64Array.from(
    { length: count },
    () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
  );
}

describe('histograms', () => {
  const table = tableOf({ d: [1, 2, 2, 3, NaN, 4, 10, Infinity], w: [1, 1, 2, 0, 1, 1, 3, 1] });

  test('count by edges, the last bin with its end, and what is outside', () => {
    const h = table.histogram('d', { edges: [2, 3, 4] });
    expect(Array.from(h.counts)).toEqual([2, 2]);
    expect([h.below, h.above, h.count, h.missing]).toEqual([1, 1, 6, 2]);
    expect(Array.from(h.density)).toEqual([2 / 6, 2 / 6]);
    const weighted = table.histogram('d', { edges: [2, 3, 4], weight: 'w' });
    expect(Array.from(weighted.counts)).toEqual([3, 1]);
    // A weight of 0 is none.
    expect([weighted.below, weighted.above, weighted.missing]).toEqual([1, 3, 3]);
  });

  test('by number, by the rule, of logarithms; every value is in a bin', () => {
    const { edges, counts } = table.histogram('d', { bins: 3 });
    expect(Array.from(edges)).toEqual([1, 4, 7, 10]);
    expect(Array.from(counts)).toEqual([4, 1, 1]);
    const values = normals(4000, 1).map(Math.exp);
    const many = tableOf({ d: values });
    for (const options of [{}, { log: true }, { bins: 17, log: true }]) {
      const h = many.histogram('d', options);
      expect(h.counts.reduce((a, b) => a + b, 0)).toBe(4000);
      expect(h.below + h.above).toBe(0);
      expect(
        h.density.reduce((sum, f, k) => sum + f * (h.edges[k + 1]! - h.edges[k]!), 0),
      ).toBeCloseTo(1, 9);
    }
    // Freedman and Diaconis for 4000 normal numbers: bins 2 · 1.349 / 15.87 wide.
    const log = many.histogram('d', { log: true });
    expect(Math.log(log.edges[1]! / log.edges[0]!)).toBeCloseTo((2 * 1.349) / Math.cbrt(4000), 1);
    expect(log.bins).toMatch(/Freedman/);
    expect(
      tableOf({ d: [5, 5, 5] })
        .histogram('d')
        .counts.reduce((a, b) => a + b, 0),
    ).toBe(3);
    expect(tableOf({ d: [] }).histogram('d').counts.length).toBe(0);
    expect(tableOf({ d: [NaN] }).histogram('d')).toMatchObject({ count: 0, missing: 1 });
  });

  test('refuse what is wrong', () => {
    for (const [options, text] of [
      [{ edges: [1] }, /edges/],
      [{ edges: [1, 1] }, /edges/],
      [{ edges: [1, 2], bins: 3 }, /edges alone/],
      [{ bins: 0 }, /bins is 0/],
      [{ weight: 'v' }, /d, w/],
    ] as const)
      expect(() => table.histogram('d', options)).toThrow(text);
    expect(() => table.histogram('e')).toThrow(/d, w/);
  });
});

test('cumulative distributions', () => {
  const table = tableOf({ d: [3, 1, NaN, 2], w: [1, 2, 9, 1] });
  expect(table.cumulative('d', { weight: 'w' })).toEqual({
    value: Float64Array.of(1, 2, 3),
    fraction: Float64Array.of(0.5, 0.75, 1),
    count: 3,
    missing: 1,
  });
});

test('the density is the sum of Gaussians', () => {
  const values = normals(500, 3);
  const weights = Float64Array.from(values, (_, i) => 1 + (i % 3));
  const table = tableOf({ d: values, w: weights });
  const { at, density, bandwidth, rule } = table.density('d', { weight: 'w', points: 50 });
  expect(rule).toMatch(/Silverman/);
  expect(bandwidth).toBeGreaterThan(0.2);
  expect(bandwidth).toBeLessThan(0.3);
  const total = weights.reduce((a, b) => a + b, 0);
  const peak = Math.max(...density);
  at.forEach((x, k) => {
    let exact = 0;
    values.forEach((v, i) => {
      exact += (weights[i]! / total) * Math.exp(-0.5 * ((x - v) / bandwidth) ** 2);
    });
    exact /= bandwidth * Math.sqrt(2 * Math.PI);
    expect(Math.abs(density[k]! - exact)).toBeLessThan(1e-3 * peak);
  });
  // Its area is 1.
  const fine = table.density('d', { points: 2000 });
  const step = fine.at[1]! - fine.at[0]!;
  expect(fine.density.reduce((a, b) => a + b, 0) * step).toBeCloseTo(1, 3);
  expect(
    tableOf({ d: [4, 4] })
      .density('d', { points: 3 })
      .density.every(Number.isFinite),
  ).toBe(true);
});

describe('D-values', () => {
  test('are those of the definition, with and without weights', () => {
    const values = Array.from(normals(301, 5));
    const weights = values.map((_, i) => 1 + (i % 7));
    const table = tableOf({ d: values, w: weights });
    const p = [0.1, 0.5, 0.9];
    const plain = table.dValues('d');
    const weighted = table.dValues('d', { weight: 'w' });
    p.forEach((level, k) => {
      expect(plain.percentiles[k]!.value).toBe(
        percentileTwin(
          values,
          values.map(() => 1),
          level,
        ),
      );
      expect(weighted.percentiles[k]!.value).toBe(percentileTwin(values, weights, level));
    });
    expect(plain.mean.value).toBeCloseTo(values.reduce((a, b) => a + b) / 301, 12);
  });

  test('the interval without weights is that of order statistics, close to that of scores', () => {
    // Of 100 values the 40th to the 61st hold the median with 96.5 %, the 39th and the 62nd
    // needlessly often.
    const ranks = Float64Array.from({ length: 100 }, (_, i) => i + 1);
    expect(tableOf({ d: ranks }).dValues('d').percentiles[1]!.interval).toEqual([40, 61]);
    const values = normals(400, 8).sort();
    const weights = new Float64Array(400).fill(1);
    const scored = [0.1, 0.5, 0.9].map((p) => percentileScoreInterval({ values, weights }, p));
    tableOf({ d: values })
      .dValues('d')
      .percentiles.forEach(({ interval }, k) => {
        for (const end of [0, 1])
          expect(
            Math.abs(values.indexOf(interval![end]!) - values.indexOf(scored[k]![end]!)),
          ).toBeLessThanOrEqual(4);
      });
  });

  test('few values have no interval and a reason; none have no value', () => {
    const few = tableOf({ d: [1, 2, 3] }).dValues('d');
    expect(few.percentiles[1]).toEqual({ p: 0.5, value: 2, interval: null });
    expect(few.reason).toMatch(/fewer than 30/);
    expect(tableOf({ d: [NaN] }).dValues('d')).toMatchObject({
      count: 0,
      missing: 1,
      mean: { value: null, interval: null },
      std: null,
    });
    expect(() => tableOf({ d: [1] }).dValues('d', { p: [2] })).toThrow(/fractions/);
    expect(() => tableOf({ d: [1] }).dValues('d', { p: [] })).toThrow(/p is/);
  });

  test('quantiles and tails are those of tables', () => {
    expect(studentQuantile(29)).toBeCloseTo(2.04523, 4);
    expect(studentQuantile(100)).toBeCloseTo(1.983972, 5);
    expect(binomialTail(10, 0.5, 8)).toBeCloseTo(56 / 1024, 12);
    expect(binomialTail(10, 0.5, 2)).toBeCloseTo(1013 / 1024, 12);
    expect(binomialTail(1_000_000, 0.5, 500_000)).toBeCloseTo(0.5 + 0.000399, 6);
    expect(normalCdf(1.959964)).toBeCloseTo(0.975, 6);
    expect(normalCdf(-1)).toBeCloseTo(0.158655, 6);
    expect(normalQuantile(0.9)).toBeCloseTo(1.2815516, 5);
    expect(studentQuantile(7)).toBeCloseTo(2.3646243, 4);
    expect(studentQuantile(8)).toBeCloseTo(2.3060041, 4);
  });

  test('per class', () => {
    const table = tableOf({ d: [5, 1, 3, 9, 7], c: [2, 1, 1, 2, 2] });
    const summaries = table.summaries('d', { by: 'c', p: [0.5] });
    expect(summaries.map((s) => [s.class, s.count, s.min, s.max, s.percentiles[0]!.value])).toEqual(
      [
        [1, 2, 1, 3, 1],
        [2, 3, 5, 9, 7],
      ],
    );
    expect(summaries[1]!.mean.value).toBe(7);
  });
});

test('a log-normal population is found again', () => {
  const values = normals(20000, 4).map((z) => Math.exp(1.5 + 0.4 * z));
  const fit = tableOf({ d: [...values, -1, 0, NaN] }).logNormal('d');
  expect(fit.count).toBe(20000);
  expect(fit.missing).toBe(3);
  expect(Math.abs(fit.mu! - 1.5)).toBeLessThan(0.01);
  expect(Math.abs(fit.sigma! - 0.4)).toBeLessThan(0.01);
  expect(fit.median).toBeCloseTo(Math.exp(fit.mu!), 12);
  expect(fit.distance!).toBeLessThan(0.015);
  expect(fit.muInterval![1] - fit.muInterval![0]).toBeCloseTo(
    (2 * 1.96 * 0.4) / Math.sqrt(20000),
    3,
  );
  // Uniform numbers are no log-normal ones.
  const random = stream(5);
  const uniform = tableOf({ d: Array.from({ length: 5000 }, () => 1 + random()) }).logNormal('d');
  expect(uniform.distance!).toBeGreaterThan(0.03);
  expect(tableOf({ d: [2] }).logNormal('d').mu).toBeNull();
});

test('a weight may be the product of columns, and weighs a log-normal fit', () => {
  const values = normals(3000, 12).map((z) => Math.exp(1 + 0.3 * z));
  const random = stream(8);
  const w = Float64Array.from(values, () => Math.floor(3 * random()));
  const u = Float64Array.from(values, () => 0.5 + random());
  const table = tableOf({ d: values, w, u, wu: w.map((x, i) => x * u[i]!), one: w.map(() => 1) });
  expect(table.dValues('d', { weight: ['w', 'u'] })).toEqual(table.dValues('d', { weight: 'wu' }));
  expect(table.cumulative('d', { weight: ['w'] })).toEqual(table.cumulative('d', { weight: 'w' }));
  expect(() => table.dValues('d', { weight: [] })).toThrow(/weight/);
  expect(() => table.dValues('d', { weight: ['w', 'v'] })).toThrow(/d, w, u/);
  // Whole weights are so many rows.
  const repeated = tableOf({
    d: Array.from(values).flatMap((d, i) => Array.from({ length: w[i]! }, () => d)),
  }).logNormal('d');
  const weighted = table.logNormal('d', { weight: 'w' });
  expect(weighted.mu).toBeCloseTo(repeated.mu!, 10);
  expect(weighted.sigma).toBeCloseTo(repeated.sigma!, 3);
  expect(weighted.distance).toBeCloseTo(repeated.distance!, 3);
  expect(weighted.missing).toBe(w.filter((x) => x === 0).length);
  const plain = table.logNormal('d');
  expect(table.logNormal('d', { weight: 'one' })).toEqual(plain);
  // Diameters weighed by their volume are log-normal too, about e^(3σ²) larger.
  const volumes = tableOf({ d: values, v: values.map((d) => d ** 3) });
  const byVolume = volumes.logNormal('d', { weight: 'v' });
  expect(byVolume.mu! - plain.mu!).toBeCloseTo(3 * 0.3 ** 2, 1);
  expect(byVolume.sigma).toBeCloseTo(0.3, 1);
  expect(() => table.logNormal('d', { weights: 'w' } as never)).toThrow(/weight/);
});

test('correlations of values and of ranks', () => {
  const x = normals(5000, 6);
  const noise = normals(5000, 7);
  const y = x.map((v, i) => 0.6 * v + 0.8 * noise[i]!);
  const table = tableOf({
    x,
    y,
    e: x.map(Math.exp),
    flat: x.map(() => 2),
    gaps: x.map((v, i) => (i % 2 ? NaN : v)),
  });
  const { matrix, counts } = table.correlations(['x', 'y', 'e', 'flat', 'gaps']);
  expect(matrix[0]![0]).toBeCloseTo(1, 12);
  expect(Math.abs(matrix[0]![1]! - 0.6)).toBeLessThan(0.03);
  expect(matrix[0]![3]).toBeNull();
  expect(matrix[0]![4]).toBeCloseTo(1, 12);
  expect(counts[0]![4]).toBe(2500);
  const ranks = table.correlations(['x', 'e'], { method: 'spearman' });
  expect(ranks.matrix[0]![1]).toBeCloseTo(1, 12);
  // Equal values share ranks: by hand.
  const ties = tableOf({ a: [1, 2, 2, 3], b: [1, 2, 3, 4] }).correlations(['a', 'b'], {
    method: 'spearman',
  });
  expect(ties.matrix[0]![1]).toBeCloseTo(4.5 / Math.sqrt(4.5 * 5), 12);
});

describe('95 % intervals cover the truth in 92 to 98 % of 200 populations', () => {
  const POPULATIONS = 200;

  /** How many of the intervals hold the truth, as a fraction. */
  function coverage(interval: (seed: number) => readonly [number, number], truth: number): number {
    let covered = 0;
    for (let seed = 1; seed <= POPULATIONS; seed++) {
      const [lo, hi] = interval(seed);
      if (lo <= truth && truth <= hi) covered++;
    }
    return covered / POPULATIONS;
  }

  test.each([
    ['normal', (z: number) => 10 + 2 * z, 10, 10, 60],
    ['log-normal', (z: number) => Math.exp(0.4 * z), Math.exp(0.08), 1, 150],
  ] as const)('%s: mean and D50', (_, draw, mean, d50, count) => {
    const of = (seed: number) => tableOf({ d: normals(count, 1000 + seed).map(draw) }).dValues('d');
    for (const found of [
      coverage((seed) => of(seed).mean.interval!, mean),
      coverage((seed) => of(seed).percentiles[1]!.interval!, d50),
    ]) {
      expect(found).toBeGreaterThanOrEqual(0.92);
      expect(found).toBeLessThanOrEqual(0.98);
    }
  });

  test('by volume: mean and D50 of log-normal diameters', () => {
    // Of diameters exp(N(0, σ)) those weighed by volume are exp(N(3σ², σ)).
    const sigma = 0.25;
    const mu = 3 * sigma ** 2;
    const of = (seed: number) => {
      const d = normals(1500, 5000 + seed).map((z) => Math.exp(sigma * z));
      return tableOf({ d, v: d.map((x) => x ** 3) }).dValues('d', { weight: 'v' });
    };
    const all = Array.from({ length: POPULATIONS + 1 }, (_, seed) => of(seed));
    for (const found of [
      coverage((seed) => all[seed]!.mean.interval!, Math.exp(mu + sigma ** 2 / 2)),
      coverage((seed) => all[seed]!.percentiles[1]!.interval!, Math.exp(mu)),
    ]) {
      expect(found).toBeGreaterThanOrEqual(0.92);
      expect(found).toBeLessThanOrEqual(0.98);
    }
  });

  test('the parameters of log-normal populations', () => {
    const fit = (seed: number) =>
      tableOf({ d: normals(80, 9000 + seed).map((z) => Math.exp(1 + 0.5 * z)) }).logNormal('d');
    for (const found of [
      coverage((seed) => fit(seed).muInterval!, 1),
      coverage((seed) => fit(seed).sigmaInterval!, 0.5),
    ]) {
      expect(found).toBeGreaterThanOrEqual(0.92);
      expect(found).toBeLessThanOrEqual(0.98);
    }
  });
});

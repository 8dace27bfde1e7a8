import { describe, expect, test } from 'vitest';
import { likenessOf, METRICS } from '../../src/registration/joint_metrics.js';
import { Random } from '../../src/synthetic/random.js';

const BINS = 8;

/** Counts of a joint histogram that depend on each other. */
function counts(): Float64Array {
  const random = new Random(3);
  return Float64Array.from({ length: BINS * BINS }, (_, i) => {
    const [row, column] = [Math.floor(i / BINS), i % BINS];
    return Math.round(1000 * random.uniform() * Math.exp(-((row - column) ** 2) / 4)) + 1;
  });
}

describe('how alike volumes are', () => {
  test('of independent levels is nothing', () => {
    const product = Float64Array.from({ length: 64 }, (_, i) => ((i >> 3) + 1) * ((i & 7) + 2));
    expect(likenessOf(product, BINS, 'mi').value).toBeCloseTo(0, 12);
    expect(likenessOf(product, BINS, 'ncc').value).toBeCloseTo(0, 12);
  });

  test('of one level for each is the entropy', () => {
    const same = Float64Array.from({ length: 64 }, (_, i) => (i >> 3 === (i & 7) ? 5 : 0));
    expect(likenessOf(same, BINS, 'mi').value).toBeCloseTo(Math.log(BINS), 12);
  });

  test.each(METRICS)('changes with a count as its influence says: %s', (metric) => {
    const table = counts();
    const total = table.reduce((sum, n) => sum + n, 0);
    const { influence } = likenessOf(table, BINS, metric);
    // By differences; the influence is known but for a constant.
    const change = (at: number): number => {
      const by = (n: number): number => {
        const other = table.slice();
        other[at]! += n;
        return likenessOf(other, BINS, metric).value;
      };
      return ((by(0.01) - by(-0.01)) / 0.02) * total;
    };
    for (const [a, b] of [
      [0, 9],
      [12, 63],
      [20, 33],
    ] as const)
      expect(change(a) - change(b)).toBeCloseTo(influence[a]! - influence[b]!, 4);
  });
});

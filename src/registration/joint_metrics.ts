// How alike two volumes are, by their joint histogram.

/** How alike two volumes are: by mutual information, correlation, or squared differences. */
export const METRICS = ['mi', 'ncc', 'ssd'] as const;

/** One of {@link METRICS}. */
export type Metric = (typeof METRICS)[number];

/**
 * A variance of levels below this, in squared bins, is that of one level: four weights of it are
 * rounded to 1/1024, at most two bins away.
 */
const LEAST_VARIANCE = (4 * 2 ** 2) / 2048;

/** What a joint histogram says; greater is more alike. */
export interface Likeness {
  readonly value: number;
  /**
   * By bin, what a sample there adds to the value but for a constant: the value's derivative for
   * its count, times all counts.
   */
  readonly influence: Float64Array;
}

/**
 * How alike two volumes are by the counts of their levels: `bins` rows of the fixed one's levels,
 * each a bin wide, and as many columns of the moving one's, whose levels 0 … 1 lie at the bins 1 …
 * bins − 2.
 *
 * 'mi': mutual information in nats, Σ p log (p / (p_f p_m)) (F. Maes et al., IEEE Trans. Med.
 * Imaging 16 (1997) 187, https://doi.org/10.1109/42.563664). 'ncc': Pearson's correlation. 'ssd':
 * less the mean squared difference of levels.
 */
export function likenessOf(counts: ArrayLike<number>, bins: number, metric: Metric): Likeness {
  const influence = new Float64Array(bins * bins);
  let total = 0;
  for (let i = 0; i < bins * bins; i += 1) total += counts[i]!;
  if (total === 0) return { value: -Infinity, influence };
  if (metric === 'mi') return information(counts, bins, total, influence);
  const x = (row: number): number => (row + 0.5) / bins;
  const y = (column: number): number => (column - 1) / (bins - 3);
  // A cubic B-spline has the variance ⅓.
  const spread = 1 / 3 / (bins - 3) ** 2;
  let [mx, my, xx, yy, xy] = [0, 0, 0, 0, 0];
  for (let i = 0; i < bins; i += 1)
    for (let j = 0; j < bins; j += 1) {
      const p = counts[i * bins + j]! / total;
      mx += p * x(i);
      my += p * y(j);
      xx += p * x(i) ** 2;
      yy += p * y(j) ** 2;
      xy += p * x(i) * y(j);
    }
  const each = (of: (a: number, b: number) => number): Float64Array => {
    for (let i = 0; i < bins; i += 1)
      for (let j = 0; j < bins; j += 1) influence[i * bins + j] = of(x(i), y(j));
    return influence;
  };
  if (metric === 'ssd')
    return { value: -(xx - 2 * xy + yy - spread), influence: each((a, b) => -((a - b) ** 2)) };
  const sx = Math.sqrt(Math.max(0, xx - mx * mx));
  const sy = Math.sqrt(Math.max(0, yy - my * my - spread));
  if (sx === 0 || (sy * (bins - 3)) ** 2 < LEAST_VARIANCE) return { value: 0, influence };
  const r = (xy - mx * my) / (sx * sy);
  return {
    value: r,
    influence: each((a, b) => {
      const [u, v] = [(a - mx) / sx, (b - my) / sy];
      return u * v - (r / 2) * (u * u + v * v);
    }),
  };
}

/**
 * A metric on a scale on which differences between poses mean as much at its top as elsewhere:
 * nats of 'mi' as they are, of 'ncc' Fisher's z, artanh r, of 'ssd' −½ log of the squares.
 */
export function heightOf(metric: Metric, value: number): number {
  if (metric === 'mi') return value;
  const least = 1e-9;
  if (metric === 'ncc') return Math.atanh(Math.max(-1 + least, Math.min(1 - least, value)));
  return -Math.log(Math.max(least, -value)) / 2;
}

/**
 * By what poses of different overlap are compared: of 'mi' what all samples tell, the metric times
 * the overlap, since of few samples it is high by chance.
 */
export function told(
  metric: Metric,
  { metric: value, overlap }: { readonly metric: number; readonly overlap: number },
): number {
  return metric === 'mi' && Number.isFinite(value) ? value * overlap : value;
}

function information(
  counts: ArrayLike<number>,
  bins: number,
  total: number,
  influence: Float64Array,
): Likeness {
  const rows = new Float64Array(bins);
  const columns = new Float64Array(bins);
  for (let i = 0; i < bins; i += 1)
    for (let j = 0; j < bins; j += 1) {
      rows[i]! += counts[i * bins + j]!;
      columns[j]! += counts[i * bins + j]!;
    }
  let value = 0;
  for (let i = 0; i < bins; i += 1)
    for (let j = 0; j < bins; j += 1) {
      const n = counts[i * bins + j]!;
      if (n === 0) continue;
      const ratio = Math.log((n * total) / (rows[i]! * columns[j]!));
      influence[i * bins + j] = ratio;
      value += (n / total) * ratio;
    }
  return { value, influence };
}

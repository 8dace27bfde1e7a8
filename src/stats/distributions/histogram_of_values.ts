import type { Sample } from './sample.js';

/** A histogram of a column. */
export interface ColumnHistogram {
  /**
   * In the column's unit, rising, one more than bins. A bin holds the values from its lower edge to
   * below its upper one; the last one its upper edge too.
   */
  readonly edges: Float64Array;
  /** Weight (without weights: number) of the values in each bin. */
  readonly counts: Float64Array;
  /**
   * Counts over all weight and the width of the bin, per unit of the column: their area is the part
   * of the values that is in bins.
   */
  readonly density: Float64Array;
  /** Weight below the first edge. */
  readonly below: number;
  /** Weight above the last edge. */
  readonly above: number;
  /** Number of values. */
  readonly count: number;
  /** Number of rows without a value. */
  readonly missing: number;
  /** How the edges were chosen. */
  readonly bins: string;
}

/** How the bins of a histogram are chosen: their number, or their edges. */
export interface BinChoice {
  readonly bins?: number | undefined;
  readonly edges?: readonly number[] | undefined;
  readonly log?: boolean | undefined;
}

/** Bins at most that the rule of Freedman and Diaconis gives. */
const MOST_BINS = 1000;

/** Freedman and Diaconis: bins 2 · IQR / ∛n wide (Z. Wahrscheinlichkeitstheorie 57, 1981, 453). */
function numberOfBins(values: ArrayLike<number>): number {
  const n = values.length;
  const [q1, q3] = [values[Math.floor(n / 4)]!, values[Math.floor((3 * n) / 4)]!];
  const width = (2 * (q3 - q1)) / Math.cbrt(n);
  const range = values[n - 1]! - values[0]!;
  return width > 0 ? Math.min(MOST_BINS, Math.max(1, Math.ceil(range / width))) : 1;
}

/** The edges of bins for rising values. */
function chooseEdges(values: Float64Array, { bins, edges, log }: BinChoice): [number[], string] {
  if (edges !== undefined) return [[...edges], 'edges as given'];
  const used = log === true ? values.filter((v) => v > 0).map(Math.log) : values;
  if (used.length === 0) return [[], 'no values'];
  const number = bins ?? numberOfBins(used);
  let [lo, hi] = [used[0]!, used[used.length - 1]!];
  // Equal values get one bin around them.
  if (lo === hi) [lo, hi] = [lo - 0.5, hi + 0.5];
  const at = (k: number): number =>
    k === 0 ? lo : k === number ? hi : lo + ((hi - lo) * k) / number;
  const result = Array.from({ length: number + 1 }, (_, k) =>
    log === true ? Math.exp(at(k)) : at(k),
  );
  if (log === true && used.length > 0 && used[0] !== used[used.length - 1]) {
    // exp(ln v) may miss v by a rounding; the ends are the values themselves.
    result[0] = values.find((v) => v > 0)!;
    result[number] = values[values.length - 1]!;
  }
  const rule = bins === undefined ? 'Freedman–Diaconis' : `${String(bins)} bins`;
  return [result, `${rule}, of equal width${log === true ? ' of the logarithm' : ''}`];
}

/** Counts a sample in bins. */
export function histogramOfValues(sample: Sample, choice: BinChoice): ColumnHistogram {
  const { values, weights, missing } = sample;
  const [edges, bins] = chooseEdges(values, choice);
  const counts = new Float64Array(Math.max(0, edges.length - 1));
  let [below, above, total] = [0, 0, 0];
  let bin = 0;
  for (let i = 0; i < values.length; i += 1) {
    const [v, w] = [values[i]!, weights?.[i] ?? 1];
    total += w;
    if (counts.length === 0 || v < edges[0]!) below += w;
    else if (v > edges[counts.length]!) above += w;
    else {
      while (bin < counts.length - 1 && v >= edges[bin + 1]!) bin += 1;
      counts[bin]! += w;
    }
  }
  return {
    edges: Float64Array.from(edges),
    counts,
    density: counts.map((n, k) => (total === 0 ? 0 : n / total / (edges[k + 1]! - edges[k]!))),
    below,
    above,
    count: values.length,
    missing,
    bins,
  };
}

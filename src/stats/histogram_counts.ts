// Histogram counts of bricks, merged.
import { DTYPES, type Dtype } from '../recipe/dtype.js';
import type { Range } from './range.js';
import { MOST_INTEGER_BINS, type Histogram } from './histogram.js';
import { VoxmetryError } from '../recipe/errors.js';
import { binEdges } from './histogram_bins.js';

/** Counts of one brick; all bricks of a volume have the same bins. */
export interface Counted {
  readonly counts: Float64Array<ArrayBuffer>;
  readonly below: number;
  readonly above: number;
  readonly nan: number;
}

/** The integers that have a bin: those of the range, or all of the dtype. */
export function integerSpan(
  dtype: Dtype,
  range: Range | undefined,
): readonly [min: number, max: number] {
  if (range === undefined) return [DTYPES[dtype].min, DTYPES[dtype].max];
  const values = range.max - range.min + 1;
  if (values > MOST_INTEGER_BINS)
    throw new VoxmetryError(
      'limit',
      `histogram: ${String(values)} different values are more than the ${String(MOST_INTEGER_BINS)} bins there may be. Cast the volume to f32, which is binned, or select a part with 'within'.`,
      { op: 'histogram', details: { needed: values, available: MOST_INTEGER_BINS } },
    );
  return [range.min, range.max];
}

/** Edges of equal bins over a range. A volume of one value has one bin without width. */
export function floatEdges({ min, max }: Range, bins: number): Float64Array<ArrayBuffer> {
  return min === max ? Float64Array.of(min, max) : binEdges(min, max, bins);
}

/** The histogram of all bricks: of integers from the least to the greatest that occurs. */
export function histogramOf(
  counted: Counted,
  dtype: Dtype,
  range: Range | undefined,
  bins: number,
): Histogram {
  const { below, above, nan } = counted;
  const total = counted.counts.reduce((sum, n) => sum + n, 0);
  const outside = { below, above, nan };
  if (dtype === 'f32' && range !== undefined) {
    const { min, max } = range;
    if (range.count === 0) return empty(dtype, outside);
    const edges = floatEdges(range, bins);
    const width = (max - min) / (edges.length - 1);
    return { dtype, counts: counted.counts, start: min, width, edges, total, ...outside, min, max };
  }
  let first = counted.counts.findIndex((n) => n > 0);
  if (first < 0) return empty(dtype, outside);
  let end = counted.counts.length;
  while (counted.counts[end - 1] === 0) end -= 1;
  const counts = counted.counts.slice(first, end);
  first += range?.min ?? DTYPES[dtype].min;
  return {
    dtype,
    counts,
    start: first,
    width: 1,
    edges: null,
    total,
    ...outside,
    min: first,
    max: first + counts.length - 1,
  };
}

/** The histogram where nothing is finite. */
function empty(dtype: Dtype, outside: { below: number; above: number; nan: number }): Histogram {
  return {
    dtype,
    counts: new Float64Array(0),
    start: NaN,
    width: dtype === 'f32' ? 0 : 1,
    edges: dtype === 'f32' ? new Float64Array(0) : null,
    total: 0,
    ...outside,
    min: NaN,
    max: NaN,
  };
}

/** Counts of two bricks as one. */
export function mergeCounted(a: Counted, b: Counted): Counted {
  return {
    counts: a.counts.map((n, i) => n + b.counts[i]!),
    below: a.below + b.below,
    above: a.above + b.above,
    nan: a.nan + b.nan,
  };
}

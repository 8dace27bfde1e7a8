// Bins of a grid's values by their keys, and what each bin scores.
import { DTYPES, type Dtype } from '../../recipe/dtype.js';
import { keyBand, valueToKey } from '../../recipe/keys.js';
import { binEdges, edgeKeys } from '../histogram_bins.js';
import type { Histogram } from '../histogram.js';
import type { Range } from '../range.js';

/** Bins of keys, rising, and a score below 2^16 for each. */
export interface ScoreTable {
  /** The least key of each bin, and the greatest of the last. */
  readonly keys: Uint32Array<ArrayBuffer>;
  readonly scores: Uint32Array<ArrayBuffer>;
}

/** Scores are at most this. */
export const MOST_SCORE = 0xffff;

/** Bins of equal width from `min` to `max`, and their edges, `keys.length` of them. */
export interface EqualBins {
  readonly keys: Uint32Array<ArrayBuffer>;
  readonly edges: Float64Array<ArrayBuffer>;
}

/**
 * Equal bins of a range, `most` at most. Integers: each bin has as many values as any other, whole
 * ones, and the last may reach beyond `max`. f32: `most` bins, the last with `max` itself. None
 * where the range is empty.
 */
export function equalBins({ min, max, count }: Range, dtype: Dtype, most: number): EqualBins {
  if (count === 0) return { keys: Uint32Array.of(0), edges: new Float64Array(0) };
  if (!DTYPES[dtype].integer) {
    const edges = min === max ? Float64Array.of(min, max) : binEdges(min, max, most);
    return { keys: closedKeys(edges), edges };
  }
  const width = Math.ceil((max - min + 1) / most);
  const bins = Math.ceil((max - min + 1) / width);
  const edges = Float64Array.from({ length: bins + 1 }, (_, i) => min + i * width);
  const keys = Uint32Array.from(edges, (edge) => valueToKey(Math.min(edge, max), dtype));
  keys[bins] = valueToKey(max, dtype);
  return { keys, edges };
}

/** Keys of the bins of f32 between edges. */
function closedKeys(edges: Float64Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const keys = edgeKeys(edges);
  keys[keys.length - 1]! -= 1;
  return keys;
}

/** Scores that grow with the value: exact for up to 65536 integers, else 65536 equal levels. */
export function valueScores(range: Range, dtype: Dtype): ScoreTable {
  const { keys } = equalBins(range, dtype, MOST_SCORE + 1);
  return { keys, scores: Uint32Array.from({ length: keys.length - 1 }, (_, i) => i) };
}

/** Mean ranks of bins of a histogram, in 65536ths of all. */
export function rankScores(histogram: Histogram): ScoreTable {
  const { counts, edges, start, dtype, total } = histogram;
  const keys =
    edges === null
      ? Uint32Array.from({ length: counts.length + 1 }, (_, i) =>
          valueToKey(start + Math.min(i, counts.length - 1), dtype),
        )
      : closedKeys(edges);
  let before = 0;
  const scores = Uint32Array.from(counts, (n) => {
    const rank = (before + n / 2) / total;
    before += n;
    return Math.round(rank * MOST_SCORE);
  });
  return { keys: counts.length === 0 ? Uint32Array.of(0) : keys, scores };
}

/** 1 above a threshold, 0 up to it; of finite values. */
export function aboveScores(threshold: number, dtype: Dtype): ScoreTable {
  const first = keyBand(-Infinity, Infinity, dtype);
  const finite =
    dtype === 'f32' ? keyBand(-3.4028234663852886e38, 3.4028234663852886e38, 'f32') : first;
  const upTo = keyBand(-Infinity, threshold, dtype);
  const isBelow = upTo.first > upTo.last || upTo.last < finite.first;
  const cut = isBelow ? finite.first : Math.min(finite.last, upTo.last) + 1;
  const bins = [
    { from: finite.first, to: cut - 1, score: 0 },
    { from: cut, to: finite.last, score: 1 },
  ].filter(({ from, to }) => to >= from);
  return {
    keys: Uint32Array.from([...bins.map(({ from }) => from), finite.last]),
    scores: Uint32Array.from(bins, ({ score }) => score),
  };
}

/** The value itself where it is above a threshold, else 0; of values from 0 on. */
export function amountScores(range: Range, dtype: Dtype, threshold: number): ScoreTable {
  const { keys, edges } = equalBins(
    { ...range, min: 0, max: Math.max(range.max, 1) },
    dtype,
    MOST_SCORE + 1,
  );
  const width = edges.length > 1 ? edges[1]! - edges[0]! : 1;
  return {
    keys,
    // Of levels, the middle stands for its values.
    scores: Uint32Array.from({ length: keys.length - 1 }, (_, i) =>
      (DTYPES[dtype].integer ? i * width + (width - 1) / 2 : (i + 0.5) * width) > threshold ? i : 0,
    ),
  };
}

/** The middles of bins: of integers, of the whole values that they hold. */
export function middlesOf(edges: Float64Array, integer: boolean): Float64Array<ArrayBuffer> {
  return Float64Array.from(
    { length: Math.max(0, edges.length - 1) },
    (_, i) => (edges[i]! + edges[i + 1]! - (integer ? 1 : 0)) / 2,
  );
}

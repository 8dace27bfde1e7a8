// What the mean columns of blocks tell of a foil that is thinner than its image.
import { medianOf, spreadOf } from '../middle_value.js';

/** Deviations of a block's sum from which on something lies in it that is no foil. */
const OUTLIER = 2.5;
/** Rows from the foil's middle to where its image has ended, over the width of the image. */
const ENDED = 1.5;

/** The value of a profile at an offset from the foil's place; NaN beyond its ends. */
export type Profile = (offset: number) => number;

/**
 * Rows from the foil's place on over which both sides keep the level of the coating: to where the
 * separator begins, or something bright.
 */
export function sumReachOf(at: Profile, peak: number, coating: number, reach: number): number {
  const margin = 0.15 * (peak - coating);
  const isCoating = (d: number): boolean =>
    at(d) >= coating - margin && (at(d) <= coating + margin || at(d) <= at(d - Math.sign(d)));
  let d = 1;
  while (d < reach && isCoating(d + 1) && isCoating(-d - 1)) d++;
  return d;
}

/** The median over blocks of what their columns hold more than a level; by rows of blocks. */
export function excessOver(rows: readonly Float32Array[], level: number): number {
  return medianOf(sumsOver(rows, level));
}

function sumsOver(rows: readonly Float32Array[], level: number): Float64Array {
  return Float64Array.from(rows[0]!, (_, block) =>
    rows.reduce((sum, row) => sum + row[block]! - level, 0),
  );
}

/**
 * The level of the coating beside a foil that is not resolved, whose sums it shifts by the number
 * of their rows: the median profile of the blocks in which nothing has grown, on each side the
 * median of its rows from the end of the foil's image to that of the coating.
 *
 * @param rows - Of the blocks, as many below the foil's place as above it.
 */
export function coatingBeside(rows: readonly Float32Array[], rough: number, width: number): number {
  const sums = sumsOver(rows, rough);
  const middle = medianOf(sums);
  const spread = spreadOf(sums.map((sum) => sum - middle));
  const isPlain = (block: number): boolean => Math.abs(sums[block]! - middle) <= OUTLIER * spread;
  const profile = rows.map((row) => medianOf(row.filter((_, block) => isPlain(block))));
  const reach = (rows.length - 1) / 2;
  const from = Number.isNaN(width) ? reach : Math.min(reach, Math.ceil(ENDED * width));
  return medianOf([
    medianOf(profile.slice(0, reach - from + 1)),
    medianOf(profile.slice(reach + from)),
  ]);
}

// Histogram of a volume.
import { invalidArgument } from '../recipe/errors.js';
import { yields } from '../recipe/meta.js';
import {
  declareOp,
  input,
  isGridMeta,
  makeNode,
  optionalInput,
  optionalValueInput,
  type Node,
} from '../recipe/op.js';
import { integer } from '../recipe/params.js';
import type { Dtype } from '../recipe/dtype.js';
import { rangeNode, type Range } from './range.js';

/** How often which values occur. */
export interface Histogram {
  /** The dtype of the volume. */
  readonly dtype: Dtype;
  /**
   * Voxels per bin, exact to 2^53. From the bin of `min` to that of `max`; empty without a value.
   */
  readonly counts: Float64Array<ArrayBuffer>;
  /** In intensity. Integers: the value of bin 0. f32: the lower edge of bin 0. */
  readonly start: number;
  /**
   * Distance of two bins, in intensity: 1 for integers; 0 where an f32 volume has a single value.
   */
  readonly width: number;
  /**
   * f32: `counts.length + 1` edges, in intensity; bin i has edge i ≤ v < edge i + 1, the last one
   * also its end. Null for integers.
   */
  readonly edges: Float64Array<ArrayBuffer> | null;
  /** Voxels counted: the sum of `counts`. */
  readonly total: number;
  /** Voxels below the range, −∞ among them. 0 for 8-bit volumes. */
  readonly below: number;
  /** Voxels above the range, +∞ among them. 0 for 8-bit volumes. */
  readonly above: number;
  /** Voxels that are NaN. */
  readonly nan: number;
  /** Least finite value, in intensity; NaN where there is none. */
  readonly min: number;
  /** Greatest finite value, in intensity; NaN where there is none. */
  readonly max: number;
}

/** Most bins of an integer histogram. */
export const MOST_INTEGER_BINS = 2 ** 20;

/**
 * Histogram of a volume, or of its voxels within a mask, as {@link Histogram}. Integers have one
 * bin per value, f32 has `bins` equal bins over the finite range. The same counts on every adapter:
 * bins are decided by comparing integers.
 *
 * All but 8-bit volumes need their `range`; {@link histogramNode} adds it. Labels are refused:
 * their ids are names, not amounts. 8 bits: one pass, 1 B/voxel. 16 bits: two passes, and one more
 * for every 4,096 values (512 on SwiftShader) beyond the first, or (above five windows of them)
 * 8 B/voxel more for counting in memory. f32: two passes. `limit` where a 32-bit volume spans more
 * than 2^20 values.
 */
export const histogram = declareOp({
  name: 'histogram',
  kind: 'reduce',
  inputs: {
    volume: input('volume', 'phases'),
    within: optionalInput('mask'),
    range: optionalValueInput<Range>(),
  },
  params: {
    bins: integer(
      { default: 256, min: 1, max: 4096 },
      'Number of equal bins of an f32 volume; integers have one bin per value.',
    ),
  },
  exactness: 'exact',
  result: ({ volume, range }) => {
    const needsRange = volume.storage !== 'u8' && volume.storage !== 'i8';
    if (needsRange && range === undefined)
      throw invalidArgument(
        'histogram',
        'range',
        undefined,
        `the range of the volume, for ${volume.storage}`,
      );
    return yields.result<Histogram>();
  },
});

/** The node of a volume's {@link histogram}, with its range where that is needed. */
export function histogramNode(volume: Node, within?: Node, bins?: number) {
  const storage = isGridMeta(volume.meta) ? volume.meta.storage : undefined;
  const narrow = storage === 'u8' || storage === 'i8';
  const range = narrow || volume.meta.kind !== 'volume' ? undefined : rangeNode(volume, within);
  return makeNode(histogram, { volume, within, range }, { bins });
}

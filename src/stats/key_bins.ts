// Two-level histograms of 32-bit volumes: every value, and no bins of a range.
import { DTYPES, type Dtype } from '../recipe/dtype.js';
import { invalidArgument } from '../recipe/errors.js';
import { yields, type GridMeta } from '../recipe/meta.js';
import { declareOp, input, optionalInput, valueInput } from '../recipe/op.js';

/** Upper halves of keys, and lower halves of one upper half. */
export const HALVES = 0x10000;

/**
 * The values of a volume by the upper 16 bits of their order-preserving keys: bins within which
 * values rise in equal steps. An array has a number for each of the 65,536 bins.
 */
export interface KeyBins {
  readonly dtype: Dtype;
  readonly counts: Float64Array;
  /** Sum of the lower 16 bits. */
  readonly sums: Float64Array;
  /** Least and greatest lower 16 bits; only where something is counted. */
  readonly least: Uint16Array;
  readonly greatest: Uint16Array;
  /** Voxels that are NaN, and infinite ones. They are in no bin. */
  readonly nan: number;
  readonly infinite: number;
}

/** How often keys occur. */
export interface KeyCounts {
  /** Rising keys. */
  readonly keys: Uint32Array;
  readonly counts: Float64Array;
}

/** Throws where a volume's values are not of 32 bits. */
function checkWide(op: string, { storage }: GridMeta): void {
  if (DTYPES[storage as Dtype].bits < 32)
    throw invalidArgument(op, 'volume', storage, 'a u32, i32 or f32 volume');
}

/**
 * The first level of a two-level histogram of a 32-bit volume, or of its voxels within a mask, as
 * {@link KeyBins}: 65,536 bins whose counts and sums are exact, at 1/128 of their value or finer.
 * One pass: 4 B/voxel, 1/8 of mask, and tables of 1.3 MB.
 */
export const keyBins = declareOp({
  name: 'keyBins',
  kind: 'reduce',
  inputs: { volume: input('volume'), within: optionalInput('mask') },
  params: {},
  exactness: 'exact',
  result: ({ volume }) => {
    checkWide('keyBins', volume);
    return yields.plain<KeyBins>();
  },
});

/**
 * The second level: how often each value of some `chosen` bins occurs, as {@link KeyCounts}. One
 * pass for 256 bins: 4 B/voxel, 1/8 of mask, 8 B per voxel that is in one of them, and 256 KiB per
 * bin; none where nothing is chosen.
 */
export const keyCounts = declareOp({
  name: 'keyCounts',
  kind: 'reduce',
  inputs: {
    volume: input('volume'),
    within: optionalInput('mask'),
    chosen: valueInput<Uint32Array>(),
  },
  params: {},
  exactness: 'exact',
  result: ({ volume }) => {
    checkWide('keyCounts', volume);
    return yields.plain<KeyCounts>();
  },
});

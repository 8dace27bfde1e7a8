// Clipping to a band of values.
import { DTYPES, type Dtype } from '../recipe/dtype.js';
import { invalidArgument } from '../recipe/errors.js';
import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input } from '../recipe/op.js';
import { nullable, number } from '../recipe/params.js';

/** The bounds that integers are clipped to: whole numbers of the dtype, rounded inwards. */
export function clipBounds(
  lo: number | null,
  hi: number | null,
  dtype: Dtype,
): readonly [number, number] {
  const { min, max, integer } = DTYPES[dtype];
  if (!integer) return [Math.fround(lo ?? -Infinity), Math.fround(hi ?? Infinity)];
  return [Math.max(min, Math.ceil(lo ?? min)), Math.min(max, Math.floor(hi ?? max))];
}

/**
 * Values below `lo` become `lo`, values above `hi` become `hi`; the dtype stays. Bounds of integer
 * volumes are rounded inwards to whole numbers of the dtype, those of f32 to f32; a band that then
 * holds no value is refused. Exact; NaN stays NaN. NumPy's `clip`. One pass: 2 × the bytes of a
 * voxel.
 */
export const clip = declareOp({
  name: 'clip',
  kind: 'map',
  inputs: { volume: input('volume') },
  params: {
    lo: nullable(
      number(
        { infinite: true, unit: 'intensity' },
        'Intensities below it become it; null: no bound.',
      ),
    ),
    hi: nullable(
      number(
        { infinite: true, unit: 'intensity' },
        'Intensities above it become it; null: no bound.',
      ),
    ),
  },
  exactness: 'exact',
  result: ({ volume }, { lo, hi }): GridMeta => {
    if (lo === null && hi === null) throw invalidArgument('clip', 'lo', lo, 'lo, hi or both');
    const [first, last] = clipBounds(lo, hi, volume.storage as Dtype);
    if (first > last)
      throw invalidArgument(
        'clip',
        'hi',
        hi ?? lo,
        `bounds with a value of ${volume.storage} between them`,
      );
    return volume;
  },
});

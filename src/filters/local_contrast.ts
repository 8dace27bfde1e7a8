// Local contrast normalisation.
import { DTYPES, type Dtype } from '../recipe/dtype.js';
import { invalidArgument } from '../recipe/errors.js';
import { growRegion, volumeOf } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import {
  declareOp,
  input,
  isGridMeta,
  makeNode,
  optionalValueInput,
  type Node,
} from '../recipe/op.js';
import { nullable, number } from '../recipe/params.js';
import { rangeNode, type Range } from '../stats/range.js';
import { borderParams, checkBorderValue } from './border.js';
import { windowRadius, windowSize } from './window.js';

/** Most voxels of a window: the sums of squares of 16-bit levels and their count share 64 bits. */
const MOST_VOXELS = 65535;

/** Whether a dtype's values are taken as levels between the ends of the data, not as they are. */
export function needsLevels(dtype: Dtype): boolean {
  return DTYPES[dtype].bits === 32;
}

/**
 * Local contrast normalisation: (v − m) / (s + `epsilon`), with m and s the mean and the standard
 * deviation (of the population) of the box of `size` voxels (odd, one for all axes or three;
 * default 31; at most 65535 voxels) around the voxel; f32. It takes out uneven illumination and
 * charging, and leaves noise of unit size. `epsilon` (in the volume's intensity; default: one grey
 * level) keeps flat places flat.
 *
 * Sums are whole numbers: 8- and 16-bit values as they are, so that m and s are exact but for one
 * rounding, and results right to 2·10⁻⁶; u32, i32 and f32 as 65536 levels between the least and the
 * greatest finite value of the volume (the input `range`), one of which is their grey level. So
 * results do not depend on bricks. NaN and ±∞ are left out of the sums and stay what they are.
 *
 * Outside the volume, `border` reads 'reflect' (default), 'nearest' or 'constant' with `value`
 * (default 0).
 *
 * Three passes: 38 B/voxel for 8 bits, 56 for 16 bits, 60 for 32 bits, plus halos; the cost barely
 * depends on `size`.
 */
export const localContrast = declareOp({
  name: 'localContrast',
  kind: 'map',
  inputs: { volume: input('volume'), range: optionalValueInput<Range>() },
  params: {
    size: windowSize(
      { most: 1023, default: 31 },
      'Edge of the window around each voxel: one odd number, or one for each of x, y, z.',
    ),
    epsilon: nullable(
      number(
        { above: 0, unit: 'intensity' },
        'Added to the standard deviation, so that flat places stay flat; null: one grey level.',
      ),
    ),
    ...borderParams,
  },
  exactness: 'float-dependent',
  result: ({ volume, range }, { size, border, value }): GridMeta => {
    checkBorderValue('localContrast', volume, border, value);
    if (volumeOf(size) > MOST_VOXELS)
      throw invalidArgument(
        'localContrast',
        'size',
        size,
        `a box of at most ${String(MOST_VOXELS)} voxels`,
      );
    if (needsLevels(volume.storage as Dtype) && range === undefined)
      throw invalidArgument(
        'localContrast',
        'range',
        undefined,
        `the range of the volume, for ${volume.storage}`,
      );
    return { ...volume, storage: 'f32' };
  },
  needs: (region, { volume }, { size }) => ({
    volume: growRegion(region, windowRadius(size), volume.size),
  }),
  notes: ({ size, border, value }) => ({
    window: `box ${size.join('×')}, standard deviation of the population`,
    border: border === 'constant' ? `constant ${String(value)}` : border,
  }),
});

/** The node of {@link localContrast}, with the range of the volume where that is needed. */
export function localContrastNode(
  volume: Node,
  params: Readonly<Record<string, unknown>> = {},
): Node {
  const levels = isGridMeta(volume.meta) && needsLevels(volume.meta.storage as Dtype);
  return makeNode(localContrast, { volume, range: levels ? rangeNode(volume) : undefined }, params);
}

// Resampling by interpolation (nearest, linear, cubic convolution).
import { invalidArgument } from '../recipe/errors.js';
import { map3, volumeOf, type Vec3 } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input } from '../recipe/op.js';
import { nullable, oneOf, triple } from '../recipe/params.js';
import { boxOfIndices } from './axis_map.js';
import { borderParams } from './border.js';
import { axisTaps, TAPS, type Sampling } from './resample_taps.js';

/** How values between voxel centres are made. */
export const INTERPOLATIONS = [
  'nearest',
  'linear',
  'cubic',
] as const satisfies readonly Interpolation[];

/** How values between voxels are made: 'nearest', 'linear' or 'cubic'. */
export type Interpolation = 'nearest' | 'linear' | 'cubic';

/** What decides where samples lie. */
interface Target {
  readonly spacing: Vec3 | null;
  readonly size: Vec3 | null;
}

/** How the result of a resampling lies on its source. */
export function samplingOf(
  grid: GridMeta,
  { spacing, size }: Target,
): Sampling & { readonly size: Vec3 } {
  const wanted =
    size ?? map3((i) => Math.max(1, Math.round((grid.size[i] * grid.spacing[i]) / spacing![i])));
  return {
    size: wanted,
    scale: map3((i) =>
      spacing === null ? grid.size[i] / wanted[i] : spacing[i] / grid.spacing[i],
    ),
  };
}

/**
 * A grid on other voxels: of another `spacing` (in its unit; one number for cubes) or another
 * `size` in voxels. `method` is 'nearest' (dtype and kind stay; the only one for masks, phases and
 * labels), 'linear' (default) or 'cubic' (both f32; cast the result for integers).
 *
 * Alignment: voxels are boxes, and the outer faces at the start of the axes coincide; sample i lies
 * at (i + ½) · s − ½ in source voxels, s being the new spacing over the old. With `size`, s is the
 * old size over the new one, so that the end faces coincide too (SciPy's `zoom` with
 * `grid_mode=True`). With `spacing`, the size is the extent over the spacing, rounded, and the last
 * voxel may end up to half a voxel elsewhere. The origin moves so that every sample stays at its
 * physical place.
 *
 * 'nearest' takes ⌊position + ½⌋. 'linear' weighs two voxels per axis. 'cubic' is Keys' convolution
 * with a = −½ over four voxels per axis (IEEE Trans. ASSP 29 (1981) 1153,
 * https://doi.org/10.1109/TASSP.1981.1163711), which goes through the voxels' values and reproduces
 * parabolas; SciPy's order 3 is a B-spline and differs. Outside the volume, `border` reads
 * 'reflect' (default), 'nearest' or 'constant' with `value`. There is no smoothing against
 * aliasing: use `bin`, or `gaussian` first, to go coarser. Weights are made in f64 and rounded to
 * f32: errors stay below 10⁻⁶ of the greatest |value|. NaN and ±∞ spread to the samples that weigh
 * them other than 0.
 *
 * One pass: the source's voxels in, 4 B/voxel out (nearest: the dtype's), and 8 bytes per tap and
 * index of an axis.
 */
export const resample = declareOp({
  name: 'resample',
  kind: 'map',
  inputs: { grid: input('volume', 'mask', 'phases', 'labels') },
  params: {
    spacing: nullable(
      triple({
        doc: "Distance of the new voxels in the grid's unit: one number, or one for each of x, y, z.",
        unit: 'length',
        allowed: 'a distance > 0, or three of them for x, y, z',
        each: { type: 'number', exclusiveMinimum: 0 },
        good: (n) => n > 0 && Number.isFinite(n),
      }),
    ),
    size: nullable(
      triple({
        doc: 'Number of voxels of the result: one number, or one for each of x, y, z.',
        unit: 'voxels',
        allowed: 'a number of voxels from 1 to 65535, or three of them for x, y, z',
        each: { type: 'integer', minimum: 1, maximum: 65535 },
        good: (n) => Number.isInteger(n) && n >= 1 && n <= 65535,
      }),
    ),
    method: oneOf(
      INTERPOLATIONS,
      'linear',
      'How values between voxels are made: of the nearest, of two, or of four voxels along each axis.',
    ),
    ...borderParams,
  },
  exactness: (_, { method }) => (method === 'nearest' ? 'exact' : 'float-dependent'),
  result: ({ grid }, { spacing, size, method }): GridMeta => {
    if ((spacing === null) === (size === null))
      throw invalidArgument('resample', 'size', size, 'spacing or size, exactly one of them');
    if (grid.kind !== 'volume' && method !== 'nearest')
      throw invalidArgument('resample', 'method', method, `'nearest' for ${grid.kind}`);
    const sampling = samplingOf(grid, { spacing, size });
    if (sampling.size.some((n) => n > 65535) || volumeOf(sampling.size) > 2 ** 40)
      throw invalidArgument(
        'resample',
        'spacing',
        spacing,
        'a spacing that gives at most 65535 voxels per axis',
      );
    const { scale } = sampling;
    return {
      ...grid,
      storage: method === 'nearest' ? grid.storage : 'f32',
      size: sampling.size,
      spacing: map3((i) => spacing?.[i] ?? scale[i] * grid.spacing[i]),
      origin: map3((i) => grid.origin[i] + ((scale[i] - 1) / 2) * grid.spacing[i]),
    };
  },
  needs: (region, { grid }, { spacing, size, method, border }) => {
    const sampling = samplingOf(grid, { spacing, size });
    return {
      grid: boxOfIndices(
        (axis) => axisTaps(axis, grid.size, sampling, method, border, region).indices,
        grid.size,
      ),
    };
  },
  notes: ({ method, border, value }) => ({
    resample: `${method}, ${String(TAPS[method])} voxels per axis, outer faces at the start of the axes aligned`,
    border: border === 'constant' ? `constant ${String(value)}` : border,
  }),
});

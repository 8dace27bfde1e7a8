// Unrolling of a wound sheet.
import { checkFill } from '../filters/border.js';
import { TAPS } from '../filters/resample_taps.js';
import { sampledStorage, samplingParams } from '../filters/sampled_between.js';
import { invalidArgument } from '../recipe/errors.js';
import { volumeOf, type Region, type Vec3 } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { declareOp, inputApart, valueInput } from '../recipe/op.js';
import { number } from '../recipe/params.js';
import type { WindingsData } from './windings_data.js';

/** What places an unrolled grid on its sheet. */
export const unrolledParams = {
  start: number({ default: 0, min: 0, unit: 'length' }, 'Where along the sheet x = 0 lies.'),
  length: number({ above: 0, unit: 'length' }, 'How far along the sheet, from `start` on.'),
  from: number({ unit: 'length' }, 'The lowest distance from the sheet along its normal.'),
  to: number({ unit: 'length' }, 'The greatest distance from the sheet along its normal.'),
  step: number({ above: 0, unit: 'length' }, 'Distance of voxels along the sheet and its normal.'),
  smooth: number(
    { min: 0, unit: 'length' },
    "Standard deviation of the Gaussian weights by which the sheet's radii are smoothed.",
  ),
} as const;

/** Parameters of an unrolled grid, complete. */
export interface Unrolled {
  readonly start: number;
  readonly length: number;
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly smooth: number;
}

/** Size, spacing and origin of a grid's unrolled one; refuses what cannot be. */
export function unrolledGrid(
  op: string,
  grid: GridMeta,
  { start, length, from, to, step }: Unrolled,
): Pick<GridMeta, 'size' | 'spacing' | 'origin'> {
  if (!(to >= from)) throw invalidArgument(op, 'to', to, `from, which is ${String(from)}, or more`);
  // What is a whole number of steps but for the last digits is one.
  const steps = (extent: number): number => Math.floor(extent / step + 1e-6) + 1;
  const size: Vec3 = [steps(length), steps(to - from), grid.size[2]];
  if (size[0] > 2 ** 20 || size[1] > 65535 || volumeOf(size) > 2 ** 40)
    throw invalidArgument(
      op,
      'step',
      step,
      'so large that there are at most 1048576 places along the sheet, 65535 along its normal and 2⁴⁰ voxels',
    );
  if (!(Math.max(-from, to) < 2 ** 21 * Math.min(grid.spacing[0], grid.spacing[1])))
    throw invalidArgument(op, 'from, to', [from, to], 'within 2097152 voxels of the sheet');
  return {
    size,
    spacing: [step, step, grid.spacing[2]],
    origin: [start, from, grid.origin[2]],
  };
}

/** Whole slices, those of the region: where the sheet lies in them is known when it is computed. */
export function wholeSlices({ size }: GridMeta, region: Region): Region {
  return {
    origin: [0, 0, region.origin[2]],
    size: [size[0], size[1], region.size[2]],
  };
}

/**
 * A grid unrolled along a wound sheet: x of the result is the length s along the sheet, y the
 * distance h from its middle along its normal, outwards, z that of the source. The voxel at (s, h,
 * z) has the value of the source at axis(z) + r(s, z) · direction(θ(s)) + h · normal(s, z), where
 * the normal lies in the slice. Voxel (0, 0, k) lies at s = `start`, h = `from`; steps along x and
 * y are `step`. A place s has one angle in all slices: it is the length along the mean of the sheet
 * over its rows.
 *
 * The sheet is a robust fit of a spiral with an off-centre and an oval part to the measured radii,
 * plus the deviations from it, smoothed by Gaussian weights of the standard deviation `smooth`, as
 * coefficients of a cubic B-spline over columns and rows. Cells where the sheet was not seen take
 * the deviation of what lies about them, up to a quarter of a turn away, and beyond that none. Rows
 * go on beyond the first and the last as they are there. A `start` + `length` beyond the sheet's
 * end is refused (`invalid-argument`) when it is computed, as is a grid that does not have the
 * slices or the unit of the windings.
 *
 * Voxels away from the sheet are stretched: their volume is that of a voxel of the result times the
 * map that `stretch` makes, (1 + κh) but for what slices differ from the mean sheet.
 *
 * `method`, `border` and `value` are those of `resampleTo`. Places are made in f64, and are
 * integers of 64 bits in 2⁻⁴⁰ voxels, the same in every brick. Engines may differ in the last digit
 * of sines, which moves a place by less than 10⁻⁹ voxel. NaN and ±∞ spread to the voxels that weigh
 * them other than 0.
 *
 * One pass: of the source the slices of the region; 4 B/voxel out (nearest: the dtype's), and 32 B
 * for each place along the sheet in each slice.
 */
export const unroll = declareOp({
  name: 'unroll',
  kind: 'map',
  inputs: {
    grid: inputApart('volume', 'mask', 'phases', 'labels'),
    windings: valueInput<WindingsData>(),
  },
  params: {
    ...unrolledParams,
    ...samplingParams,
    value: number({ default: 0 }, "The value of the border 'constant'."),
  },
  exactness: 'float-dependent',
  result: ({ grid }, params): GridMeta => {
    const { method, border, value } = params;
    const storage = sampledStorage('unroll', grid, method);
    if (method === 'nearest' && border === 'constant') checkFill('unroll', grid, value);
    return { ...grid, storage, ...unrolledGrid('unroll', grid, params) };
  },
  needs: (region, { grid }) => ({ grid: wholeSlices(grid, region) }),
  notes: ({ method, border, value, smooth }) => ({
    unroll: `${method}, ${String(TAPS[method])} voxels per axis; x along the sheet, y along its normal in the slice; voxels are stretched by 1 + κh`,
    sheet: `robust spiral with harmonics and deviations smoothed by ${String(smooth)}; holes filled from around`,
    border: border === 'constant' ? `constant ${String(value)}` : border,
  }),
});

/**
 * How much larger or smaller the volume of a voxel of an {@link unroll}ed grid is in the cell than
 * its own: (1 + κh) · the length in the slice per length along the mean sheet; f32, without unit. κ
 * is the curvature in the slice. The sum over the voxels of an object, times a voxel's volume, is
 * the object's volume in the cell; 0 and below beyond the centre of curvature. Inputs and
 * parameters are those of `unroll`; of `grid` only its place is used. One pass of 4 B/voxel, and 8
 * B for each place along the sheet in each slice.
 */
export const stretch = declareOp({
  name: 'stretch',
  kind: 'map',
  inputs: {
    grid: inputApart('volume', 'mask', 'phases', 'labels'),
    windings: valueInput<WindingsData>(),
  },
  params: unrolledParams,
  exactness: 'float-dependent',
  result: ({ grid }, params): GridMeta => ({
    kind: 'volume',
    storage: 'f32',
    unit: grid.unit,
    ...unrolledGrid('stretch', grid, params),
  }),
  needs: (region): { grid: Region } => ({
    grid: { origin: [0, 0, region.origin[2]], size: [1, 1, 1] },
  }),
  notes: () => ({ stretch: '1 + κh, κ by the smoothed sheet in each slice' }),
});

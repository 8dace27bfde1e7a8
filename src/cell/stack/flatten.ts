// A grid along a sheet of a stack.
import { checkFill } from '../../filters/border.js';
import { TAPS } from '../../filters/resample_taps.js';
import { sampledStorage, samplingParams } from '../../filters/sampled_between.js';
import { invalidArgument } from '../../recipe/errors.js';
import { volumeOf, type Region, type Vec3 } from '../../recipe/geometry.js';
import type { GridMeta } from '../../recipe/meta.js';
import { declareOp, inputApart, valueInput } from '../../recipe/op.js';
import { integer, number, oneOf } from '../../recipe/params.js';
import { LEAN } from './lean.js';
import { AXES } from './mask_columns.js';
import type { SheetsData, StackAxis } from './sheets_data.js';

/** What places a grid along a sheet. */
export const flattenedParams = {
  axis: oneOf(['x', 'y', 'z'], 'z', 'The axis along which sheets lie on each other.'),
  sheet: integer({ min: 0 }, 'The sheet, from 0 at the lower end of the axis.'),
  from: number({ unit: 'length' }, 'The lowest distance from the sheet along its normal.'),
  to: number({ unit: 'length' }, 'The greatest distance from the sheet along its normal.'),
  step: number({ above: 0, unit: 'length' }, 'Distance of voxels along the normal.'),
  smooth: number(
    { min: 0, unit: 'length' },
    'Standard deviation of the Gaussian weights by which the sheet is smoothed.',
  ),
} as const;

/** Parameters of a grid along a sheet, complete. */
export interface Flattened {
  readonly axis: StackAxis;
  readonly sheet: number;
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly smooth: number;
}

/** Size, spacing and origin of a grid along a sheet; refuses what cannot be. */
export function flattenedGrid(
  op: string,
  grid: GridMeta,
  { axis, from, to, step }: Flattened,
): Pick<GridMeta, 'size' | 'spacing' | 'origin'> {
  if (!(to >= from)) throw invalidArgument(op, 'to', to, `from, which is ${String(from)}, or more`);
  const [u, v] = AXES[axis];
  // What is a whole number of steps but for the last digits is one.
  const steps = Math.floor((to - from) / step + 1e-6) + 1;
  const size: Vec3 = [grid.size[u]!, steps, grid.size[v]!];
  if (steps > 65535 || volumeOf(size) > 2 ** 40)
    throw invalidArgument(
      op,
      'step',
      step,
      'so large that there are at most 65535 places along the normal and 2⁴⁰ voxels',
    );
  if (!(Math.max(-from, to) < 2 ** 20 * Math.min(...grid.spacing)))
    throw invalidArgument(op, 'from, to', [from, to], 'within 1048576 voxels of the sheet');
  return {
    size,
    spacing: [grid.spacing[u]!, step, grid.spacing[v]!],
    origin: [grid.origin[u]!, from, grid.origin[v]!],
  };
}

/** Of the source what normals may reach from a region: all but what lies too far along v. */
export function reachedRegion(
  { size, spacing }: GridMeta,
  region: Region,
  { axis, from, to }: Flattened,
  taps: number,
): Region {
  const [, v] = AXES[axis];
  const reach = Math.ceil((LEAN * Math.max(-from, to, 0)) / spacing[v]!) + taps;
  const low = Math.max(0, region.origin[2] - reach);
  const high = Math.min(size[v]!, region.origin[2] + region.size[2] + reach);
  const at = <T>(own: T, others: (axis: number) => T): readonly [T, T, T] => [
    v === 0 ? own : others(0),
    v === 1 ? own : others(1),
    v === 2 ? own : others(2),
  ];
  return { origin: at(low, () => 0), size: at(high - low, (i) => size[i]!) };
}

/**
 * A grid along a sheet of a stack: x of the result is u, z is v, as they are in the source, and y
 * the distance h from the sheet's middle along its normal, towards the upper end of the axis. The
 * voxel at (u, h, v) has the value of the source at P(u, v) + h · normal(u, v), P the sheet.
 *
 * The sheet is the fit of the whole stack plus the measured deviations from it, smoothed by
 * Gaussian weights of the standard deviation `smooth`, as coefficients of a cubic B-spline. Cells
 * where the sheet was not seen take the deviation of what lies about them, up to a quarter of the
 * columns away, and beyond that none. Normals lean by 45° from the axis at most. A sheet that the
 * stack does not have is refused when it is computed, as is a grid of another unit or axis.
 *
 * Voxels are stretched: their volume is that of a voxel of the result times the map that
 * `flatStretch` makes. `method`, `border` and `value` are those of `resampleTo`; places are made in
 * f64 and are integers of 64 bits in 2⁻⁴⁰ voxels, the same in every brick. NaN and ±∞ spread to the
 * voxels that weigh them other than 0. One pass: of the source the region's part of v and what
 * normals reach beyond it; 4 B/voxel out (nearest: the dtype's), and 48 B for each place (u, v).
 */
export const flatGrid = declareOp({
  name: 'flatGrid',
  kind: 'map',
  inputs: {
    grid: inputApart('volume', 'mask', 'phases', 'labels'),
    sheets: valueInput<SheetsData>(),
  },
  params: {
    ...flattenedParams,
    ...samplingParams,
    value: number({ default: 0 }, "The value of the border 'constant'."),
  },
  exactness: 'float-dependent',
  result: ({ grid }, params): GridMeta => {
    const { method, border, value } = params;
    const storage = sampledStorage('flatten', grid, method);
    if (method === 'nearest' && border === 'constant') checkFill('flatten', grid, value);
    return { ...grid, storage, ...flattenedGrid('flatten', grid, params) };
  },
  needs: (region, { grid }, params) => ({
    grid: reachedRegion(grid, region, params, TAPS[params.method]),
  }),
  notes: ({ method, border, value, smooth, sheet }) => ({
    flatten: `${method}, ${String(TAPS[method])} voxels per axis; sheet ${String(sheet)}, y along its normal; voxels are stretched`,
    sheet: `robust quadratics and deviations smoothed by ${String(smooth)}; holes filled from around`,
    border: border === 'constant' ? `constant ${String(value)}` : border,
  }),
});

/**
 * How much larger or smaller the volume of a voxel of a {@link flatGrid} is in the cell than
 * its own: W · (1 + κh), W the area of the sheet per that across the axis, κ the sum of its
 * principal curvatures; f32, without unit. The product of the two curvatures, times h², is left
 * out. Inputs and parameters are those of `flatGrid`; of `grid` only its place is used. One pass of
 * 4 B/voxel, and 8 B for each place (u, v).
 */
export const flatStretch = declareOp({
  name: 'flatStretch',
  kind: 'map',
  inputs: {
    grid: inputApart('volume', 'mask', 'phases', 'labels'),
    sheets: valueInput<SheetsData>(),
  },
  params: flattenedParams,
  exactness: 'float-dependent',
  result: ({ grid }, params): GridMeta => ({
    kind: 'volume',
    storage: 'f32',
    unit: grid.unit,
    ...flattenedGrid('flatStretch', grid, params),
  }),
  needs: (): { grid: Region } => ({ grid: { origin: [0, 0, 0], size: [1, 1, 1] } }),
  notes: () => ({ stretch: 'W (1 + κh), by the smoothed sheet' }),
});

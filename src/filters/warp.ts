// Resampling through a field of displacements.
import { invalidArgument } from '../recipe/errors.js';
import { wholeRegion, type Region } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import {
  declareOp,
  gridMeta,
  inputApart,
  makeNode,
  optionalInput,
  optionalValueInput,
  type Node,
} from '../recipe/op.js';
import { nullable, number } from '../recipe/params.js';
import { compose } from '../recipe/transform.js';
import { rangeNode, type Range } from '../stats/range.js';
import { checkFill } from './border.js';
import { cast } from './cast.js';
import { indexMapOf, indicesBelow, isInReach, REACH, type IndexMap } from './index_map.js';
import { boxOfPlaces } from './resample_to.js';
import type { Interpolation } from './resample.js';
import { TAPS } from './resample_taps.js';
import { sampledStorage, samplingParams } from './sampled_between.js';

/** Displacements of this many voxels and more count as NaN. */
export const FARTHEST = 8192;

/** The map from the field's voxels to the source, before they are displaced. */
export function undisplaced(grid: GridMeta, field: GridMeta, method: Interpolation): IndexMap {
  return indexMapOf(grid, field, compose(), method === 'nearest' ? 'nearest' : 'between');
}

/** The box of the source that a region reads. */
export function warpBox(
  grid: GridMeta,
  field: GridMeta,
  region: Region,
  params: {
    readonly method: Interpolation;
    readonly border: 'constant' | 'nearest' | 'reflect';
    readonly reach: number | null;
  },
): Region {
  const { method, border, reach } = params;
  if (reach === null) return wholeRegion(grid.size);
  const map = undisplaced(grid, field, method);
  return boxOfPlaces(
    (axis) => {
      const [below, above] = indicesBelow(map, axis, region);
      const margin = Math.ceil(reach / grid.spacing[axis] + 1e-3);
      return [below - margin, above + margin];
    },
    grid.size,
    method,
    border,
  );
}

/** The field's grid: of the component that is given. */
export function fieldOf(metas: {
  readonly x: GridMeta | undefined;
  readonly y: GridMeta | undefined;
  readonly z: GridMeta | undefined;
}): GridMeta {
  const field = metas.x ?? metas.y ?? metas.z;
  if (field === undefined)
    throw invalidArgument('warp', 'x, y, z', 'left out', 'at least one volume of displacements');
  return field;
}

/**
 * A grid on the voxels of a field of displacements, of up to three f32 volumes of one grid: the
 * voxel of the result at the position p has the value of the source at p + (x, y, z), in the unit
 * of both grids; a component that is left out is 0. So a field is the one that registration finds
 * on the fixed grid for the moving one (ITK's `DisplacementFieldTransform`, SciPy's
 * `map_coordinates` of index + displacement).
 *
 * `method`, `border` and `value` are those of `resampleTo`: 'nearest' keeps kind and dtype, and is
 * the only one for masks, phases and labels; 'linear' (default) and 'cubic' (Keys' convolution, a =
 * −½; no B-spline) give f32. Where a displacement is NaN, infinite, or 8192 voxels and more, the
 * result is `value`, whatever the border.
 *
 * Displacements are multiplied once in f32 and rounded to 2⁻¹⁸ voxel of the source; the rest is
 * of 64-bit integers. Positions are right to 3·10⁻⁶ voxel and 10⁻⁷ of the displacement, the same
 * in every brick and on every GPU, so that 'nearest' is exact; values between are right to 10⁻⁵ of
 * the greatest |value|, besides what the position moves them. NaN and ±∞ of the source spread to
 * the voxels that weigh them other than 0.
 *
 * `reach` is the greatest displacement along an axis, in the unit: a region then reads of the
 * source no more than lies within it. The range of each component, read once, holds the field to
 * it: farther displacements are refused. Without it the whole source is needed. One pass: of the
 * source that box, 4 B/voxel for each component, 4 B/voxel out (nearest: the dtype's).
 */
export const warp = declareOp({
  name: 'warp',
  kind: 'map',
  inputs: {
    grid: inputApart('volume', 'mask', 'phases', 'labels'),
    x: optionalInput('volume'),
    y: optionalInput('volume'),
    z: optionalInput('volume'),
    rangeX: optionalValueInput<Range>(),
    rangeY: optionalValueInput<Range>(),
    rangeZ: optionalValueInput<Range>(),
  },
  params: {
    ...samplingParams,
    value: number(
      { default: 0 },
      "The value of the border 'constant', and where no place is said.",
    ),
    reach: nullable(number({ min: 0, unit: 'length' }, 'The greatest displacement along an axis.')),
  },
  exactness: (_, { method }) => (method === 'nearest' ? 'exact' : 'float-dependent'),
  result: ({ grid, x, y, z }, { method, value }): GridMeta => {
    const field = fieldOf({ x, y, z });
    const storage = sampledStorage('warp', grid, method);
    if (method === 'nearest') checkFill('warp', grid, value);
    for (const [name, component] of Object.entries({ x, y, z }))
      if (component !== undefined && component.storage !== 'f32')
        throw invalidArgument('warp', name, `of ${component.storage}`, "f32; use cast('f32')");
    if (grid.unit !== field.unit)
      throw invalidArgument('warp', 'x, y, z', `in ${field.unit}`, `the grid's unit, ${grid.unit}`);
    if (!isInReach(grid, field, compose()))
      throw invalidArgument(
        'warp',
        'x, y, z',
        `at ${field.origin.join(', ')}`,
        `a field within ${String(REACH)} voxels of the grid's first`,
      );
    const { size, spacing, origin } = field;
    return { ...grid, storage, size, spacing, origin };
  },
  needs: (region, { grid, x, y, z }, params) => ({
    grid: warpBox(grid, fieldOf({ x, y, z }), region, params),
  }),
  notes: ({ method, border, value }) => ({
    warp: `${method}, ${String(TAPS[method])} voxels per axis, at the displaced points of the field`,
    border: border === 'constant' ? `constant ${String(value)}` : border,
  }),
});

/** The node of a grid that is warped by a field, taken as f32; a `reach` is checked. */
export function warpNode(
  grid: Node,
  { x, y, z }: Readonly<Record<'x' | 'y' | 'z', Node | undefined>>,
  params: Readonly<Record<string, unknown>>,
): Node<GridMeta> {
  const asFloat = (component: Node | undefined): Node | undefined =>
    component === undefined || gridMeta(component).storage === 'f32'
      ? component
      : makeNode(cast, { volume: component }, { dtype: 'f32' });
  const field = { x: asFloat(x), y: asFloat(y), z: asFloat(z) };
  const isHeld = (params['reach'] ?? null) !== null;
  const range = (component: Node | undefined) =>
    isHeld && component !== undefined ? rangeNode(component) : undefined;
  const ranges = { rangeX: range(field.x), rangeY: range(field.y), rangeZ: range(field.z) };
  return makeNode(warp, { grid, ...field, ...ranges }, params);
}

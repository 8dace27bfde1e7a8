// Padding.
import { map3, type Vec3 } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input } from '../recipe/op.js';
import {
  number,
  oneOf,
  param,
  tripleSchema,
  type JsonSchema,
  type Param,
} from '../recipe/params.js';
import { borderIndex, boxOfMaps, type AxisMap } from './axis_map.js';
import { BORDERS, checkFill, type Border } from './border.js';

/** Voxels to add: one count for every axis, or one for each of x, y, z. */
export function margin(doc = ''): Param<Vec3, number | Vec3, true> {
  const most = 65535;
  const good = (n: unknown): n is number =>
    typeof n === 'number' && Number.isInteger(n) && n >= 0 && n <= most;
  const count: JsonSchema = { type: 'integer', minimum: 0, maximum: most };
  return param<Vec3, number | Vec3, true>({
    type: 'triple',
    doc,
    unit: 'voxels',
    default: [0, 0, 0],
    allowed: `a number of voxels ≥ 0 and ≤ ${String(most)}, or three of them for x, y, z`,
    schema: { anyOf: [count, tripleSchema(count)] },
    accept: (given) => {
      if (good(given)) return [given, given, given];
      if (!Array.isArray(given) || given.length !== 3) return undefined;
      const [x, y, z] = given as readonly unknown[];
      return good(x) && good(y) && good(z) ? [x, y, z] : undefined;
    },
  });
}

/** Where a padded grid's indices come from, per axis. */
export function padMaps(size: Vec3, before: Vec3, border: Border): [AxisMap, AxisMap, AxisMap] {
  const map = (axis: 0 | 1 | 2): AxisMap => {
    return (i) => borderIndex(i - before[axis], size[axis], border);
  };
  return [map(0), map(1), map(2)];
}

/**
 * A grid of any kind with `before` voxels more at the start and `after` more at the end of each
 * axis (numbers for all axes or for x, y, z; default 0). The new voxels hold what `border` says:
 * 'constant' with `value` (default, and 0; of phases the code of one), 'nearest', or 'reflect' (d c
 * b a | a b c d, as often as needed). Old voxels keep their physical place: the origin moves.
 * NumPy's `pad` with 'constant', 'edge', 'symmetric'. One pass: each voxel of the result once in
 * (less where it is new), once out.
 */
export const pad = declareOp({
  name: 'pad',
  kind: 'map',
  inputs: { grid: input('volume', 'mask', 'phases', 'labels') },
  params: {
    before: margin(
      'Voxels to add at the start of the axes: one number, or one for each of x, y, z.',
    ),
    after: margin('Voxels to add at the end of the axes: one number, or one for each of x, y, z.'),
    border: oneOf(
      BORDERS,
      'constant',
      'What the new voxels hold: mirrored voxels, the nearest voxel, or a constant.',
    ),
    value: number(
      { default: 0 },
      'The constant: an intensity, 0 or 1 of a mask, the code of a phase.',
    ),
  },
  exactness: 'exact',
  result: ({ grid }, { before, after, border, value }): GridMeta => {
    if (border === 'constant') checkFill('pad', grid, value);
    return {
      ...grid,
      size: map3((i) => grid.size[i] + before[i] + after[i]),
      origin: map3((i) => grid.origin[i] - before[i] * grid.spacing[i]),
    };
  },
  needs: (region, { grid }, { before, border }) => ({
    grid: boxOfMaps(padMaps(grid.size, before, border), region, grid.size),
  }),
  notes: ({ border, value }) => ({
    border: border === 'constant' ? `constant ${String(value)}` : border,
  }),
});

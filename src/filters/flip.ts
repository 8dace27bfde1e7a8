// Mirroring along axes.
import { AXIS_INDEX, type Axis, type Vec3 } from '../recipe/geometry.js';
import { declareOp, input } from '../recipe/op.js';
import { param, type JsonSchema, type Param } from '../recipe/params.js';
import { boxOfMaps, type AxisMap } from './axis_map.js';

/** Axes: 'x', 'y', 'z', or a list of different ones. */
function axes(doc: string): Param<readonly Axis[], Axis | readonly Axis[], false> {
  const isAxis = (given: unknown): given is Axis =>
    typeof given === 'string' && given in AXIS_INDEX;
  const axis: JsonSchema = { enum: ['x', 'y', 'z'] };
  return param({
    type: 'texts',
    doc,
    default: undefined,
    allowed: "'x', 'y', 'z', or a list of different ones",
    schema: { anyOf: [axis, { type: 'array', items: axis, minItems: 1, uniqueItems: true }] },
    accept: (given): readonly Axis[] | undefined => {
      const list: unknown = isAxis(given) ? [given] : given;
      if (!Array.isArray(list) || list.length === 0 || !list.every(isAxis)) return undefined;
      return new Set(list).size === list.length ? [...list] : undefined;
    },
  });
}

/** Where a flipped grid's indices come from, per axis. */
export function flipMaps(size: Vec3, flipped: readonly Axis[]): [AxisMap, AxisMap, AxisMap] {
  const map = (axis: Axis): AxisMap => {
    const n = size[AXIS_INDEX[axis]];
    return flipped.includes(axis) ? (i) => n - 1 - i : (i) => i;
  };
  return [map('x'), map('y'), map('z')];
}

/**
 * A grid of any kind mirrored along `axes`: the first voxel becomes the last. The grid's place in
 * space stays, its content turns over. NumPy's `flip`. One pass: 2 × the bytes of a voxel.
 */
export const flip = declareOp({
  name: 'flip',
  kind: 'map',
  inputs: { grid: input('volume', 'mask', 'phases', 'labels') },
  params: { axes: axes('Axes along which the grid is mirrored.') },
  exactness: 'exact',
  result: ({ grid }) => grid,
  needs: (region, { grid }, { axes: flipped }) => ({
    grid: boxOfMaps(flipMaps(grid.size, flipped), region, grid.size),
  }),
});

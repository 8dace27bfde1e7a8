import { AXIS_INDEX, type Axis, type Vec3 } from '../recipe/geometry.js';
import { declareOp, input } from '../recipe/op.js';
import type { Param } from '../recipe/params.js';
import { boxOfMaps, type AxisMap } from './axis_map.js';

/** Axes: 'x', 'y', 'z', or a list of different ones. */
function axes(): Param<readonly Axis[]> {
  const isAxis = (given: unknown): given is Axis =>
    typeof given === 'string' && given in AXIS_INDEX;
  return {
    allowed: "'x', 'y', 'z', or a list of different ones",
    optional: false,
    parse: (given) => {
      const list: unknown = isAxis(given) ? [given] : given;
      if (!Array.isArray(list) || list.length === 0 || !list.every(isAxis)) return undefined;
      return new Set(list).size === list.length ? [...list] : undefined;
    },
  };
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
 * A grid of any kind mirrored along `axes`: the first voxel becomes the last. The grid's place in space stays,
 * its content turns over. NumPy's `flip`. One pass: 2 × the bytes of a voxel.
 */
export const flip = declareOp({
  name: 'flip',
  kind: 'map',
  inputs: { grid: input('volume', 'mask', 'phases', 'labels') },
  params: { axes: axes() },
  exactness: 'exact',
  result: ({ grid }) => grid,
  needs: (region, { grid }, { axes: flipped }) => ({
    grid: boxOfMaps(flipMaps(grid.size, flipped), region, grid.size),
  }),
});

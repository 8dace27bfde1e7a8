import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input, makeNode, valueInput, type Node, type ValueNode } from '../recipe/op.js';
import { combine } from '../filters/combine.js';
import { invalidArgument } from '../recipe/errors.js';
import { physicalLength, type Length } from '../recipe/length.js';
import { gridMeta } from '../recipe/op.js';
import { length } from '../recipe/params.js';
import { threshold } from '../segmentation/threshold.js';
import { typedBound } from '../segmentation/typed_bound.js';
import type { SurfaceValue } from './surface.js';

/**
 * How far every voxel's centre lies outside of a fitted surface, along its axis, in the unit of
 * length (f32): positive beyond the face, negative in the layer. `grid` gives the grid. One pass of
 * 4 B/voxel and 4 B per column.
 */
export const surfaceHeight = declareOp({
  name: 'surfaceHeight',
  kind: 'map',
  inputs: { grid: input('mask'), surface: valueInput<SurfaceValue>() },
  params: {},
  exactness: 'float-dependent',
  result: ({ grid }): GridMeta => {
    const { size, spacing, unit, origin } = grid;
    return { kind: 'volume', storage: 'f32', size, spacing, unit, origin };
  },
  notes: () => ({ height: 'of voxel centres, along the axis of the surface, outwards' }),
});

/** The node of the voxels of a mask whose centres lie at least `h` beyond a surface of `grid`. */
export function beyondNode(
  mask: Node,
  grid: Node,
  surface: ValueNode<SurfaceValue>,
  h: Length,
): Node {
  const parsed = length({ zero: true }).parse(h);
  if (parsed === undefined)
    throw invalidArgument('beyond', 'h', h, 'a length ≥ 0 in the unit of the mask, or voxels(n)');
  const volume = makeNode(surfaceHeight, { grid, surface });
  const lo = typedBound(volume, physicalLength(parsed, gridMeta(grid).spacing));
  const above = makeNode(threshold, { volume }, { lo });
  return makeNode(combine, { a: mask, b: above }, { operator: 'and' });
}

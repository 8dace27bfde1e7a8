// Column extents (height maps) of a mask.
import type { Axis, Vec3 } from '../recipe/geometry.js';
import { yields } from '../recipe/meta.js';
import { declareOp, input } from '../recipe/op.js';
import { oneOf } from '../recipe/params.js';

/** First and last voxel of a mask in every column along an axis. */
export interface ColumnExtents {
  readonly axis: Axis;
  /** The other axes in their order, and the columns along them, the first fastest. */
  readonly axes: readonly [Axis, Axis];
  readonly size: readonly [number, number];
  /** Indices along the axis; meaningless where `count` is 0. */
  readonly first: Uint32Array;
  readonly last: Uint32Array;
  readonly count: Uint32Array;
  /** Size of the grid, in voxels. */
  readonly spacing: Vec3;
  readonly origin: Vec3;
  readonly unit: string;
}

/**
 * The first and the last voxel of a mask, and how many it has, in every column along an axis, as
 * {@link ColumnExtents}. Exact. One pass of 1/8 B/voxel and 12 B per column, which are read back.
 */
export const columnExtents = declareOp({
  name: 'columnExtents',
  kind: 'reduce',
  inputs: { mask: input('mask') },
  params: { axis: oneOf(['x', 'y', 'z'], 'z', 'Axis along which columns run.') },
  exactness: 'exact',
  result: () => yields.plain<ColumnExtents>(),
});

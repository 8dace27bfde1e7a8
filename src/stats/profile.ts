// Profile of a phase along an axis.
import type { Axis } from '../recipe/geometry.js';
import { yields } from '../recipe/meta.js';
import { declareOp, input, makeNode, optionalInput, valueInput, type Node } from '../recipe/op.js';
import { oneOf } from '../recipe/params.js';
import { fractionNode, type FractionValue } from './fraction.js';
import { countedWithin } from './missing_voxels.js';

/** A fraction along an axis. */
export interface ProfileValue {
  /** The axis that the profile runs along. */
  readonly axis: Axis;
  /** Physical positions of the slices' centres along the axis, in `unit`. */
  readonly positions: Float64Array;
  /** Unit of length. */
  readonly unit: string;
  /** Fraction of each slice that is in the mask, 0 to 1; NaN of a slice with nothing to count. */
  readonly fraction: Float64Array;
  /** Voxels of the mask, per slice. */
  readonly voxels: Float64Array;
  /** Voxels counted, per slice. */
  readonly total: Float64Array;
  /** The fraction of all slices together, with its interval. */
  readonly mean: FractionValue;
}

/**
 * The fraction of every slice across an axis that is in a mask, as {@link ProfileValue}; with
 * `within`, of that mask's voxels. Exact. One pass over 1/8 B/voxel (twice that with `within`),
 * beside that of {@link fraction}.
 */
export const profile = declareOp({
  name: 'profile',
  version: 2,
  kind: 'reduce',
  inputs: {
    mask: input('mask'),
    within: optionalInput('mask'),
    mean: valueInput<FractionValue>(),
  },
  params: { axis: oneOf(['x', 'y', 'z'], 'z', 'Axis across which slices are counted.') },
  exactness: 'exact',
  result: () => yields.result<ProfileValue>(),
});

/** The node of {@link profile} of a mask: voxels whose intensity was NaN are left out. */
export function profileNode(mask: Node, axis?: Axis, within?: Node) {
  return makeNode(
    profile,
    {
      mask,
      within: countedWithin(mask, within).within,
      mean: fractionNode(mask, within),
    },
    { axis },
  );
}

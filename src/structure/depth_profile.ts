// Profile of a phase by depth below a surface.
import { combine } from '../filters/combine.js';
import { invalidArgument } from '../recipe/errors.js';
import type { Length } from '../recipe/length.js';
import { yields } from '../recipe/meta.js';
import {
  declareOp,
  input,
  makeNode,
  optionalInput,
  valueInput,
  type Node,
  type ValueNode,
} from '../recipe/op.js';
import { length, nullable } from '../recipe/params.js';
import { rangeNode, type Range } from '../stats/range.js';
import type { SurfaceValue } from './surface.js';
import { surfaceHeight } from './surface_height.js';

/** A fraction by depth under a surface. */
export interface DepthProfileValue {
  /**
   * Depths of the middles of the steps, in `unit`, rising: negative outside of the surface,
   * positive in the layer.
   */
  readonly depths: Float64Array;
  /** Unit of length. */
  readonly unit: string;
  /** Part, 0 to 1, of the voxels at each depth that is in the mask; NaN where there are none. */
  readonly fraction: Float64Array;
  /** Voxels of the mask, per step. */
  readonly voxels: Float64Array;
  /** Voxels counted, per step. */
  readonly total: Float64Array;
}

/** Steps of a profile at most. */
export const MOST_STEPS = 4096;

/**
 * The fraction of the voxels at every depth under a fitted surface that is in a mask, as
 * {@link DepthProfileValue}, in steps of `step` (default the spacing along the surface's axis) from
 * the surface on both ways. `inside` are the voxels of the mask that count, `within` those that
 * count at all. Exact counts of f32 heights. Two passes of 4.1 B/voxel; `limit` beyond 4,096 steps.
 */
export const depthProfile = declareOp({
  name: 'depthProfile',
  kind: 'reduce',
  inputs: {
    height: input('volume'),
    inside: input('mask'),
    within: optionalInput('mask'),
    range: valueInput<Range>(),
    surface: valueInput<SurfaceValue>(),
  },
  params: {
    step: nullable(
      length({}, 'Depth of one step; null: the voxel size along the axis of the surface.'),
    ),
  },
  exactness: 'float-dependent',
  result: ({ height }) => {
    if (height.storage !== 'f32')
      throw invalidArgument(
        'depthProfile',
        'height',
        `of dtype ${height.storage}`,
        'an f32 volume',
      );
    return yields.result<DepthProfileValue>();
  },
  notes: () => ({ depth: 'of voxel centres, along the axis of the surface, inwards' }),
});

/** The node of a {@link depthProfile} of a mask under a surface of `grid`. */
export function depthProfileNode(
  mask: Node,
  grid: Node,
  surface: ValueNode<SurfaceValue>,
  within: Node | undefined,
  options: { readonly step?: Length | undefined },
) {
  const height = makeNode(surfaceHeight, { grid, surface });
  const inside =
    within === undefined ? mask : makeNode(combine, { a: mask, b: within }, { operator: 'and' });
  const inputs = { height, inside, within, range: rangeNode(height, within), surface };
  return makeNode(depthProfile, inputs, options);
}

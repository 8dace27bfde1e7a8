// How much of a volume a region of interest is, from end to end of an axis.
import { crop } from '../filters/crop.js';
import { invalidArgument } from '../recipe/errors.js';
import { AXIS_INDEX, map3, type Axis } from '../recipe/geometry.js';
import { gridMeta, makeNode, type Node } from '../recipe/op.js';
import { count } from '../stats/count.js';

/** Voxels of a region in all, and in the first and the last slice across an axis. */
export interface RegionCounts {
  readonly region: number;
  readonly lower: number;
  readonly upper: number;
}

/** The nodes of {@link RegionCounts}. */
export function regionCounts(within: Node, axis: Axis) {
  const { size } = gridMeta(within);
  const along = AXIS_INDEX[axis];
  const slice = (at: number) => {
    const region = {
      origin: map3((i) => (i === along ? at : 0)),
      size: map3((i) => (i === along ? 1 : size[i])),
    };
    return makeNode(count, { mask: makeNode(crop, { grid: within }, { region }) });
  };
  return {
    region: makeNode(count, { mask: within }),
    lower: slice(0),
    upper: slice(size[along] - 1),
  };
}

/**
 * How many times the region's voxels the volume has, which is how many times its mean section the
 * volume's is. A region that lacks one of the ends is `invalid-argument`: nothing could pass.
 */
export function timesLarger(
  op: string,
  { region, lower, upper }: RegionCounts,
  { axis, total }: { readonly axis: Axis; readonly total: number },
): number {
  if (lower === 0 || upper === 0)
    throw invalidArgument(
      op,
      'within',
      `a region without voxels at the ${lower === 0 ? 'lower' : 'upper'} end of ${axis}`,
      'one from end to end of the axis; crop to the box that holds it, or choose another axis',
    );
  return total / region;
}

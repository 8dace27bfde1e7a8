// Median filter.
import { growRegion } from '../recipe/geometry.js';
import type { Length } from '../recipe/length.js';
import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input, makeNode, type Node } from '../recipe/op.js';
import { described, oneOf } from '../recipe/params.js';
import { borderParams, checkBorderValue, type Border } from './border.js';
import { rank } from './rank.js';
import type { WindowSize } from './window.js';

/** Sizes of cubes that are computed by {@link median}; other windows are ranks. */
const OWN_SIZES: readonly unknown[] = [3, 5, 7];

/**
 * The node of a median: of a cube of 3, 5 or 7 voxels by {@link median}; of a larger cube, a box or
 * a ball by {@link rank}.
 */
export function medianNode(
  volume: Node,
  options: {
    readonly size?: WindowSize | undefined;
    readonly radius?: Length | undefined;
    readonly border?: Border;
    readonly value?: number;
  },
): Node<GridMeta> {
  const { size, radius, ...border } = options;
  const edges = typeof size === 'object' ? size : [size ?? 3];
  const isCube = radius === undefined && edges.every((n) => n === edges[0]);
  return isCube && OWN_SIZES.includes(edges[0])
    ? makeNode(median, { volume }, { size: edges[0], ...border })
    : makeNode(rank, { volume }, { ...options, percentile: 50 });
}

/**
 * Median of the cube of `size`³ voxels (3, 5 or 7; default 3) around each voxel; the dtype stays.
 * It is the element of index (size³ − 1)/2 of the sorted window, exact in every dtype, and equals
 * SciPy's `median_filter`.
 *
 * Outside the volume, `border` reads: 'reflect' (default; d c b a | a b c d | d c b a, as often as
 * needed), 'nearest', or 'constant' with `value` (default 0). An axis of length 1 repeats its one
 * voxel (or meets the constant), so a 2D image has a window of `size` identical slices.
 *
 * f32: values order by their bits, −0 below +0; NaN of either sign ranks above +Infinity, and a NaN
 * that is the median comes out as the canonical quiet NaN.
 *
 * Size 3 is one pass of a selection network on sorted columns: 2 × the bytes of a voxel (4 B/voxel
 * for u16). Sizes 5 and 7 select the rank bit by bit on bit planes, in two passes: about 5 × the
 * bytes of a voxel plus the padding of the rows.
 */
export const median = declareOp({
  name: 'median',
  kind: 'map',
  inputs: { volume: input('volume') },
  params: {
    size: described('Edge of the cube around each voxel.', oneOf([3, 5, 7], 3), 'voxels'),
    ...borderParams,
  },
  exactness: 'exact',
  result: ({ volume }, { border, value }): GridMeta => {
    checkBorderValue('median', volume, border, value);
    return volume;
  },
  needs: (region, { volume }, { size }) => {
    const radius = (size - 1) / 2;
    return { volume: growRegion(region, [radius, radius, radius], volume.size) };
  },
  notes: ({ border, value }) => ({
    border: border === 'constant' ? `constant ${String(value)}` : border,
    median: 'of the size³ window, index (size³ − 1)/2 of the sorted values',
  }),
});

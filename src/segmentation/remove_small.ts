import { invalidArgument } from '../recipe/errors.js';
import { volumeOf } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input } from '../recipe/op.js';
import { integer, nullable, number, oneOf } from '../recipe/params.js';

/**
 * Labels, or a mask, without the objects that are too small. Kept are those of at least `minVoxels` voxels, or
 * of at least `minVolume` in the grid's unit cubed: give one of them. Labels keep their ids. The objects of a
 * mask are its components at `connectivity` 6 (default), 18 or 26, which labels do not take.
 *
 * Cost: of labels 12 B/voxel plus 8 bytes per id up to the greatest, in two passes; of a mask as
 * `components` without its labels, and 1 B/voxel; one word is read back.
 */
export const removeSmall = declareOp({
  name: 'removeSmall',
  kind: 'global',
  inputs: { grid: input('labels', 'mask') },
  params: {
    minVoxels: nullable(integer({ min: 0 })),
    minVolume: nullable(number({ min: 0 })),
    connectivity: nullable(oneOf([6, 18, 26])),
  },
  exactness: 'exact',
  result: ({ grid }, { minVoxels, minVolume, connectivity }): GridMeta => {
    if ((minVoxels === null) === (minVolume === null))
      throw invalidArgument(
        'removeSmall',
        'minVoxels',
        minVoxels,
        'either minVoxels or minVolume, not both',
      );
    if (grid.kind === 'labels' && connectivity !== null)
      throw invalidArgument(
        'removeSmall',
        'connectivity',
        connectivity,
        'nothing for labels, whose ids are the objects',
      );
    return grid;
  },
  notes: ({ connectivity }) => ({ connectivity: String(connectivity ?? 6) }),
});

/** The least number of voxels whose volume, as a float, reaches a minimum. */
export function leastVoxels(
  params: { readonly minVoxels: number | null; readonly minVolume: number | null },
  meta: GridMeta,
): number {
  if (params.minVolume === null) return params.minVoxels ?? 0;
  // Searched and not divided: the product decides, and spacings may be so odd that a quotient is none.
  const voxel = volumeOf(meta.spacing);
  let least = 0;
  let enough = volumeOf(meta.size) + 1;
  while (least < enough) {
    const middle = Math.floor((least + enough) / 2);
    if (middle * voxel >= params.minVolume) enough = middle;
    else least = middle + 1;
  }
  return least;
}

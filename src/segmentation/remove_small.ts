// Size opening: objects below a size go.
import { invalidArgument } from '../recipe/errors.js';
import { volumeOf } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { gridMeta, type Node } from '../recipe/op.js';
import { chosenObjects, type Objects } from './chosen_objects.js';

/** How small is too small: one of the two. */
export interface SmallLimits {
  readonly minVoxels?: number | undefined;
  readonly minVolume?: number | undefined;
}

/**
 * Labels, or a mask, without the objects that are too small. Kept are those of at least `minVoxels`
 * voxels, or of at least `minVolume` in the grid's unit cubed: give one of them. Labels keep their
 * ids; the objects of a mask are its components.
 */
export function removeSmallNode(grid: Node, params: SmallLimits & Objects): Node {
  const { minVoxels, minVolume, ...objects } = params;
  if ((minVoxels === undefined) === (minVolume === undefined))
    throw invalidArgument(
      'removeSmall',
      'minVoxels',
      minVoxels,
      'either minVoxels or minVolume, not both',
    );
  const isCount = (n: unknown): boolean => Number.isSafeInteger(n) && (n as number) >= 0;
  if (minVoxels !== undefined && !isCount(minVoxels))
    throw invalidArgument('removeSmall', 'minVoxels', minVoxels, 'an integer ≥ 0');
  if (minVolume !== undefined && !(Number.isFinite(minVolume) && minVolume >= 0))
    throw invalidArgument('removeSmall', 'minVolume', minVolume, 'a number ≥ 0');
  const least = leastVoxels(
    { minVoxels: minVoxels ?? null, minVolume: minVolume ?? null },
    gridMeta(grid),
  );
  return chosenObjects('removeSmall', grid, objects, ['sizes'], { least });
}

/** The least number of voxels whose volume, as a float, reaches a minimum. */
export function leastVoxels(
  params: { readonly minVoxels: number | null; readonly minVolume: number | null },
  meta: GridMeta,
): number {
  if (params.minVolume === null) return params.minVoxels ?? 0;
  // Searched and not divided: the product decides, and spacings may be so odd that a quotient is
  // none.
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

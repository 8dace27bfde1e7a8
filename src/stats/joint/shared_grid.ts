// Two volumes on the grid of one of them.
import { resampleToNode } from '../../filters/resample_to.js';
import { invalidArgument } from '../../recipe/errors.js';
import { equal3 } from '../../recipe/geometry.js';
import type { GridMeta } from '../../recipe/meta.js';
import { areAtOnePlace, gridMeta, type Node } from '../../recipe/op.js';
import { isPlaced, type PlacedNode } from '../../recipe/placed_node.js';

/** Whether voxels of two grids lie at the same places. */
function areOneGrid(a: GridMeta, b: GridMeta): boolean {
  const isSpaced = ([0, 1, 2] as const).every((i) => {
    const step = a.spacing[i];
    return Math.abs(step - b.spacing[i]) <= 1e-6 * step;
  });
  return a.unit === b.unit && equal3(a.size, b.size) && isSpaced && areAtOnePlace(a, b);
}

function gridText({ size, spacing, origin, unit }: GridMeta): string {
  return `${size.join('×')} voxels of ${spacing.join('×')} ${unit} from ${origin.join(', ')} on`;
}

/**
 * Another volume on the voxels of a volume: as it is where it has them, or through its transform,
 * between its voxels (linear), smoothed against aliasing where it is finer, and NaN where it has
 * none. Throws `invalid-argument` for another grid without a transform: its voxels would be paired
 * with those of other places.
 */
export function onVoxelsOf(op: string, name: string, volume: Node, other: Node | PlacedNode): Node {
  const own = gridMeta(volume);
  if (isPlaced(other))
    return resampleToNode(other.placed, own, other.transform, {
      border: 'missing',
      antialias: true,
    });
  const theirs = gridMeta(other);
  if (areOneGrid(own, theirs)) return other;
  throw invalidArgument(
    op,
    name,
    gridText(theirs),
    `a volume on the same grid, ${gridText(own)}: give { volume, transform } with the transform to it (voxmetry/transform; one frame: translation([0, 0, 0])), or state spacing and origin when opening`,
  );
}

import { invalidArgument } from '../recipe/errors.js';
import { map3 } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { integerWeights, type SquaredWeights } from '../segmentation/squared_weights.js';

/**
 * The lattice in which squared diameters are integers: as fine as four times the largest squared
 * distance of the grid allows. The same for every op of a grid's balls.
 */
export function ballWeights({ spacing, size }: GridMeta): SquaredWeights {
  return integerWeights(
    spacing,
    map3((i) => 2 * size[i]),
  );
}

/** Refuses what cannot be squared diameters of `inscribedDiameters`. */
export function checkSquares(op: string, name: string, { storage }: GridMeta): void {
  if (storage !== 'u32') throw invalidArgument(op, name, `of dtype ${storage}`, 'a u32 volume');
}

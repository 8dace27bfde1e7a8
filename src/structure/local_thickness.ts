import { invert } from '../filters/invert.js';
import { makeNode, type Node } from '../recipe/op.js';
import { inscribedDiameters } from './inscribed_diameters.js';
import { largestBalls } from './largest_balls.js';

/**
 * Local thickness of a mask (Hildebrand and Rüegsegger, J. Microsc. 185, 1997, 67,
 * https://doi.org/10.1046/j.1365-2818.1997.1340694.x): at each of its voxels the diameter of the
 * largest ball that holds the voxel and no background, its centre on a voxel of the mask; 0
 * outside.
 */
export function localThicknessNode(
  mask: Node,
  options: Readonly<Record<string, unknown>> = {},
): Node {
  return makeNode(largestBalls, { diameters: makeNode(inscribedDiameters, { mask }, options) });
}

/** The local thickness of what is not in a mask. */
export function separationNode(mask: Node, options: Readonly<Record<string, unknown>> = {}): Node {
  return localThicknessNode(makeNode(invert, { mask }), options);
}

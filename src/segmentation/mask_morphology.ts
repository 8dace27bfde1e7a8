// Binary morphology by balls: erosion, dilation, opening and closing by thresholds of the distance
// transform.
import { invert } from '../filters/invert.js';
import { invalidArgument } from '../recipe/errors.js';
import { physicalLength, type Length } from '../recipe/length.js';
import { gridMeta, makeNode, type Node } from '../recipe/op.js';
import { length } from '../recipe/params.js';
import type { WindowSize } from '../filters/window.js';
import { boxMorphology } from './box_morphology.js';
import { distance } from './distance.js';
import { threshold } from './threshold.js';

/**
 * Distances are f32: a voxel whose centre is at the radius belongs to the ball in spite of
 * rounding.
 */
const SLACK = 1e-6;

function radiusOf(op: string, mask: Node, radius: Length): number {
  const parsed = length().parse(radius);
  if (parsed === undefined)
    throw invalidArgument(op, 'radius', radius, "a length > 0 in the mask's unit, or voxels(n)");
  return physicalLength(parsed, gridMeta(mask).spacing);
}

/**
 * Erosion by a ball: what keeps more than `radius` away from all background voxels' centres; the
 * volume's border is no background, or is one voxel beyond with `border: 'background'`. Exact,
 * through the distance transform; anisotropic spacing counts. Cost: that of `distance`, and one
 * pass of 4 B/voxel.
 */
export function erodeByBall(
  mask: Node,
  radius: Length,
  border: 'open' | 'background' = 'open',
): Node {
  const lo = radiusOf('erode', mask, radius) * (1 + SLACK);
  const far = makeNode(distance, { objects: mask }, { border });
  return makeNode(threshold, { volume: far }, { lo });
}

/**
 * Dilation by a ball: all voxels whose centre is at most `radius` from that of a voxel of the mask.
 * Nothing lies outside the volume. Exact; cost as {@link erodeByBall}.
 */
export function dilateByBall(mask: Node, radius: Length): Node {
  const hi = radiusOf('dilate', mask, radius) * (1 + SLACK);
  const outside = makeNode(invert, { mask });
  const far = makeNode(distance, { objects: outside }, { border: 'open' });
  return makeNode(threshold, { volume: far }, { hi });
}

/** The shape that erodes or dilates: a ball of a physical radius, or a box of voxels. */
export interface Shape {
  readonly radius?: Length | undefined;
  readonly size?: WindowSize | undefined;
}

/** Erosion by a ball or a box, whichever is given. */
export function erodeNode(
  mask: Node,
  { radius, size, border }: Shape & { readonly border?: 'open' | 'background' | undefined },
): Node {
  checkShape('erode', radius, size);
  return size === undefined
    ? erodeByBall(mask, radius!, checkBorder(border))
    : makeNode(boxMorphology, { mask }, { by: 'erosion', size, border });
}

/** Dilation by a ball or a box, whichever is given. */
export function dilateNode(mask: Node, { radius, size }: Shape): Node {
  checkShape('dilate', radius, size);
  return size === undefined
    ? dilateByBall(mask, radius!)
    : makeNode(boxMorphology, { mask }, { by: 'dilation', size });
}

function checkShape(op: string, radius: unknown, size: unknown): void {
  if ((radius === undefined) === (size === undefined))
    throw invalidArgument(op, 'radius', radius, 'either radius for a ball or size for a box');
}

function checkBorder(border: unknown): 'open' | 'background' {
  if (border === undefined || border === 'open') return 'open';
  if (border === 'background') return border;
  throw invalidArgument('erode', 'border', border, "'open', 'background'");
}

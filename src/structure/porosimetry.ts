// Intrusion porosimetry (mercury): the invading diameter by geodesic reconstruction of inscribed
// balls.
import { invalidArgument } from '../recipe/errors.js';
import { makeNode, type Node } from '../recipe/op.js';
import { faceBits, FACES, type Face } from '../segmentation/choose_labels.js';
import type { Connectivity } from '../segmentation/components.js';
import { reconstruct } from '../segmentation/reconstruct.js';
import { faceValues } from './face_values.js';
import { inscribedDiameters } from './inscribed_diameters.js';
import { largestBalls } from './largest_balls.js';

/** From where a fluid comes in, and along which neighbours. */
export interface Intrusion {
  /** Faces that it comes from. Default all six (of an image its four edges). */
  readonly faces?: readonly Face[] | undefined;
  /** Neighbours that a ball's centre may move to: 6 (default), 18 or 26. */
  readonly connectivity?: Connectivity | undefined;
  /** What lies outside, for the size of balls: 'open' (default) or 'background'. */
  readonly border?: 'open' | 'background' | undefined;
}

/**
 * The invading diameter of every voxel of a pore space: the largest diameter of a ball that can
 * come from one of `faces` and cover the voxel, its centre moving from pore voxel to pore voxel; 0
 * outside, and where none comes in.
 *
 * Exact, without a list of sizes. The widest way to each centre is the grey-scale reconstruction of
 * the inscribed diameters from those on the faces; then the largest of those balls that holds each
 * voxel is taken. So for every d the voxels of at least d are the union of the balls of diameter ≥
 * d that can come in, as mercury does at the pressure of that diameter (Hilpert and Miller, Adv.
 * Water Resour. 24, 2001, 243, https://doi.org/10.1016/S0309-1708(00)00056-7; Washburn, PNAS 7,
 * 1921, 115, https://doi.org/10.1073/pnas.7.4.115). Cost: that of the local thickness, and of
 * `reconstruct`.
 */
export function intrusionNode(
  mask: Node,
  { faces = wholeFaces(mask), connectivity, ...options }: Intrusion = {},
): Node {
  const given: unknown = faces;
  const isFace = (face: unknown): boolean => (FACES as readonly unknown[]).includes(face);
  if (!Array.isArray(given) || given.length === 0 || !given.every(isFace))
    throw invalidArgument('porosimetry', 'faces', given, `some of '${FACES.join("', '")}'`);
  const diameters = makeNode(inscribedDiameters, { mask }, options);
  const seed = makeNode(faceValues, { volume: diameters }, { faces: faceBits(...faces) });
  const reached = makeNode(
    reconstruct,
    { volume: diameters, seed },
    { by: 'dilation', connectivity },
  );
  return makeNode(largestBalls, { diameters: reached });
}

/** The faces of a volume; an image has none across the axis that it lacks. */
function wholeFaces(mask: Node): readonly Face[] {
  const { meta } = mask;
  if (meta.kind !== 'mask') throw invalidArgument('porosimetry', 'mask', meta.kind, 'a mask');
  const real = FACES.filter((face) => meta.size[['x', 'y', 'z'].indexOf(face[0]!)]! > 1);
  return real.length === 0 ? FACES : real;
}

// Red–black (checkerboard) layout of vectors.
import type { Vec3 } from '../recipe/geometry.js';

/**
 * Places of a vector over a box: those of the red voxels, then of the black ones; some are of none
 * where rows are odd.
 */
export function placesOf([nx, ny, nz]: Vec3): number {
  return 2 * Math.ceil(nx / 2) * ny * nz;
}

// Local thickness: the largest inscribed ball that holds each voxel.
import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input } from '../recipe/op.js';
import { checkSquares } from './ball_weights.js';

/**
 * At every voxel the diameter (f32, in the unit of length) of the largest ball that holds it, of
 * the balls about the voxels of `diameters` with the squared diameters of `inscribedDiameters`, or
 * lesser ones: the greatest d with |x − c| < d(c) / 2. 0 where those are 0, Infinity where they
 * have no end.
 *
 * Exact: decided on integers. Balls whose voxels another ball about one of the 26 neighbours holds
 * as well are left out (Dougherty and Kunzelmann, Microsc. Microanal. 13, 2007, 1678,
 * https://doi.org/10.1017/S1431927607074430); of the others each block of 8³ voxels tries the
 * largest of every block in reach, then all that could still do better.
 *
 * Cost: three passes, of 4, 4 and 8 B/voxel, one word read back, and 8 B of memory for each of the
 * balls left over (in real phases about one voxel of the mask in three). Besides, per block of 8³
 * voxels 16 B for each block in reach of the largest ball, and tests of voxels against balls, some
 * hundred per voxel in the volumes of `docs/structure.md`; they grow with the volume of the balls.
 * No submission makes more than some 10^10 tests. Where the grid does not fit, boxes with a halo as
 * wide as the largest ball's radius, and 8 B/voxel of spill; `limit` where a row with its halo does
 * not.
 */
export const largestBalls = declareOp({
  name: 'largestBalls',
  kind: 'global',
  inputs: { diameters: input('volume') },
  params: {},
  exactness: 'float-dependent',
  result: ({ diameters }): GridMeta => {
    checkSquares('largestBalls', 'diameters', diameters);
    return { ...diameters, storage: 'f32' };
  },
  notes: () => ({ ball: 'holds the voxel centres closer than half its diameter' }),
});

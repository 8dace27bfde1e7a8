import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input } from '../recipe/op.js';
import { integer } from '../recipe/params.js';
import { checkSquares } from './ball_weights.js';

/**
 * A u32 volume with its values on some faces alone, 0 elsewhere; `faces` are bits in the order x0,
 * x1, y0, y1, z0, z1. Where what comes in from outside starts. One pass of 8 B/voxel.
 */
export const faceValues = declareOp({
  name: 'faceValues',
  kind: 'map',
  inputs: { volume: input('volume') },
  params: {
    faces: integer(
      { min: 1, max: 63 },
      'Faces that keep their values, as the sum of 1, 2, 4, 8, 16, 32 for x0, x1, y0, y1, z0, z1.',
    ),
  },
  exactness: 'exact',
  result: ({ volume }): GridMeta => {
    checkSquares('faceValues', 'volume', volume);
    return volume;
  },
});

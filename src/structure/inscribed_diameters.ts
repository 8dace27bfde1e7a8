// Maximal inscribed balls from the distance transform, as squared diameters.
import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input } from '../recipe/op.js';
import { oneOf } from '../recipe/params.js';

/**
 * Squared diameters (u32) of the largest balls about the voxels of a mask that hold no background,
 * in units of the lattice (a voxel's square where spacings are equal); 0 outside the mask. What the
 * ops of thickness and pore sizes work on.
 *
 * The radius of a ball is the exact distance from its centre to the nearest background voxel's
 * centre, D, and it holds the voxels closer than that; its diameter is 2 D. A ball that background
 * holds from both ends of an axis, at k voxels either way, has 2 k − 1 voxels between them, and
 * that is its diameter: so a slab, a channel or a wire of t voxels along an axis measures t, where
 * 2 D would say t + 1 for odd t, and a single voxel measures 1 and not 2.
 *
 * `border` 'open' (default): what lies outside the volume does not count; 'background': all outside
 * is background, but along axes of one voxel. Without any background diameters have no end.
 *
 * Distances are compared as integers: exact where spacings are small multiples of a common length,
 * else with their squares rounded to a common fraction. Cost: that of `distance`, and one pass of 8
 * B/voxel.
 */
export const inscribedDiameters = declareOp({
  name: 'inscribedDiameters',
  kind: 'global',
  inputs: { mask: input('mask') },
  params: {
    border: oneOf(
      ['open', 'background'],
      'open',
      "'open': what lies outside the volume does not count; 'background': all outside is background.",
    ),
  },
  exactness: 'exact',
  result: ({ mask }): GridMeta => {
    const { size, spacing, unit, origin } = mask;
    return { kind: 'volume', storage: 'u32', size, spacing, unit, origin };
  },
  notes: ({ border }) => ({
    diameter:
      '2 × the distance to the nearest background centre; 2 k − 1 voxels where background is k voxels off both ways along an axis',
    border:
      border === 'open'
        ? 'what lies outside the volume does not count'
        : 'all outside the volume is background',
  }),
});

import { invalidArgument } from '../recipe/errors.js';
import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input } from '../recipe/op.js';
import { oneOf } from '../recipe/params.js';
import { connectivityParam } from './components.js';

/**
 * Grey-scale reconstruction of `volume` from `seed`: by 'dilation' (default) the seed is dilated
 * again and again, and kept under the volume, until nothing changes; by 'erosion' it is eroded and
 * kept above it. What of the seed is beyond the volume counts as the volume. Both are of one dtype,
 * which the result has.
 *
 * It is the lowest pass from the seed: of erosion, the least over all paths (of `connectivity` 6,
 * default, 18 or 26) of the highest voxel on the path, the seed's at its start. As scikit-image's
 * `reconstruction`, whose default is every neighbour (26). Exact in every dtype, but that the three
 * greatest values of u32 and i32 count as one; NaN is a wall and stays NaN, −0 becomes 0.
 *
 * Vincent, IEEE Trans. Image Process. 2 (1993) 176, https://doi.org/10.1109/83.217222.
 *
 * Cost: levels are found by basin, along the lowest passes between the basins of the volume's
 * minima, in at most log₂ as many rounds as there are minima; one word is read back for every four.
 * Per voxel thrice the dtype's bytes and 52 B, besides 48 B for every voxel between two basins and
 * round, and 16 B/voxel of memory. A volume that does not fit goes slab by slab, in sweeps up and
 * down until nothing changes any more, with its inputs and the result in spills.
 */
export const reconstruct = declareOp({
  name: 'reconstruct',
  kind: 'global',
  inputs: { volume: input('volume'), seed: input('volume') },
  params: {
    by: oneOf(
      ['dilation', 'erosion'],
      'dilation',
      'Whether the seed grows under the volume, or shrinks above it.',
    ),
    connectivity: connectivityParam(),
  },
  exactness: 'exact',
  result: ({ volume, seed }): GridMeta => {
    if (seed.storage !== volume.storage)
      throw invalidArgument(
        'reconstruct',
        'seed',
        `of dtype ${seed.storage}`,
        `the dtype of the volume, ${volume.storage}; cast one of them`,
      );
    return volume;
  },
  notes: ({ by, connectivity }) => ({
    reconstruction: `by ${by}`,
    connectivity: String(connectivity),
  }),
});

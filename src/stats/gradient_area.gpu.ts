import { implementReduce } from '../implement/index.js';
import { volumeOf } from '../recipe/geometry.js';
import { areaValue } from './area_of_crossings.js';
import { gradientArea } from './gradient_area.js';
import { mergePairs } from './shifted_pairs.js';
import { countPairs } from './shifted_pairs.gpu.js';
import { countThin } from './thin_voxels.gpu.js';

/** {@link gradientArea} on the GPU: counts of voxels, beside the sum that is given. */
export const gradientAreaOnGpu = implementReduce(gradientArea, {
  partial: async ({ run, inputs: { mask, within }, params: { border }, region }) => ({
    pairs: await countPairs(run, { a: mask, within }, [[0, 0, 0]], false, region),
    thin: await countThin(run, { mask, within }, border, region),
  }),
  merge: (a, b) => ({ pairs: mergePairs(a.pairs, b.pairs), thin: a.thin + b.thin }),
  finish: ({ pairs: { both, pairs }, thin }, { params: { border }, metas, inputs }) =>
    areaValue(
      inputs.moments.sum * volumeOf(metas.mask.spacing),
      { voxels: both[0]!, thin, total: pairs[0]! },
      metas.mask,
      { estimator: 'gradient', border },
    ),
});

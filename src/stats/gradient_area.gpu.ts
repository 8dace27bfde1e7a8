import { implementReduce } from '../implement/index.js';
import { volumeOf } from '../recipe/geometry.js';
import { gradientArea } from './gradient_area.js';
import { mergePairs } from './shifted_pairs.js';
import { countPairs } from './shifted_pairs.gpu.js';
import { areaValue } from './area_of_crossings.js';

/** {@link gradientArea} on the GPU: counts of voxels, beside the sum that is given. */
export const gradientAreaOnGpu = implementReduce(gradientArea, {
  partial: ({ run, inputs: { mask, within }, region }) =>
    countPairs(run, { a: mask, within }, [[0, 0, 0]], false, region),
  merge: mergePairs,
  finish: ({ both, pairs }, { params: { border }, metas, inputs }) => {
    const { sum } = inputs.moments;
    return areaValue(sum * volumeOf(metas.mask.spacing), both[0]!, pairs[0]!, metas.mask, {
      estimator: 'gradient',
      border,
    });
  },
});

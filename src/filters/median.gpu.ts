import { implement } from '../implement/index.js';
import { cubeRank, cubeRankBytes } from './cube_rank.gpu.js';
import { median } from './median.js';

/** Median on the GPU: the middle rank of a cube. */
export const medianOnGpu = implement(
  median,
  ({ run, inputs: { volume }, params: { size, border, value }, region, meta }) =>
    cubeRank(run, volume, { size, rank: (size ** 3 - 1) / 2, border, value }, { region, meta }),
  {
    temporaries: (region, { params: { size }, metas: { volume } }) =>
      cubeRankBytes(region, volume.storage, size),
  },
);

import { implement } from '../implement/index.js';
import { gaussian } from './gaussian.js';
import { gaussianDerivatives, passesBytes } from './gaussian_passes.gpu.js';

/**
 * Gaussian on the GPU: a pass per axis, x, y, z. The first converts to f32; a pass over an axis is
 * left out where it changes nothing. What x filters is as large as y and z still need it.
 */
export const gaussianOnGpu = implement(
  gaussian,
  ({ run, inputs: { volume }, params, region }) =>
    gaussianDerivatives(run, volume, region, [[0, 0, 0]], params)[0]!,
  {
    temporaries: (region, { params, metas: { volume } }) => passesBytes(region, volume, params),
  },
);

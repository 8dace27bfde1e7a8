import { allocGrid, bytesOf, implement } from '../implement/index.js';
import { inscribedDiameters as kernel } from '../kernels/structure/index.js';
import { RESULT_WORD } from '../kernels/shared/index.js';
import { distancePasses, tiles } from '../segmentation/distance_passes.gpu.js';
import { ballWeights } from './ball_weights.js';
import { inscribedDiameters } from './inscribed_diameters.js';

/** {@link inscribedDiameters} on the GPU: squared distances, doubled or held. */
export const inscribedDiametersOnGpu = implement(
  inscribedDiameters,
  async ({ run, inputs: { mask }, params, region, meta }) => {
    const outside = params.border === 'background';
    const weights = ballWeights(meta);
    const bytes = bytesOf('u32', region);
    const squares = run.alloc(bytes, 'squared distances');
    await distancePasses(run, mask, squares, {
      squares: weights,
      outside,
      result: RESULT_WORD,
      scale: 1,
    });
    const out = allocGrid(run, meta, region);
    run.dispatch(kernel, {
      grids: { dst: out },
      buffers: { squares },
      params: { grid: out.layout, weights: weights.weights },
      constants: { OUTSIDE: outside ? 1 : 0 },
      size: { workgroups: tiles(out.layout, 1, 1, 1) },
    });
    run.free(squares);
    return out;
  },
);

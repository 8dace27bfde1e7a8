import type { PooledBuffer, Run } from '../gpu/index.js';
import { allocGrid, bytesOf, implement, intoSpill, type GpuGrid } from '../implement/index.js';
import { inscribedDiameters as kernel } from '../kernels/structure/index.js';
import { RESULT_WORD } from '../kernels/shared/index.js';
import type { GridMeta } from '../recipe/meta.js';
import { spilledDistances } from '../segmentation/distance_bricked.gpu.js';
import {
  distancePasses,
  tiles,
  type DistanceOptions,
} from '../segmentation/distance_passes.gpu.js';
import { ballWeights } from './ball_weights.js';
import { throughBoxes } from './haloed_balls.gpu.js';
import { inscribedDiameters } from './inscribed_diameters.js';

function optionsOf(meta: GridMeta, border: 'open' | 'background'): DistanceOptions {
  return {
    squares: ballWeights(meta),
    outside: border === 'background',
    result: RESULT_WORD,
    scale: 1,
  };
}

/** Squared diameters of the balls about the voxels of a box, from their squared distances. */
function diametersOf(
  run: Run,
  squares: PooledBuffer,
  out: GpuGrid,
  { squares: { weights }, outside }: DistanceOptions,
): GpuGrid {
  run.dispatch(kernel, {
    grids: { dst: out },
    buffers: { squares },
    params: { grid: out.layout, weights },
    constants: { OUTSIDE: outside ? 1 : 0 },
    size: { workgroups: tiles(out.layout, 1, 1, 1) },
  });
  return out;
}

/**
 * {@link inscribedDiameters} on the GPU: squared distances, doubled or held. Out of core the
 * distances go to a spill, and diameters are made box by box.
 */
export const inscribedDiametersOnGpu = implement(
  inscribedDiameters,
  async ({ run, inputs: { mask }, params, region, meta }) => {
    const options = optionsOf(meta, params.border);
    const squares = run.alloc(bytesOf('u32', region), 'squared distances');
    await distancePasses(run, mask, squares, options);
    const out = diametersOf(run, squares, allocGrid(run, meta, region), options);
    run.free(squares);
    return out;
  },
  {
    bricked: intoSpill(async (context) => {
      const { meta, params } = context;
      const options = optionsOf(meta, params.border);
      const words = await spilledDistances(context, ({ mask }) => mask, options);
      try {
        return await throughBoxes(
          context,
          'inscribedDiameters',
          { words, meta },
          options.squares.weights,
          (run, { buffer, region }) =>
            diametersOf(run, buffer, allocGrid(run, meta, region), options),
        );
      } finally {
        await words.close();
      }
    }),
  },
);

// Marker-controlled watershed by flooding on the GPU: minimax levels, geodesic steps on plateaus,
// label propagation.
import { bufferBytes, implement, wordsOf } from '../implement/index.js';
import { groundLayout, raiseToPasses, reachOf } from './basins.gpu.js';
import { watershed } from './watershed.js';
import { brickedWatershed } from './watershed_bricked.gpu.js';
import { labelled, markedGround, stepsOn, withRidges } from './watershed_stages.gpu.js';

/**
 * {@link watershed} on the GPU in three stages: the level at which each voxel is flooded (minimax
 * path value), the geodesic steps on that level, and the neighbour from which each voxel is
 * flooded. Slab by slab too.
 */
export const watershedOnGpu = implement(
  watershed,
  async ({ run, inputs, params, region, meta }) => {
    const layout = groundLayout(region, meta.size);
    const reach = reachOf(params.connectivity);
    const ground = { layout, region, reach, ...markedGround(run, inputs, layout) };
    await raiseToPasses(run, ground);
    const steps = await stepsOn(run, ground);
    const labels = labelled(run, ground, steps, inputs.markers, meta);
    const out = params.ridges ? withRidges(run, ground, steps, labels) : labels;
    run.free(ground.heights, ground.seeds, steps);
    if (out !== labels) run.free(labels.buffer);
    return out;
  },
  {
    bricked: brickedWatershed,
    // Levels, markers, paths, two lists of edges, and tables of basins; steps, labels and paths
    // come later.
    temporaries: (region, { metas: { volume } }) => {
      const bytes = 4 * wordsOf(groundLayout(region, volume.size));
      return bufferBytes([bytes, bytes / 8, bytes, bytes, bytes, bytes]);
    },
  },
);

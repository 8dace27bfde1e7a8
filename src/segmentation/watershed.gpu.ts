import type { PooledBuffer, Run } from '../gpu/index.js';
import {
  allocGrid,
  bytesOf,
  implement,
  layoutOf,
  wordsOf,
  type GpuGrid,
} from '../implement/index.js';
import { floodLevels } from '../kernels/flood_levels.js';
import { watershedHeights } from '../kernels/watershed_heights.js';
import { watershedLabels } from '../kernels/watershed_labels.js';
import { watershedRidges } from '../kernels/watershed_ridges.js';
import { watershedSources } from '../kernels/watershed_sources.js';
import { watershedSteps } from '../kernels/watershed_steps.js';
import { codeOf } from '../recipe/dtype.js';
import type { Region } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { tiles } from './distance_passes.gpu.js';
import { flood } from './flood.gpu.js';
import { watershed } from './watershed.js';

/** {@link watershed} on the GPU: levels, then steps, then where each voxel's water comes from. */
export const watershedOnGpu = implement(
  watershed,
  async ({ run, inputs, params, region, meta }) => {
    const { volume, markers, mask } = inputs;
    const reach = { 6: 1, 18: 2, 26: 3 }[params.connectivity];
    const layout = layoutOf('u32', region, meta.size);
    const words = bytesOf('u32', region);
    const [heights, levels, steps] = (['heights', 'levels', 'steps'] as const).map((name) =>
      run.alloc(words, name),
    ) as [PooledBuffer, PooledBuffer, PooledBuffer];
    run.dispatch(watershedHeights, {
      buffers: {
        src: volume.buffer,
        mask: (mask ?? markers).buffer,
        markers: markers.buffer,
        heights,
        levels,
        steps,
      },
      params: {
        src: volume.layout,
        mask: (mask ?? markers).layout,
        markers: markers.layout,
        dst: layout,
      },
      constants: { SRC_DTYPE: codeOf(volume.meta.storage), MASKED: mask === undefined ? 0 : 1 },
      size: { workgroups: tiles(layout, 1, 1, 1) },
      traffic: {
        read:
          bytesOf(volume.meta.storage, region) +
          (mask === undefined ? 0 : bytesOf('bit', region)) +
          words,
        write: 3 * words,
      },
    });
    await flood(run, region, (turn) => {
      run.dispatch(floodLevels, {
        buffers: { resting: heights, falling: levels, ...turn.buffers },
        params: { grid: layout, ...turn.params },
        ...turn.common(reach),
      });
    });
    run.free(heights);
    await flood(run, region, (turn) => {
      run.dispatch(watershedSteps, {
        buffers: { resting: levels, falling: steps, ...turn.buffers },
        params: { grid: layout, ...turn.params },
        ...turn.common(reach),
      });
    });
    const labels = labelled(run, levels, steps, markers, reach, meta, region);
    if (!params.ridges) {
      run.free(levels, steps);
      return labels;
    }
    const out = allocGrid(run, meta, region, { labelBound: markers.labelBound });
    run.dispatch(watershedRidges, {
      buffers: {
        levels,
        steps,
        labels: labels.buffer,
        dst: out.buffer,
      },
      params: { src: layout },
      constants: { REACH: reach },
      size: { workgroups: tiles(layout, 1, 1, 1) },
      traffic: { read: 3 * words, write: words },
    });
    run.free(levels, steps, labels.buffer);
    return out;
  },
);

/** Sources of all voxels, and the labels they lead to. */
function labelled(
  run: Run,
  levels: PooledBuffer,
  steps: PooledBuffer,
  markers: GpuGrid,
  reach: number,
  meta: GridMeta,
  region: Region,
): GpuGrid {
  const layout = layoutOf('u32', region, meta.size);
  const words = bytesOf('u32', region);
  const sourcesLayout = layoutOf('u8', region, meta.size);
  const sources = run.alloc(4 * wordsOf(sourcesLayout), 'sources');
  run.dispatch(watershedSources, {
    buffers: { levels, steps, dst: sources },
    params: { src: layout, dst: sourcesLayout },
    constants: { REACH: reach },
    size: { workgroups: tiles(sourcesLayout, 4, 1, 1) },
    traffic: { read: 2 * words, write: bytesOf('u8', region) },
  });
  const out = allocGrid(run, meta, region, { labelBound: markers.labelBound });
  run.dispatch(watershedLabels, {
    buffers: { sources, markers: markers.buffer, dst: out.buffer },
    params: { sources: sourcesLayout, markers: markers.layout, dst: out.layout },
    constants: {},
    size: { workgroups: tiles(layout, 1, 1, 1) },
    traffic: { read: bytesOf('u8', region) + words, write: words },
  });
  run.free(sources);
  return out;
}

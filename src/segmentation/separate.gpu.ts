// Separation of touching objects on the GPU: watershed of the distance map, catchment basins by
// steepest ascent.
import {
  allocGrid,
  bufferBytes,
  bytesOf,
  implement,
  layoutOf,
  wordsOf,
} from '../implement/index.js';
import { RESULT_WORD } from '../kernels/shared/index.js';
import { climb, contacts, objectsOfBasins } from './distance_basins.gpu.js';
import { distancePasses } from './distance_passes.gpu.js';
import { mergeBasins } from './merge_basins.js';
import { separate } from './separate.js';
import { brickedSeparate } from './separate_bricked.gpu.js';
import { heightsOf, mergeRule, positionIn } from './separate_heights.js';
import { smoothedHeights, windowPeaks } from './separate_snow.gpu.js';

/**
 * Separation on the GPU: catchment basins are found there, voxel by voxel; the host merges them.
 */
export const separateOnGpu = implement(
  separate,
  async ({ run, inputs, params, region, meta }) => {
    const { mask, smoothed } = inputs;
    const kind = heightsOf(meta, smoothed !== undefined);
    const layout = layoutOf('u32', region, meta.size);
    const heights = run.alloc(4 * wordsOf(layout), 'heights');
    if (smoothed === undefined)
      await distancePasses(run, mask, heights, {
        squares: kind.squares,
        outside: false,
        result: RESULT_WORD,
        scale: 1,
      });
    else smoothedHeights(run, mask, smoothed, { heights, layout, scale: kind.scale });
    const out = allocGrid(run, meta, region);
    const maxima = await climb(run, { buffer: heights, layout }, out, (found) =>
      windowPeaks(run, heights, layout, found, params.peakRadius, meta, kind.wall),
    );
    const basins = maxima.voxels.length;
    if (basins === 0) {
      run.free(heights);
      return { ...out, labelBound: 0 };
    }
    const { pairs, first } = await contacts(run, heights, out, basins);
    run.free(heights);
    const { objects, count } = mergeBasins(
      {
        peaks: maxima.heights,
        counts: maxima.counts,
        first,
        pairs,
        position: positionIn(meta.size, maxima.voxels),
      },
      mergeRule(kind, meta, params),
    );
    return objectsOfBasins(run, out, objects, count);
  },
  {
    bricked: brickedSeparate,
    // Heights with distances along x and squares within planes, or with steps and maxima.
    temporaries: (region) =>
      bufferBytes([
        bytesOf('u32', region),
        bytesOf('u32', region),
        bytesOf('u16', region),
        bytesOf('u16', region),
      ]),
  },
);

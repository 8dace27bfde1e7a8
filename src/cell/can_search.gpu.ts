import { ownsSlices, wholeSlices } from '../filters/owned_blocks.js';
import { bufferBytes, implementReduce, type GpuGrid } from '../implement/index.js';
import { canSearch as kernel } from '../kernels/cell/index.js';
import { codeOf, DTYPES, type Dtype } from '../recipe/dtype.js';
import { VoxmetryError } from '../recipe/errors.js';
import type { GridMeta } from '../recipe/meta.js';
import type { Region } from '../recipe/geometry.js';
import { canPlace, RAY_WORDS, SEARCH_RAYS, type SearchedSlice } from './can_place.gpu.js';
import { raysFromRim } from './can_rays.js';
import { canSearch, searchCentre, searchStride, type CanPlace } from './can_search.js';

/** Samples above the level in a row that are an edge: two voxels. */
const LEAST = 4;

/** The slices of a region that are looked at: the first, and how many. */
function searched(region: Region, grid: GridMeta): readonly [first: number, count: number] {
  const stride = searchStride(grid);
  const first = Math.ceil(region.origin[2] / stride) * stride;
  const end = region.origin[2] + region.size[2];
  return [first, ownsSlices(region) ? Math.max(0, Math.ceil((end - first) / stride)) : 0];
}

/** Bytes of voxels that the rays of some slices may read, at most all of them. */
export function raysBytes(grid: GpuGrid, rays: number, samples: number, slices: number): number {
  const { size, storage } = grid.meta;
  const bytes = DTYPES[storage as Dtype].bits / 8;
  return Math.ceil(slices * Math.min(size[0] * size[1], rays * samples) * bytes);
}

/** {@link canSearch} on the GPU: one pass over some slices; 260 B for each ray are read back. */
export const canSearchOnGpu = implementReduce(canSearch, {
  partial: async ({ run, inputs, params, region }): Promise<SearchedSlice[]> => {
    const { volume, level } = inputs;
    const grid = volume.meta;
    const [first, count] = searched(region, grid);
    if (count === 0) return [];
    const centre = searchCentre(grid, params.centre);
    const table = raysFromRim(grid, centre, SEARCH_RAYS);
    const directions = run.alloc(table.byteLength, 'rays');
    run.upload(directions, table);
    const words = SEARCH_RAYS * RAY_WORDS;
    const found = run.alloc(4 * words * count, 'profiles');
    run.dispatch(kernel, {
      grids: { src: volume },
      buffers: { directions, found },
      params: {
        rays: SEARCH_RAYS,
        slices: count,
        first_slice: first,
        slice_step: searchStride(grid),
        level: params.threshold ?? level!,
        least: LEAST,
      },
      constants: { SRC_DTYPE: codeOf(grid.storage) },
      size: { invocations: SEARCH_RAYS * count },
      traffic: {
        read:
          raysBytes(volume, SEARCH_RAYS, Math.max(grid.size[0], grid.size[1]), count) +
          table.byteLength,
      },
    });
    const read = new Uint32Array(await run.read(found));
    run.free(directions, found);
    return Array.from({ length: count }, (_, i) => ({
      slice: first + i * searchStride(grid),
      words: read.slice(words * i, words * (i + 1)),
    }));
  },
  temporaries: (region, { metas: { volume } }) => {
    const [, count] = searched(wholeSlices(region, volume.size), volume);
    return bufferBytes([20 * SEARCH_RAYS, 4 * SEARCH_RAYS * RAY_WORDS * count]);
  },
  merge: (a, b): SearchedSlice[] => [...a, ...b],
  finish: (slices, { metas: { volume }, inputs, params }): CanPlace => {
    const level = params.threshold ?? inputs.level;
    if (level === undefined) throw new VoxmetryError('internal', 'No level for the can.');
    const centre = searchCentre(volume, params.centre);
    const table = raysFromRim(volume, centre, SEARCH_RAYS);
    return canPlace(slices, volume, table, centre, level, params.threshold);
  },
});

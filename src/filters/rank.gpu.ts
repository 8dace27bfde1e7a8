import { allocGrid, bytesOf, implement } from '../implement/index.js';
import { BORDER_CODE } from '../kernels/shared/index.js';
import { windowRank } from '../kernels/window_rank.js';
import { bitsOf, codeOf, type Dtype } from '../recipe/dtype.js';
import { growRegion, volumeOf, type Region } from '../recipe/geometry.js';
import { boxExtremum } from './grey_morphology.gpu.js';
import { rank, rankOf } from './rank.js';
import { rawOf } from './raw_value.js';
import { windowRadius } from './window.js';

/** Comparisons per submission: a small part of a second on a slow GPU. */
const SUBMIT_COMPARISONS = 4e10;

/** {@link rank} on the GPU: slabs of slices, since a wide window of wide values takes its time. */
export const rankOnGpu = implement(
  rank,
  async ({ run, inputs: { volume }, params, region, meta }) => {
    const { size, percentile, border, value } = params;
    const radius = windowRadius(size);
    const index = rankOf(size, percentile);
    const last = volumeOf(size) - 1;
    if (index === 0 || index === last)
      return boxExtremum(run, volume, radius, { least: index === 0, border, value }, region);
    const out = allocGrid(run, meta, region);
    const storage = meta.storage as Dtype;
    const perSlice = region.size[0] * region.size[1] * volumeOf(size) * bitsOf(storage);
    const depth = Math.max(1, Math.floor(SUBMIT_COMPARISONS / perSlice));
    const rowQuads = Math.ceil(region.size[0] / 4);
    for (let first = 0; first < region.size[2]; first += depth) {
      const slices = Math.min(depth, region.size[2] - first);
      const slab: Region = {
        origin: [region.origin[0], region.origin[1], region.origin[2] + first],
        size: [region.size[0], region.size[1], slices],
      };
      if (first > 0) await run.flush();
      run.dispatch(windowRank, {
        buffers: { src: volume.buffer, dst: out.buffer },
        params: {
          src: volume.layout,
          dst: out.layout,
          radius,
          rank: index,
          first_slice: first,
          slices,
          border_raw: rawOf(value, storage),
        },
        constants: {
          DTYPE: codeOf(storage),
          BORDER: BORDER_CODE[border],
          NEAR: Math.min(radius[0], 5),
        },
        size: { invocations: rowQuads * region.size[1] * slices },
        traffic: {
          read: bytesOf(storage, growRegion(slab, radius, meta.size)),
          write: bytesOf(storage, slab),
        },
      });
    }
    return out;
  },
);

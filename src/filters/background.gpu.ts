import { bytesOf, implementReduce } from '../implement/index.js';
import { tileSums, TILE } from '../kernels/filters/index.js';
import { codeOf, type Dtype } from '../recipe/dtype.js';
import { volumeOf, type Vec3 } from '../recipe/geometry.js';
import { background } from './background.js';
import { fitBackground } from './background_fit.js';
import { levelScale } from './level_scale.js';
import { ownedBlocks } from './owned_blocks.js';
import { TERMS, type SliceCorrection } from './slice_correction.js';
import { meansBySlice, type Tiles } from './background_means.js';

/** {@link background} on the GPU: sums of tiles, which the host fits. */
export const backgroundOnGpu = implementReduce(background, {
  partial: async ({ run, inputs, region }): Promise<Tiles[]> => {
    const { volume, classes } = inputs;
    const dtype = volume.meta.storage as Dtype;
    const { start, gain } = levelScale(dtype, inputs.range);
    const rows = Math.ceil(volume.meta.size[1] / TILE);
    const owned = ownedBlocks(region, 1, rows, rows * TILE);
    const first: Vec3 = [region.origin[0] / TILE, owned.first, region.origin[2]];
    const size: Vec3 = [Math.ceil(region.size[0] / TILE), owned.end - owned.first, region.size[2]];
    const tiles = volumeOf(size);
    if (tiles === 0) return [];
    const sums = run.alloc(16 * tiles, 'tiles');
    const end = Math.min(volume.meta.size[1], owned.end * TILE);
    const read = {
      origin: region.origin,
      size: [region.size[0], end - owned.first * TILE, region.size[2]],
    } as const;
    run.dispatch(tileSums, {
      grids: { src: volume, within: classes },
      buffers: { sums },
      params: {
        first: [region.origin[0], owned.first * TILE, region.origin[2]],
        tiles: size,
        start,
        gain,
      },
      constants: { SRC_DTYPE: codeOf(dtype) },
      size: { workgroups: [Math.min(tiles, 65535), Math.ceil(tiles / 65535), 1] },
      traffic: { read: bytesOf(dtype, read) + bytesOf('bit', read) },
    });
    const words = new Uint32Array(await run.read(sums, 0, 16 * tiles));
    run.free(sums);
    return [{ first, size, sums: words }];
  },
  merge: (a, b): Tiles[] => [...a, ...b],
  finish: (parts, { metas, inputs, params }): SliceCorrection => {
    const { size, storage } = metas.volume;
    const scale = levelScale(storage as Dtype, inputs.range);
    const factor = params.model === 'multiplicative';
    const terms = new Float64Array(TERMS * size[2]);
    meansBySlice(parts, TILE, size, scale, params.inside, factor).forEach((tiles, z) => {
      terms.set(fitBackground(tiles, params.degree), TERMS * z);
    });
    return { terms, gains: new Float64Array(size[2]).fill(1), factor };
  },
});

// Geodesic (morphological) reconstruction and regional or h-extrema on the GPU, by flooding.
import type { GridLayout, PooledBuffer, Run } from '../gpu/index.js';
import {
  allocGrid,
  bufferBytes,
  bytesOf,
  implement,
  wordsOf,
  type BufferBytes,
  type GpuGrid,
} from '../implement/index.js';
import type { GridMeta } from '../recipe/meta.js';
import { floodExtrema, floodGround, floodValues } from '../kernels/segmentation/index.js';
import { codeOf } from '../recipe/dtype.js';
import type { Region } from '../recipe/geometry.js';
import type { Connectivity } from './components.js';
import { groundLayout, raiseToPasses } from './basins.gpu.js';
import { extrema } from './extrema.js';
import { reconstruct } from './reconstruct.js';

const SIDE = { below: 0, above: 1 } as const;

/**
 * Where a flood starts: at the values of a seed, or at the volume's own values, shifted by some
 * steps or by a depth h.
 */
interface Start {
  readonly seed?: GpuGrid;
  readonly steps: number;
  readonly h: number;
}

/** The levels at which a flood from a seed comes to rest. */
async function settledLevels(
  run: Run,
  volume: GpuGrid,
  start: Start,
  side: keyof typeof SIDE,
  connectivity: Connectivity,
  region: Region,
): Promise<{ readonly levels: PooledBuffer; readonly layout: GridLayout }> {
  const { storage, size } = volume.meta;
  const { seed, steps, h } = start;
  const layout = groundLayout(region, size);
  const bytes = 4 * wordsOf(layout);
  const heights = run.alloc(bytes, 'levels');
  const water = run.alloc(bytes, 'water');
  run.dispatch(floodGround, {
    grids: { src: volume, seed: seed ?? volume },
    buffers: { heights, water },
    params: { dst: layout, steps, h },
    constants: {
      SRC_DTYPE: codeOf(storage),
      SIDE: SIDE[side],
      SEEDED: seed === undefined ? 0 : 1,
    },
    size: { invocations: wordsOf(layout) / 4 },
    traffic: { read: (seed === undefined ? 1 : 2) * bytesOf(storage, region) },
  });
  const seeds = run.alloc(bytes / 8, 'no markers', { zero: true });
  const reach = { 6: 1, 18: 2, 26: 3 }[connectivity];
  await raiseToPasses(run, { layout, region, heights, seeds, water, reach });
  run.free(seeds);
  return { levels: heights, layout };
}

/** What a flood takes: levels, water, paths, two lists of edges, markers, and tables of basins. */
function floodBytes({ size: whole }: GridMeta, region: Region): BufferBytes {
  const bytes = 4 * wordsOf(groundLayout(region, whole));
  return bufferBytes([bytes, bytes, bytes, bytes, bytes, bytes / 8, bytes]);
}

/**
 * {@link reconstruct} on the GPU: a flood that starts at the seed and falls until it rests on the
 * ground.
 */
export const reconstructOnGpu = implement(
  reconstruct,
  async ({ run, inputs: { volume, seed }, params: { by, connectivity }, region, meta }) => {
    const side = by === 'erosion' ? 'below' : 'above';
    const start = { seed, steps: 0, h: 0 };
    const { levels, layout } = await settledLevels(run, volume, start, side, connectivity, region);
    const out = allocGrid(run, meta, region);
    run.dispatch(floodValues, {
      grids: { dst: out },
      buffers: { levels },
      params: { levels: layout },
      constants: { SRC_DTYPE: codeOf(meta.storage), SIDE: SIDE[side] },
      size: { invocations: wordsOf(out.layout) },
    });
    run.free(levels);
    return out;
  },
  { temporaries: (region, { metas: { volume } }) => floodBytes(volume, region) },
);

/**
 * {@link extrema} on the GPU: the voxels whose shifted level a flood leaves unchanged (h-extrema by
 * reconstruction).
 */
export const extremaOnGpu = implement(
  extrema,
  async ({ run, inputs, params: { of, h, connectivity }, region, meta }) => {
    const { volume } = inputs;
    const { min, max, count, infinite } = inputs.range;
    const stands = infinite > 0 ? count > 0 : max - min >= (h ?? 0) && max > min;
    if (!stands) return allocGrid(run, meta, region, { zero: true });
    const side = of === 'minima' ? 'below' : 'above';
    const start = { steps: Math.min(2 ** 32 - 1, Math.ceil(h ?? 1)), h: h ?? 0 };
    const { levels, layout } = await settledLevels(run, volume, start, side, connectivity, region);
    const out = allocGrid(run, meta, region);
    const { storage } = volume.meta;
    run.dispatch(floodExtrema, {
      grids: { src: volume, dst: out },
      buffers: { levels },
      params: { levels: layout, ...start },
      constants: { SRC_DTYPE: codeOf(storage), SIDE: SIDE[side] },
      size: { invocations: wordsOf(out.layout) },
    });
    run.free(levels);
    return out;
  },
  { temporaries: (region, { metas: { volume } }) => floodBytes(volume, region) },
);

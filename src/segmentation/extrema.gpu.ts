// Regional extrema and h-extrema on the GPU, by flooding.
import type { Run } from '../gpu/index.js';
import { allocGrid, HeldInputs, implement, wordsOf, type GpuGrid } from '../implement/index.js';
import { floodExtrema } from '../kernels/segmentation/index.js';
import { codeOf } from '../recipe/dtype.js';
import type { Region } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import type { ParamsOfSpecs } from '../recipe/params.js';
import type { Range } from '../stats/range.js';
import { extrema } from './extrema.js';
import {
  floodBytes,
  floodedSlabs,
  settledLevels,
  SIDE,
  type Levels,
  type Start,
} from './relief_flood.gpu.js';

type Params = ParamsOfSpecs<(typeof extrema)['params']>;

function sideOf({ of }: Params): keyof typeof SIDE {
  return of === 'minima' ? 'below' : 'above';
}

function startOf({ h }: Params): Start {
  return { steps: Math.min(2 ** 32 - 1, Math.ceil(h ?? 1)), h: h ?? 0 };
}

/** Whether anything stands out of a volume of such a range. */
function stands({ min, max, count, infinite }: Range, { h }: Params): boolean {
  return infinite > 0 ? count > 0 : max - min >= (h ?? 0) && max > min;
}

/** The voxels whose shifted level is still the one at which the flood began. */
function unmoved(
  run: Run,
  volume: GpuGrid,
  { levels, layout }: Levels,
  params: Params,
  meta: GridMeta,
  region: Region,
): GpuGrid {
  const out = allocGrid(run, meta, region);
  const { steps, h } = startOf(params);
  run.dispatch(floodExtrema, {
    grids: { src: volume, dst: out },
    buffers: { levels },
    params: { levels: layout, steps, h },
    constants: { SRC_DTYPE: codeOf(volume.meta.storage), SIDE: SIDE[sideOf(params)] },
    size: { invocations: wordsOf(out.layout) },
  });
  return out;
}

/**
 * {@link extrema} on the GPU: the voxels whose shifted level a flood leaves unchanged (h-extrema by
 * reconstruction); slab by slab too.
 */
export const extremaOnGpu = implement(
  extrema,
  async ({ run, inputs: { volume, range }, params, region, meta }) => {
    if (!stands(range, params)) return allocGrid(run, meta, region, { zero: true });
    const { connectivity } = params;
    const side = sideOf(params);
    const flooded = await settledLevels(run, volume, startOf(params), side, connectivity, region);
    const out = unmoved(run, volume, flooded, params, meta, region);
    run.free(flooded.levels);
    return out;
  },
  {
    bricked: {
      /** Undefined where nothing stands out. */
      async prepare(context) {
        const { params, meta, slabs } = context;
        const [first] = slabs;
        const range = await context.visit(first!, (inputs) => Promise.resolve(inputs.range));
        if (!stands(range, params)) return undefined;
        const held = await HeldInputs.of(context, ['volume']);
        try {
          return await floodedSlabs(
            context,
            held,
            { start: startOf(params), side: sideOf(params), connectivity: params.connectivity },
            (run, volume, levels, slab) => unmoved(run, volume, levels, params, meta, slab),
          );
        } finally {
          await held.close();
        }
      },
      region: (out, region, { meta }, run) =>
        out === undefined
          ? Promise.resolve(allocGrid(run, meta, region, { zero: true }))
          : out.grid(run, meta, region),
      release: async (out) => {
        await out?.close();
      },
    },
    temporaries: (region, { metas: { volume } }) => floodBytes(volume, region),
  },
);

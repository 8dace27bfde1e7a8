// Geodesic (morphological) reconstruction on the GPU, by flooding.
import type { Run } from '../gpu/index.js';
import {
  allocGrid,
  HeldInputs,
  implement,
  intoSpill,
  wordsOf,
  type GpuGrid,
} from '../implement/index.js';
import { floodValues } from '../kernels/segmentation/index.js';
import { codeOf } from '../recipe/dtype.js';
import type { Region } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import type { ParamsOfSpecs } from '../recipe/params.js';
import { reconstruct } from './reconstruct.js';
import { floodBytes, floodedSlabs, settledLevels, SIDE, type Levels } from './relief_flood.gpu.js';

type Params = ParamsOfSpecs<(typeof reconstruct)['params']>;

function sideOf({ by }: Params): keyof typeof SIDE {
  return by === 'erosion' ? 'below' : 'above';
}

/** Levels as values again. */
function valuesOf(
  run: Run,
  { levels, layout }: Levels,
  side: keyof typeof SIDE,
  meta: GridMeta,
  region: Region,
): GpuGrid {
  const out = allocGrid(run, meta, region);
  run.dispatch(floodValues, {
    grids: { dst: out },
    buffers: { levels },
    params: { levels: layout },
    constants: { SRC_DTYPE: codeOf(meta.storage), SIDE: SIDE[side] },
    size: { invocations: wordsOf(out.layout) },
  });
  return out;
}

/**
 * {@link reconstruct} on the GPU: a flood that starts at the seed and falls until it rests on the
 * ground; slab by slab too.
 */
export const reconstructOnGpu = implement(
  reconstruct,
  async ({ run, inputs: { volume, seed }, params, region, meta }) => {
    const side = sideOf(params);
    const start = { seed, steps: 0, h: 0 };
    const flooded = await settledLevels(run, volume, start, side, params.connectivity, region);
    const out = valuesOf(run, flooded, side, meta, region);
    run.free(flooded.levels);
    return out;
  },
  {
    bricked: intoSpill(async (context) => {
      const { params, meta } = context;
      const side = sideOf(params);
      const held = await HeldInputs.of(context, ['volume', 'seed']);
      try {
        return await floodedSlabs(
          context,
          held,
          { start: { steps: 0, h: 0 }, side, connectivity: params.connectivity },
          (run, _, levels, slab) => valuesOf(run, levels, side, meta, slab),
        );
      } finally {
        await held.close();
      }
    }),
    temporaries: (region, { metas: { volume } }) => floodBytes(volume, region),
  },
);

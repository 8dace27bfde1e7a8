// Floods of a relief from a seed or from its own values, shifted, on the GPU: whole, and slab by
// slab.
import type { GridLayout, PooledBuffer, Run } from '../gpu/index.js';
import {
  bufferBytes,
  bytesOf,
  SpilledGrid,
  wordsOf,
  type BufferBytes,
  type GpuGrid,
  type HeldInputs,
} from '../implement/index.js';
import { floodGround } from '../kernels/segmentation/index.js';
import { codeOf } from '../recipe/dtype.js';
import type { Region } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { groundLayout, raiseToPasses, reachOf } from './basins.gpu.js';
import type { Connectivity } from './components.js';
import { floodLevels, floodSlabs, type FloodContext } from './flood_slabs.gpu.js';

/** Which side of the relief the water is on. */
export const SIDE = { below: 0, above: 1 } as const;

/**
 * Where a flood starts: at the values of a seed, or at the volume's own values, shifted by some
 * steps or by a depth h.
 */
export interface Start {
  readonly seed?: GpuGrid | undefined;
  readonly steps: number;
  readonly h: number;
}

/** Ground and water of a flood from a seed. */
function groundOf(
  run: Run,
  volume: GpuGrid,
  start: Start,
  side: keyof typeof SIDE,
  layout: GridLayout,
): { readonly heights: PooledBuffer; readonly seeds: PooledBuffer; readonly water: PooledBuffer } {
  const { storage } = volume.meta;
  const { seed, steps, h } = start;
  const bytes = 4 * wordsOf(layout);
  const heights = run.alloc(bytes, 'levels');
  const water = run.alloc(bytes, 'water');
  const region: Region = { origin: layout.origin, size: layout.size };
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
  return { heights, water, seeds: run.alloc(bytes / 8, 'no markers', { zero: true }) };
}

/** The levels at which a flood from a seed comes to rest. */
export async function settledLevels(
  run: Run,
  volume: GpuGrid,
  start: Start,
  side: keyof typeof SIDE,
  connectivity: Connectivity,
  region: Region,
): Promise<Levels> {
  const layout = groundLayout(region, volume.meta.size);
  const ground = groundOf(run, volume, start, side, layout);
  await raiseToPasses(run, { ...ground, layout, region, reach: reachOf(connectivity) });
  run.free(ground.seeds);
  return { levels: ground.heights, layout };
}

/** Levels of a flood, and how they lie. */
export interface Levels {
  readonly levels: PooledBuffer;
  readonly layout: GridLayout;
}

/** What a flood takes: levels, water, paths, two lists of edges, markers, and tables of basins. */
export function floodBytes({ size: whole }: GridMeta, region: Region): BufferBytes {
  const bytes = 4 * wordsOf(groundLayout(region, whole));
  return bufferBytes([bytes, bytes, bytes, bytes, bytes, bytes / 8, bytes]);
}

/**
 * A flood slab by slab. What `record` makes of the levels of a slab goes to a spill; it is made
 * anew where the slab is visited again.
 */
export async function floodedSlabs(
  context: FloodContext,
  held: HeldInputs<'volume' | 'seed'>,
  how: {
    readonly start: Start;
    readonly side: keyof typeof SIDE;
    readonly connectivity: Connectivity;
  },
  record: (run: Run, volume: GpuGrid, levels: Levels, slab: Region) => GpuGrid,
): Promise<SpilledGrid> {
  const { meta } = context;
  const slabs = floodSlabs(context, held.bytesPerVoxel);
  let volume: GpuGrid | undefined;
  return SpilledGrid.filled(context, meta.storage, meta.size, (out) =>
    floodLevels(
      context,
      slabs,
      reachOf(how.connectivity),
      async (run, { box, layout }) => {
        volume = await held.grid(run, 'volume', box);
        const seed = await held.grid(run, 'seed', box);
        const ground = groundOf(run, volume!, { ...how.start, seed }, how.side, layout);
        run.free(seed?.buffer);
        return ground;
      },
      async (run, { slab, layout }, levels) => {
        await out.write(run, record(run, volume!, { levels, layout }, slab).buffer, slab);
      },
    ),
  );
}

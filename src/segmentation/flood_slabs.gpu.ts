// Levels of a flood slab by slab, on the GPU.
import type { PooledBuffer, Run } from '../gpu/index.js';
import type { BrickedContext, GpuGrid } from '../implement/index.js';
import type { Region } from '../recipe/geometry.js';
import type { InputSpecs } from '../recipe/op.js';
import type { ParamSpecs } from '../recipe/params.js';
import { groundLayout, raiseToPasses, type Ground } from './basins.gpu.js';
import { settleSlabs, type FacesAround } from './settle_slabs.gpu.js';
import { around, slabsOf } from './slabs.js';

/** What floods take of the context of an op that works slab by slab. */
export type FloodContext = Pick<
  BrickedContext<InputSpecs, ParamSpecs>,
  'meta' | 'slabs' | 'alone' | 'inRun' | 'openSpill'
>;

/** A slab with the slices around it, and how the grids of a flood lie there. */
export interface FloodBox {
  readonly slab: Region;
  readonly box: Region;
  readonly layout: GpuGrid['layout'];
  /** Bytes of a slice, and those before the slab's first. */
  readonly slice: number;
  readonly lead: number;
}

/**
 * Bytes that a flood takes for a voxel: heights, water, paths, two lists of edges, markers, tables
 * of basins, and what pools round up.
 */
const FLOOD_BYTES = 32;

/** Slabs that a flood fits, and no deeper than those of the inputs. */
export function floodSlabs({ meta, slabs, alone }: FloodContext, inputBytes: number): Region[] {
  const slice = (FLOOD_BYTES + inputBytes) * meta.size[0] * meta.size[1];
  return slabsOf(meta.size, Math.min(slabs[0]!.size[2], Math.floor(alone / slice) - 2));
}

/** A slab with a slice more on either side. */
export function floodBox({ meta }: FloodContext, slab: Region): FloodBox {
  const box = around(slab, 1, 1, meta.size[2]);
  const layout = groundLayout(box, meta.size);
  const slice = 4 * layout.sliceWords;
  return { slab, box, layout, slice, lead: slice * (slab.origin[2] - box.origin[2]) };
}

/** Puts slices of the slabs around into a grid of a box. */
export function putFaces(
  run: Run,
  grid: PooledBuffer,
  { box, slice }: FloodBox,
  { below, above }: FacesAround,
): void {
  if (below !== undefined) run.upload(grid, below);
  if (above !== undefined) run.upload(grid, above, slice * (box.size[2] - 1));
}

/** The first and the last slice of the slab within a box. */
export async function ownFaces(
  run: Run,
  grid: PooledBuffer,
  { slab, slice, lead }: Pick<FloodBox, 'slab' | 'slice' | 'lead'>,
): Promise<{ first: Uint32Array<ArrayBuffer>; last: Uint32Array<ArrayBuffer> }> {
  const read = async (index: number): Promise<Uint32Array<ArrayBuffer>> =>
    new Uint32Array(await run.read(grid, lead + slice * index, slice));
  return { first: await read(0), last: await read(slab.size[2] - 1) };
}

/**
 * The levels at which a flood comes to rest (`raiseToPasses`), slab by slab. Every slab is flooded
 * by itself, and again with the water that stands in the slices next to it until that changes
 * nothing any more: levels only fall, each is that of some path, so that they end as those of the
 * whole. One visit of every slab, two where water flows down from slab to slab, and as many more as
 * a way winds up and down through them.
 *
 * @param ground makes heights, markers and water of a box
 * @param keep takes the levels of a slab that was visited; they may fall until the end
 */
export async function floodLevels(
  context: FloodContext,
  slabs: readonly Region[],
  reach: number,
  ground: (
    run: Run,
    at: FloodBox,
  ) => Promise<Pick<Ground, 'heights' | 'seeds'> & { readonly water: PooledBuffer }>,
  keep: (run: Run, at: FloodBox, levels: PooledBuffer) => Promise<void>,
): Promise<void> {
  const { sliceWords } = groundLayout(slabs[0]!, context.meta.size);
  await settleSlabs(context, slabs.length, sliceWords, (index, faces) => {
    const at = floodBox(context, slabs[index]!);
    return context.inRun(async (run) => {
      const made = await ground(run, at);
      putFaces(run, made.water, at, faces);
      await raiseToPasses(run, { ...made, layout: at.layout, region: at.box, reach });
      run.free(made.seeds);
      await keep(run, at, made.heights);
      return ownFaces(run, made.heights, at);
    });
  });
}

// Separation of touching objects out of core: basins slab by slab, merged on the host.
import type { Run } from '../gpu/index.js';
import {
  allocGrid,
  exactSlab,
  layoutOf,
  SpilledGrid,
  wordsOf,
  type Bricked,
  type BrickedContext,
  type GpuGrid,
} from '../implement/index.js';
import { RESULT_WORD, SLAB_LEAVES } from '../kernels/shared/index.js';
import { equalRegion, type Region } from '../recipe/geometry.js';
import { climb, contacts, objectsOfBasins, type Maxima } from './distance_basins.gpu.js';
import { spilledDistances } from './distance_bricked.gpu.js';
import { expansion } from './expand_labels.js';
import { ownFaces } from './flood_slabs.gpu.js';
import { mergeBasins } from './merge_basins.js';
import { SaddleTable } from './saddle_table.js';
import type { separate } from './separate.js';
import { heightsOf, mergeRule, positionIn, type HeightKind } from './separate_heights.js';
import { smoothedHeights, windowPeaks } from './separate_snow.gpu.js';
import { around, slabsOf } from './slabs.js';
import { joinSlab } from './slab_labels.gpu.js';
import { SlabExits } from './slab_exits.gpu.js';

type Inputs = (typeof separate)['inputs'];
type Params = (typeof separate)['params'];
type Context = BrickedContext<Inputs, Params>;

/** What any region of the labels is made from. */
interface SeparatedSlabs {
  /** Basins of all voxels. */
  readonly basins: SpilledGrid;
  readonly objects: Uint32Array<ArrayBuffer>;
  readonly count: number;
}

/** The basins of slabs, with what is needed to make them those of the volume. */
interface LocalBasins {
  readonly slabs: readonly Region[];
  /** How many basins the slabs before each slab have. */
  readonly offsets: readonly number[];
  readonly exits: SlabExits;
  readonly peaks: Uint32Array<ArrayBuffer>;
  readonly counts: Uint32Array<ArrayBuffer> | undefined;
  readonly voxels: Float64Array<ArrayBuffer>;
}

/**
 * Heights, steps, basins and the list of maxima, for a slice's voxel (10 B), and what pools round
 * up.
 */
const BYTES = 12;

/**
 * Separation slab by slab, the same labels as whole. The distance goes to a spill. A first pass
 * upwards finds the basins of each slab by itself: an ascent that leaves the slab is marked by the
 * pixel at which it enters the next, and followed on the host from face to face. A second pass,
 * back downwards, gives the basins the numbers of the volume and gathers their saddles, of pairs
 * across the slab's upper face too. Basins are merged on the host as those of the whole.
 *
 * The distance's 16 B/voxel of spill, then 8 written and 12 read; 4 B/voxel of it stay. Of the heap
 * 20 B per basin and 16 to 64 per pair of them, and a few slices.
 */
export const brickedSeparate: Bricked<Inputs, Params, SeparatedSlabs> = {
  async prepare(context) {
    const { meta, metas, params } = context;
    const kind = heightsOf(meta, metas.smoothed !== undefined);
    const heights = await spilledHeights(context, kind);
    let basins: SpilledGrid | undefined;
    let exits: SlabExits | undefined;
    try {
      basins = await SpilledGrid.open(context, 'u32', meta.size);
      const halo =
        params.peakRadius === null ? 1 : Math.max(1, expansion(params.peakRadius, meta).reach[2]);
      const slabs = slabsFor(context, halo);
      exits = await SlabExits.open(context, meta.size[0] * meta.size[1], slabs.length);
      const local = await basinsOfSlabs(context, kind, { heights, basins, exits, slabs, halo });
      const { pairs, first } = await joinSlabs(context, local, heights, basins);
      const merged = mergeBasins(
        { ...local, first, pairs, position: positionIn(meta.size, local.voxels) },
        mergeRule(kind, meta, params),
      );
      return { basins, ...merged };
    } catch (error) {
      await basins?.close();
      throw error;
    } finally {
      await heights.close();
      await exits?.close();
    }
  },

  async region({ basins, objects, count }, region, { meta }, run) {
    return objectsOfBasins(run, await basins.grid(run, meta, region), objects, count);
  },

  release: ({ basins }) => basins.close(),
};

/** Heights of the whole volume in a spill. */
async function spilledHeights(context: Context, kind: HeightKind): Promise<SpilledGrid> {
  const { meta } = context;
  if (!kind.smoothed)
    return spilledDistances(context, ({ mask }) => mask, {
      squares: kind.squares,
      outside: false,
      result: RESULT_WORD,
      scale: 1,
    });
  return SpilledGrid.filled(context, 'u32', meta.size, async (heights) => {
    for (const slab of context.slabs)
      await context.visit(slab, async ({ mask, smoothed }, run) => {
        const layout = layoutOf('u32', slab, meta.size);
        const buffer = run.alloc(4 * wordsOf(layout), 'heights');
        smoothedHeights(run, exactSlab(run, mask, slab), exactSlab(run, smoothed!, slab), {
          heights: buffer,
          layout,
          scale: kind.scale,
        });
        await heights.write(run, buffer, slab);
      });
  });
}

/** Slabs that fit the budget with their halos, and no deeper than those of the inputs. */
function slabsFor({ meta, slabs, budget }: Context, halo: number): Region[] {
  const [nx, ny] = meta.size;
  const fitting = Math.floor(budget / (BYTES * nx * ny)) - 2 * halo;
  return slabsOf(meta.size, Math.min(slabs[0]!.size[2], fitting));
}

/** The first pass, upwards: the basins of each slab by itself, into the spill. */
async function basinsOfSlabs(
  context: Context,
  kind: HeightKind,
  {
    heights,
    basins,
    exits,
    slabs,
    halo,
  }: {
    readonly heights: SpilledGrid;
    readonly basins: SpilledGrid;
    readonly exits: SlabExits;
    readonly slabs: readonly Region[];
    readonly halo: number;
  },
): Promise<LocalBasins> {
  const { meta, params } = context;
  const found: Maxima[] = [];
  const offsets: number[] = [];
  let offset = 0;
  for (const slab of slabs) {
    const box = around(slab, halo, halo, meta.size[2]);
    await context.inRun(async (run) => {
      const layout = layoutOf('u32', box, meta.size);
      const ground = { buffer: await heights.read(run, box), layout };
      const out = allocGrid(run, meta, slab);
      const maxima = await climb(run, ground, out, (peaks) =>
        windowPeaks(run, ground.buffer, layout, peaks, params.peakRadius, meta, kind.wall),
      );
      await basins.write(run, out.buffer, slab);
      const slice = 4 * out.layout.sliceWords;
      const faces = await ownFaces(run, out.buffer, { slab, slice, lead: 0 });
      await exits.push(raised(faces.first, offset), raised(faces.last, offset));
      found.push(maxima);
      offsets.push(offset);
      offset += maxima.voxels.length;
    });
  }
  const counts = found.map((maxima) => maxima.counts);
  return {
    slabs,
    offsets,
    exits,
    peaks: joined(found.map((maxima) => maxima.heights)),
    counts:
      params.peakRadius === null
        ? undefined
        : joined(counts.map((some) => some ?? new Uint32Array())),
    voxels: Float64Array.from(
      (function* () {
        for (const { voxels } of found) yield* voxels;
      })(),
    ),
  };
}

/** The second pass, downwards: basins of the volume into the spill, and their contacts. */
async function joinSlabs(
  context: Context,
  { slabs, offsets, exits, peaks }: LocalBasins,
  heights: SpilledGrid,
  basins: SpilledGrid,
): Promise<{
  readonly pairs: ReturnType<SaddleTable['pairs']>;
  readonly first: Float64Array<ArrayBuffer>;
}> {
  const { meta } = context;
  const table = new SaddleTable();
  const first = new Float64Array(peaks.length);
  for (let index = slabs.length - 1; index >= 0; index--) {
    const slab = slabs[index]!;
    const neighbours = await exits.pop();
    const box = around(slab, 0, 1, meta.size[2]);
    const expected = (offsets[index + 1] ?? peaks.length) - offsets[index]!;
    await context.inRun(async (run) => {
      const own = await basins.grid(run, meta, slab);
      joinSlab(run, own, offsets[index]!, neighbours);
      await basins.write(run, own.buffer, slab);
      const all = withSliceAbove(run, own, box, neighbours.above);
      const ground = await heights.read(run, box);
      const found = await contacts(run, ground, all, peaks.length, expected);
      table.add(found.pairs);
      const before = slab.origin[2] * meta.size[0] * meta.size[1];
      for (let basin = 0; basin < peaks.length; basin++)
        if (found.first[basin] !== 0xffffffff) first[basin] = before + found.first[basin]!;
    });
  }
  return { pairs: table.pairs(), first };
}

/** A slab of basins with the slice above it, where `box` has one more. */
function withSliceAbove(
  run: Run,
  basins: GpuGrid,
  box: Region,
  above: Uint32Array<ArrayBuffer>,
): GpuGrid {
  if (equalRegion(basins.region, box)) return basins;
  const all = allocGrid(run, basins.meta, box);
  const bytes = 4 * wordsOf(basins.layout);
  run.copy(basins.buffer, 0, all.buffer, 0, bytes);
  run.free(basins.buffer);
  run.upload(all.buffer, above, bytes);
  return all;
}

/** Raises the basins of a slice, but not those of paths that leave the slab. */
function raised(slice: Uint32Array<ArrayBuffer>, by: number): Uint32Array<ArrayBuffer> {
  return slice.map((basin) => (basin > 0 && basin < SLAB_LEAVES ? basin + by : basin));
}

function joined(parts: readonly Uint32Array[]): Uint32Array<ArrayBuffer> {
  const all = new Uint32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

// Separation of touching objects out of core: basins slab by slab, merged on the host.
import type { Reading, Run } from '../gpu/index.js';
import {
  allocGrid,
  SpilledGrid,
  wordsOf,
  type Bricked,
  type BrickedContext,
  type GpuGrid,
} from '../implement/index.js';
import { SLAB_LEAVES } from '../kernels/shared/index.js';
import { equalRegion, regionEnd, type Region } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import {
  beginContacts,
  climb,
  contactsFrom,
  MORE_SLOTS,
  slotsFor,
  type Heights,
  type Maxima,
} from './distance_basins.gpu.js';
import { expansion } from './expand_labels.js';
import { mergeBasins } from './merge_basins.js';
import { oneBehind } from './one_behind.js';
import { SaddleTable } from './saddle_table.js';
import type { separate } from './separate.js';
import { heightsOf, mergeRule, positionIn, type HeightKind } from './separate_heights.js';
import { windowPeaks } from './separate_snow.gpu.js';
import { around, slabsOf } from './slabs.js';
import { SlabExits, type Neighbours } from './slab_exits.gpu.js';
import { SlabHeights } from './slab_heights.gpu.js';
import { joinAndLookUp, joinSlab } from './slab_labels.gpu.js';

type Inputs = (typeof separate)['inputs'];
type Params = (typeof separate)['params'];
type Context = BrickedContext<Inputs, Params>;

/** Basins of slabs, and how their numbers become those of the volume. */
interface NumberedSlabs {
  readonly slabs: readonly Region[];
  /** How many basins the slabs before each slab have. */
  readonly offsets: readonly number[];
  /** The basins of each slab by itself. */
  readonly basins: SpilledGrid;
  readonly exits: Pick<SlabExits, 'around' | 'close'>;
}

/** What any region of the labels is made from. */
export interface SeparatedSlabs extends NumberedSlabs {
  readonly objects: Uint32Array<ArrayBuffer>;
  readonly count: number;
}

/** The maxima of all basins. */
export interface AllMaxima {
  readonly peaks: Uint32Array<ArrayBuffer>;
  readonly counts: Uint32Array<ArrayBuffer> | undefined;
  readonly voxels: Float64Array<ArrayBuffer>;
}

/** Heights, steps, basins and the list of maxima (10 B/voxel), and what pools round up. */
export const BYTES = 12;

/**
 * Separation slab by slab, the same labels as whole. Heights are made where they are wanted
 * (`slab_heights.gpu.ts`). A first pass upwards finds the basins of each slab by itself: an ascent
 * that leaves the slab is marked by the pixel at which it enters the next, and followed on the host
 * from face to face. A second pass, back downwards, gives the basins the numbers of the volume and
 * gathers their saddles, of pairs across the slab's upper face too. Basins are merged on the host
 * as those of the whole. The spill keeps those of slabs: a region is joined and numbered as it is
 * read.
 *
 * 2 B/voxel of spill for planes (4 with weights beyond 72), written once and read twice with their
 * halo, and 4 for basins, written once and read once, and whenever labels are. Of the heap 20 B per
 * basin and 16 to 64 per pair of them, and a few slices.
 */
export const brickedSeparate: Bricked<Inputs, Params, SeparatedSlabs> = {
  async prepare(context) {
    const { meta, metas, params } = context;
    const kind = heightsOf(meta, metas.smoothed !== undefined);
    const halo = haloOf(params, meta);
    const slabs = slabsFor(context, halo);
    const boxes = slabs.map((slab) => around(slab, halo, halo, meta.size[2]));
    const heights = await SlabHeights.of(context, kind, boxes);
    let basins: SpilledGrid | undefined;
    let exits: SlabExits | undefined;
    try {
      basins = await SpilledGrid.open(context, 'u32', meta.size);
      exits = await SlabExits.open(context, meta.size[0] * meta.size[1], slabs.length);
      const { offsets, ...maxima } = await basinsOfSlabs(
        context,
        kind,
        { basins, exits, slabs },
        heights,
        halo,
      );
      const all = { slabs, offsets, basins };
      const { pairs, first } = await contactsOfSlabs(
        context,
        { ...all, exits },
        heights,
        maxima.peaks.length,
        halo,
      );
      const merged = mergeBasins(
        { ...maxima, first, pairs, position: positionIn(meta.size, maxima.voxels) },
        mergeRule(kind, meta, params),
      );
      return { ...all, exits, ...merged };
    } catch (error) {
      await basins?.close();
      await exits?.close();
      throw error;
    } finally {
      await heights.close();
    }
  },

  async region({ slabs, offsets, basins, exits, objects, count }, region, { meta }, run) {
    const out = await basins.grid(run, meta, region);
    const table = run.alloc(4 * (objects.length + 1), 'objects of basins');
    run.upload(table, objects, 4);
    for (const [index, slab] of slabs.entries()) {
      const first = Math.max(region.origin[2], slab.origin[2]);
      const end = Math.min(regionEnd(region)[2], regionEnd(slab)[2]);
      if (first >= end) continue;
      const neighbours = await exits.around(index);
      joinAndLookUp(run, out, { first, end, raise: offsets[index]!, neighbours }, table);
    }
    run.free(table);
    return { ...out, labelBound: count };
  },

  async release({ basins, exits }) {
    await basins.close();
    await exits.close();
  },
};

/** Slabs of like depths that fit, with their halos, where nothing else holds grids. */
function slabsFor({ meta, alone, binding, deepest }: Context, halo: number): Region[] {
  const [nx, ny, nz] = meta.size;
  const fitting = Math.floor(Math.min(alone / BYTES, binding / 4) / (nx * ny));
  const most = Math.min(deepest, fitting >= nz ? nz : Math.max(1, fitting - 2 * halo));
  return slabsOf(meta.size, Math.ceil(nz / Math.ceil(nz / most)));
}

/** The first pass, upwards: the basins of each slab by itself, into the spill. */
async function basinsOfSlabs(
  context: Context,
  kind: HeightKind,
  {
    slabs,
    basins,
    exits,
  }: Omit<NumberedSlabs, 'offsets' | 'exits'> & { readonly exits: SlabExits },
  heights: SlabHeights,
  halo: number,
): Promise<AllMaxima & Pick<NumberedSlabs, 'offsets'>> {
  const { meta, params } = context;
  const found: Maxima[] = [];
  const offsets: number[] = [];
  let offset = 0;
  await oneBehind(slabs, async (slab) => {
    const box = around(slab, halo, halo, meta.size[2]);
    const begin = (): Promise<{ maxima: Maxima; reading: Reading; reach: number }> =>
      context.inRun(async (run) => {
        const ground = await heights.read(run, box);
        const { maxima, out } = await climbSlab(run, ground, slab, { meta, params, kind });
        const doubt = ground.found === undefined ? [] : [{ source: ground.found, offset: 4 }];
        const all = { source: out.buffer, bytes: 4 * wordsOf(out.layout) };
        const reading = await run.beginReading([all, ...doubt]);
        return { maxima, reading, reach: ground.reach };
      });
    let begun = await begin();
    return async () => {
      let [words, far] = await begun.reading.bytes;
      while (far !== undefined && new Uint32Array(far)[0] !== 0) {
        await heights.farther(box, begun.reach);
        begun = await begin();
        [words, far] = await begun.reading.bytes;
      }
      await basins.store(slab, new Uint8Array(words!));
      const face = (from: number): Uint32Array<ArrayBuffer> =>
        raised(new Uint32Array(words!, from, meta.size[0] * meta.size[1]), offset);
      await exits.push(face(0), face(words!.byteLength - 4 * meta.size[0] * meta.size[1]));
      found.push(begun.maxima);
      offsets.push(offset);
      offset += begun.maxima.voxels.length;
    };
  });
  return { offsets, ...allMaxima(found, params) };
}

/** Slices around a slab whose heights it takes. */
export function haloOf({ peakRadius }: Context['params'], meta: GridMeta): number {
  return peakRadius === null ? 1 : Math.max(1, expansion(peakRadius, meta).reach[2]);
}

/** The basins of a slab by itself, of heights of a box around it. */
export async function climbSlab(
  run: Run,
  ground: Heights,
  slab: Region,
  { meta, params, kind }: Pick<Context, 'meta' | 'params'> & { readonly kind: HeightKind },
): Promise<{ readonly maxima: Maxima; readonly out: GpuGrid }> {
  const out = allocGrid(run, meta, slab);
  const maxima = await climb(run, ground, out, (peaks) =>
    windowPeaks(run, ground.buffer, ground.layout, peaks, params.peakRadius, meta, kind.wall),
  );
  return { maxima, out };
}

/** The maxima of slabs, one behind the other. */
export function allMaxima(found: readonly Maxima[], { peakRadius }: Context['params']): AllMaxima {
  const counts = found.map((maxima) => maxima.counts);
  return {
    peaks: joined(found.map((maxima) => maxima.heights)),
    counts:
      peakRadius === null ? undefined : joined(counts.map((some) => some ?? new Uint32Array())),
    voxels: Float64Array.from(
      (function* () {
        for (const { voxels } of found) yield* voxels;
      })(),
    ),
  };
}

/** The second pass, downwards: contacts of basins that have the numbers of the volume. */
async function contactsOfSlabs(
  context: Context,
  { slabs, offsets, exits, basins }: Omit<NumberedSlabs, 'exits'> & { readonly exits: SlabExits },
  heights: SlabHeights,
  count: number,
  halo: number,
): Promise<{
  readonly pairs: ReturnType<SaddleTable['pairs']>;
  readonly first: Float64Array<ArrayBuffer>;
}> {
  const { meta } = context;
  const table = new SaddleTable();
  const first = new Float64Array(count);
  const downwards = [...slabs.entries()].reverse();
  await oneBehind(downwards, async ([index, slab]) => {
    const neighbours = await exits.pop();
    const box = around(slab, 0, 1, meta.size[2]);
    const begin = (slots: number): Promise<Reading> =>
      context.inRun(async (run) => {
        const raise = offsets[index]!;
        const all = await joinedBasins(run, basins, meta, { slab, box, raise, neighbours });
        const { buffer } = await heights.read(run, box, around(slab, halo, halo, meta.size[2]));
        return beginContacts(run, buffer, all, { count, slots });
      });
    let slots = slotsFor((offsets[index + 1] ?? count) - offsets[index]!);
    const reading = await begin(slots);
    return async () => {
      let found = contactsFrom(await reading.bytes);
      while (found === undefined) {
        slots *= MORE_SLOTS;
        found = contactsFrom(await (await begin(slots)).bytes);
      }
      table.add(found.pairs);
      const before = slab.origin[2] * meta.size[0] * meta.size[1];
      for (let basin = 0; basin < count; basin++)
        if (found.first[basin] !== 0xffffffff) first[basin] = before + found.first[basin]!;
    };
  });
  return { pairs: table.pairs(), first };
}

/** The basins of a slab with the numbers of the volume, and those of the slice above it. */
export async function joinedBasins(
  run: Run,
  basins: SpilledGrid,
  meta: GridMeta,
  {
    slab,
    box,
    raise,
    neighbours,
  }: {
    readonly slab: Region;
    readonly box: Region;
    readonly raise: number;
    readonly neighbours: Neighbours;
  },
): Promise<GpuGrid> {
  const own = await basins.grid(run, meta, slab);
  joinSlab(run, own, raise, neighbours);
  return withSliceAbove(run, own, box, neighbours.above);
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
export function raised(slice: Uint32Array<ArrayBuffer>, by: number): Uint32Array<ArrayBuffer> {
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

// Catchment basins of a distance map on the GPU: steepest ascent to maxima, and the saddles between
// basins.
import type { GridLayout, PooledBuffer, Reading, Run } from '../gpu/index.js';
import { bytesOf, layoutOf, wordsOf, type GpuGrid } from '../implement/index.js';
import {
  separateAscend,
  separateClimb,
  separateContacts,
  separateRelabel,
  separateSeed,
} from '../kernels/segmentation/index.js';
import { VoxmetryError } from '../recipe/errors.js';
import type { Region } from '../recipe/geometry.js';
import { tiles } from './distance_passes.gpu.js';
import type { BasinGraph } from './merge_basins.js';
import type { FoundMaxima } from './separate_snow.gpu.js';

/** Heights of a box, u32, 0 outside of objects. */
export interface Heights {
  readonly buffer: PooledBuffer;
  readonly layout: GridLayout;
}

/** Maxima in raster order: their voxels (indices in the whole volume) and heights. */
export interface Maxima {
  readonly voxels: Float64Array<ArrayBuffer>;
  readonly heights: Uint32Array<ArrayBuffer>;
  /** Which of them are the highest of a window; undefined where none is asked for. */
  readonly counts: Uint32Array<ArrayBuffer> | undefined;
}

/** So many maxima are read back with their number, in one wait. */
const FEW = 2 ** 13;

/**
 * Numbers the basins of all maxima of a slab, from 1, in raster order of the maxima. Heights are
 * those of the slab and, where the volume goes on, of a slice on either side or more; `out` is the
 * slab. Voxels whose ascent leaves it are marked by where it does (`slab_exits.wgsl`).
 */
export async function climb(
  run: Run,
  heights: Heights,
  out: GpuGrid,
  peaks: (found: FoundMaxima) => Promise<Uint32Array<ArrayBuffer> | undefined>,
): Promise<Maxima> {
  const { layout, meta } = out;
  const region: Region = { origin: heights.layout.origin, size: heights.layout.size };
  const lead = layout.origin[2] - region.origin[2];
  const words = bytesOf('u32', region);
  const stepBytes = bytesOf('u8', region);
  const stepsLayout = layoutOf('u8', region, meta.size);
  const steps = run.alloc(4 * wordsOf(stepsLayout), 'steps to the highest neighbour');
  // No 2×2×2 block holds two maxima.
  const [nx, ny, nz] = layout.size;
  const most = Math.ceil(nx / 2) * Math.ceil(ny / 2) * Math.ceil(nz / 2);
  const list = run.alloc(8 * most, 'maxima');
  const found = run.alloc(4, 'number of maxima', { zero: true });
  run.dispatch(separateAscend, {
    buffers: { src: heights.buffer, dst: steps, maxima: list, found },
    params: { src: heights.layout, dst: stepsLayout, first_z: lead, end_z: lead + nz },
    size: { workgroups: tiles(stepsLayout, 4, 1, 1) },
    traffic: { read: words, write: stepBytes },
  });
  const [counted, begin] = await run.readAll([
    { source: found },
    { source: list, bytes: 8 * Math.min(most, FEW) },
  ]);
  const [count = 0] = new Uint32Array(counted!);
  const pairs = new Uint32Array(count <= FEW ? begin! : await run.read(list, 0, 8 * count));
  run.free(list, found);
  const order = Uint32Array.from({ length: count }, (_, i) => i).sort(
    (i, j) => pairs[2 * i]! - pairs[2 * j]!,
  );
  const bytes = Uint32Array.from(order, (i) => pairs[2 * i]!);

  const sorted = run.alloc(4 * count, 'maxima in raster order');
  if (count > 0) run.upload(sorted, bytes);
  run.dispatch(separateSeed, {
    grids: { dst: out },
    buffers: { maxima: sorted },
    params: { steps: stepsLayout, count },
    size: { invocations: count },
    traffic: { read: 4 * count, write: 4 * count },
  });
  run.dispatch(separateClimb, {
    grids: { dst: out },
    buffers: { steps },
    params: { steps: stepsLayout, lead },
    size: { workgroups: tiles(layout, 1, 1, 1) },
    traffic: { read: stepBytes },
  });
  run.free(steps);
  const counts = await peaks({ sorted, steps: stepsLayout, count });
  run.free(sorted);
  const rowBytes = 4 * stepsLayout.rowWords;
  const firstRow = ny * region.origin[2];
  return {
    voxels: Float64Array.from(
      bytes,
      (byte) => (firstRow + Math.floor(byte / rowBytes)) * nx + (byte % rowBytes),
    ),
    heights: Uint32Array.from(order, (i) => pairs[2 * i + 1]!),
    counts,
  };
}

/** Which basins of a box touch, over which saddles. */
export interface Contacts {
  readonly pairs: BasinGraph['pairs'];
  /** Index in the box of the first voxel of each basin in raster order; ~0 where it has none. */
  readonly first: Uint32Array<ArrayBuffer>;
}

/** Places of a table of the contacts of so many basins: one touches some six others on average. */
export function slotsFor(basins: number): number {
  return 2 ** Math.ceil(Math.log2(8 * basins + 64));
}

/** How much larger a table is made that turned out too small. */
export const MORE_SLOTS = 4;

/**
 * The contacts of basins in a box, whose heights lie as the basins do.
 *
 * @param count how many basins there are, in and out of the box
 * @param expected how many there may be in the box
 */
export async function contacts(
  run: Run,
  heights: PooledBuffer,
  basins: Pick<GpuGrid, 'buffer' | 'layout'>,
  count: number,
  expected = count,
): Promise<Contacts> {
  for (let slots = slotsFor(expected); ; slots *= MORE_SLOTS) {
    const { bytes } = await beginContacts(run, heights, basins, { count, slots });
    const found = contactsFrom(await bytes);
    if (found !== undefined) return found;
  }
}

/**
 * Looks for the contacts of basins in a box, for {@link contactsFrom}.
 *
 * @param among how many basins there are, in and out of the box, and the places of the table
 */
export async function beginContacts(
  run: Run,
  heights: PooledBuffer,
  basins: Pick<GpuGrid, 'buffer' | 'layout'>,
  { count, slots }: { readonly count: number; readonly slots: number },
): Promise<Reading> {
  const { layout } = basins;
  const words = 4 * wordsOf(layout);
  if (12 * slots > run.gpu.device.limits.maxStorageBufferBindingSize)
    throw new VoxmetryError(
      'limit',
      `separate: ${String(count)} maxima touch too often for this GPU's binding limit. Smooth the volume before the threshold, or crop it.`,
    );
  const first = run.alloc(4 * (count + 1), 'first voxels');
  run.upload(first, new Uint32Array(count + 1).fill(0xffffffff));
  const saddles = run.alloc(12 * slots, 'saddles', { zero: true });
  const full = run.alloc(4, 'table is full', { zero: true });
  run.dispatch(separateContacts, {
    grids: { basins },
    buffers: { heights, pairs: saddles, first, full },
    params: { src: layout, slots },
    size: { workgroups: tiles(layout, 4, 1, 1) },
    traffic: { read: 2 * words, write: 12 * slots },
  });
  const reading = await run.beginReading([
    { source: full },
    { source: saddles },
    { source: first },
  ]);
  run.free(first, saddles, full);
  return reading;
}

/** What was found; undefined where the table is too small. */
export function contactsFrom(bytes: readonly ArrayBuffer[]): Contacts | undefined {
  const [full, table, first] = bytes.map((each) => new Uint32Array(each));
  if (full![0] !== 0) return undefined;
  return { pairs: pairsOf(table!), first: first!.slice(1) };
}

/** The filled slots of a table of saddles, with basins numbered from 0. */
function pairsOf(table: Uint32Array): BasinGraph['pairs'] {
  const filled: number[] = [];
  for (let slot = 0; slot < table.length; slot += 3) if (table[slot] !== 0) filled.push(slot);
  return {
    a: Uint32Array.from(filled, (slot) => table[slot]! - 1),
    b: Uint32Array.from(filled, (slot) => table[slot + 1]! - 1),
    saddle: Uint32Array.from(filled, (slot) => table[slot + 2]!),
  };
}

/** Gives the voxels of basins, in place, the numbers of the objects to which these belong. */
export function objectsOfBasins(
  run: Run,
  basins: GpuGrid,
  objects: Uint32Array<ArrayBuffer>,
  count: number,
): GpuGrid {
  const numbers = run.alloc(4 * (objects.length + 1), 'objects of basins');
  run.upload(numbers, objects, 4);
  run.dispatch(separateRelabel, {
    grids: { dst: basins },
    buffers: { numbers },
    size: { workgroups: tiles(basins.layout, 1, 1, 1) },
    traffic: { read: bytesOf('u32', basins.region) },
  });
  run.free(numbers);
  return { ...basins, labelBound: count };
}

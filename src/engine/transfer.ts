// Uploads and readbacks between sources and the GPU.
import type { Run } from '../gpu/index.js';
import { allocGrid, wordsOf, type GpuGrid } from '../implement/index.js';
import type { GridSource } from '../recipe/source.js';
import { lanesOf, makeArray, viewArray, type Dtype, type GridArray } from '../recipe/dtype.js';
import { VoxmetryError } from '../recipe/errors.js';
import { volumeOf, type Region } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { asStage } from '../recipe/as_stage.js';

/** Bytes that are read from a source and sent to the GPU at once. */
const UPLOAD_BYTES = 32 * 2 ** 20;

/** Reads a region of a source slab by slab into a new grid; rows are padded on the way. */
export async function uploadRegion(
  run: Run,
  source: GridSource,
  meta: GridMeta,
  region: Region,
): Promise<GpuGrid> {
  const grid = allocGrid(run, meta, region, { label: source.name });
  const dtype = meta.storage as Dtype;
  const lanes = lanesOf(dtype);
  const { rowWords, sliceWords } = grid.layout;
  const [sx, sy, sz] = region.size;
  const slab = Math.max(1, Math.floor(UPLOAD_BYTES / (4 * sliceWords)));
  for (let z = 0; z < sz; z += slab) {
    const depth = Math.min(slab, sz - z);
    const part: Region = {
      origin: [region.origin[0], region.origin[1], region.origin[2] + z],
      size: [sx, sy, depth],
    };
    const { stages } = run.gpu;
    const values = await asStage(stages, 'decode', () => source.read(part, { signal: run.signal }));
    const packing = stages?.begin('upload');
    let packed: GridArray = values;
    if (rowWords * lanes !== sx) {
      packed = makeArray(dtype, rowWords * lanes * sy * depth);
      for (let row = 0; row < sy * depth; row++)
        packed.set(values.subarray(row * sx, (row + 1) * sx), row * rowWords * lanes);
    }
    packing?.();
    run.upload(grid.buffer, packed, 4 * sliceWords * z);
    await run.flush();
  }
  return grid;
}

/** No runtime has longer arrays. */
const LONGEST_ARRAY = 2 ** 33;

/** Throws `out-of-memory` where no array is as long as a region: before any work. */
export function checkHostArray(region: Region): void {
  const voxels = volumeOf(region.size);
  if (voxels > LONGEST_ARRAY) throw noArray(voxels);
}

/** The array that a region of a grid is read into: masks as bytes 0 and 1. */
export function makeHostArray(meta: GridMeta, region: Region): GridArray {
  const voxels = volumeOf(region.size);
  try {
    return makeArray(meta.storage === 'bit' ? 'u8' : meta.storage, voxels);
  } catch (cause) {
    throw noArray(voxels, cause);
  }
}

function noArray(voxels: number, cause?: unknown): VoxmetryError {
  return new VoxmetryError(
    'out-of-memory',
    `There is no memory for ${String(voxels)} voxels in one array. Read a smaller region, or slices.`,
    { details: { needed: voxels }, cause },
  );
}

/** Reads the part of a grid that lies in `wanted` into its place in a host array of that region. */
export async function downloadInto(
  run: Run,
  grid: GpuGrid,
  target: GridArray,
  wanted: Region,
): Promise<void> {
  const { storage } = grid.meta;
  const { layout, region } = grid;
  const from = region.origin;
  const start = wanted.origin.map((o, i) => Math.max(o, from[i]!)) as unknown as Region['origin'];
  const end = wanted.origin.map((o, i) =>
    Math.min(o + wanted.size[i]!, from[i]! + region.size[i]!),
  ) as unknown as Region['origin'];
  if (end.some((e, i) => e <= start[i]!)) return;
  const firstSlice = start[2] - from[2];
  const slices = end[2] - start[2];
  const bytes = await run.read(
    grid.buffer,
    4 * layout.sliceWords * firstSlice,
    4 * layout.sliceWords * slices,
  );
  const lanes = lanesOf(storage);
  const words = storage === 'bit' ? new Uint32Array(bytes) : undefined;
  const values = storage === 'bit' ? undefined : viewArray(storage, bytes);
  const length = end[0] - start[0];
  for (let z = 0; z < slices; z++)
    for (let y = start[1]; y < end[1]; y++) {
      const row = z * layout.sliceWords + (y - from[1]) * layout.rowWords;
      const to =
        ((start[2] + z - wanted.origin[2]) * wanted.size[1] + (y - wanted.origin[1])) *
          wanted.size[0] +
        (start[0] - wanted.origin[0]);
      const x0 = start[0] - from[0];
      if (values !== undefined)
        target.set(values.subarray(row * lanes + x0, row * lanes + x0 + length), to);
      else
        for (let i = 0; i < length; i++)
          target[to + i] = (words![row + ((x0 + i) >> 5)]! >>> ((x0 + i) & 31)) & 1;
    }
}

/** Bytes of a grid's buffer that hold data. */
export function gridBytes(grid: GpuGrid): number {
  return 4 * wordsOf(grid.layout);
}

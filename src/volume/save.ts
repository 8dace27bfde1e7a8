import type { RunOptions } from '../recipe/backend.js';
import { DTYPES, type Dtype, type GridArray } from '../recipe/dtype.js';
import { invalidArgument, throwIfAborted, VoxmetryError } from '../recipe/errors.js';
import type { Region } from '../recipe/geometry.js';
import { callBack } from '../recipe/listeners.js';
import type { GridMeta } from '../recipe/meta.js';
import { runOptionsOf } from '../recipe/options.js';
import { abandon, OpenTarget, type SaveTarget } from './save_target.js';

/** Bytes of a slab that is computed and handed over at once. */
const SLAB_BYTES = 2 ** 24;

/**
 * Formats that a grid can be saved in: TIFF keeps voxel size and unit; NumPy and raw files do not.
 */
export const SAVE_FORMATS = ['tiff', 'npy', 'raw'] as const;

/** How a grid is saved. */
export interface SaveOptions extends RunOptions {
  /**
   * 'tiff' (default; an ImageJ stack), 'npy', or 'raw' (x fastest, little-endian, without a
   * header).
   */
  readonly format?: (typeof SAVE_FORMATS)[number] | undefined;
}

/** The dtype that a grid is read as: masks and phases as bytes. */
function savedDtype({ kind, storage }: GridMeta): Dtype {
  return kind === 'mask' ? 'u8' : (storage as Dtype);
}

async function chunksOf(
  format: (typeof SAVE_FORMATS)[number],
  meta: GridMeta,
  slabs: AsyncIterable<GridArray>,
): Promise<AsyncGenerator<Uint8Array<ArrayBuffer>, void>> {
  const { size, spacing, unit } = meta;
  const dtype = savedDtype(meta);
  if (format === 'raw')
    return (await import('../io/raw_writer.js')).writeRaw({ size, dtype }, slabs);
  if (format === 'npy')
    return (await import('../io/npy_writer.js')).writeNpy({ size, dtype }, slabs);
  const { writeTiff } = await import('../io/tiff_writer.js');
  return writeTiff({ size, dtype, spacing, unit }, slabs);
}

/**
 * Writes a grid slab by slab, so that neither the grid nor the file is ever held whole. A failure
 * or a cancel aborts the stream: a file's handle then keeps its old content.
 */
export async function saveGrid(
  meta: GridMeta,
  read: (region: Region, options: RunOptions) => Promise<GridArray>,
  target: SaveTarget,
  options: SaveOptions,
): Promise<void> {
  try {
    const { format, signal } = runOptionsOf('save', options, ['format']);
    if (format !== undefined && !SAVE_FORMATS.includes(format))
      throw invalidArgument('save', 'format', format, SAVE_FORMATS.map((f) => `'${f}'`).join(', '));
    throwIfAborted(signal, 'save');
  } catch (error) {
    await abandon(target, error);
    throw error;
  }
  const opened = await OpenTarget.open(target);
  try {
    await writeGrid(meta, read, opened, options);
  } catch (error) {
    await opened.abort(error);
    throw VoxmetryError.from(error, 'save');
  }
}

async function writeGrid(
  meta: GridMeta,
  read: (region: Region, options: RunOptions) => Promise<GridArray>,
  target: OpenTarget,
  { format = 'tiff', signal, onProgress }: SaveOptions,
): Promise<void> {
  const [nx, ny, nz] = meta.size;
  const sliceBytes = (nx * ny * DTYPES[savedDtype(meta)].bits) / 8;
  const depth = Math.max(1, Math.floor(SLAB_BYTES / sliceBytes));
  const slabs = async function* (): AsyncGenerator<GridArray, void> {
    for (let z = 0; z < nz; z += depth) {
      const region: Region = { origin: [0, 0, z], size: [nx, ny, Math.min(depth, nz - z)] };
      yield await read(region, { signal });
      callBack(() => {
        onProgress?.(Math.min(nz, z + depth) / nz);
      });
    }
  };
  for await (const chunk of await chunksOf(format, meta, slabs())) {
    throwIfAborted(signal, 'save');
    await target.write(chunk);
  }
  await target.close();
}

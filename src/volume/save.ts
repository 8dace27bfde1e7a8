import type { Compression, PlacedFacts, StoredGrid } from '../io/grid_writer.js';
import {
  checkCompression,
  FILE_FORMATS,
  gridChunks,
  STORE_COMPRESSIONS,
  storeFiles,
  zippedStore,
} from '../io/grid_writer.js';
import type { RunOptions } from '../recipe/backend.js';
import { DTYPES, type Dtype, type GridArray } from '../recipe/dtype.js';
import { invalidArgument, throwIfAborted, VoxmetryError } from '../recipe/errors.js';
import { equal3, volumeOf, type Region } from '../recipe/geometry.js';
import { callBack } from '../recipe/listeners.js';
import type { GridMeta } from '../recipe/meta.js';
import { runOptionsOf } from '../recipe/options.js';
import { abandon, isFolder, OpenFolder, OpenTarget, type SaveTarget } from './save_target.js';

export type { Compression } from '../io/grid_writer.js';

/** Bytes of a slab that is computed and handed over at once. */
const SLAB_BYTES = 2 ** 24;

/** Formats that a grid can be saved in. */
export type SaveFormat =
  'tiff' | 'ome-tiff' | 'nrrd' | 'nifti' | 'metaimage' | 'vti' | 'npy' | 'raw' | 'ome-zarr';

/** Formats that a grid can be saved in. */
export const SAVE_FORMATS: readonly SaveFormat[] = [...FILE_FORMATS, 'ome-zarr'];

/** A grid that is saved; every handle of a grid is one. */
export interface SavedGrid {
  /** What is known of it. */
  readonly meta: GridMeta;
  /** Reads a box of it. */
  read(options: { readonly region: Region }): {
    /** Computes what it needs. */
    run(options: RunOptions): Promise<{ readonly data: GridArray }>;
  };
}

/** How a grid is saved. */
export interface SaveOptions extends RunOptions {
  /**
   * 'tiff' (default; an ImageJ stack), 'ome-tiff', 'nrrd', 'nifti', 'metaimage' (`.mha`), 'vti'
   * (ParaView), 'npy', 'raw' (x fastest, little-endian, without a header), or 'ome-zarr': version
   * 0.5 with a pyramid, as a folder, or as a zip archive where the target is a file or a stream.
   */
  readonly format?: SaveFormat | undefined;
  /**
   * 'none' (default, but 'gzip' of OME-Zarr), 'deflate' for TIFF, 'gzip' for NRRD and NIfTI.
   */
  readonly compression?: Compression | undefined;
  /** Masks, phases and labels of the same size that an OME-Zarr store holds beside the image. */
  readonly labels?: Readonly<Record<string, SavedGrid>> | undefined;
}

/** What is saved, and how, after all checks. */
interface Job {
  readonly format: SaveFormat;
  readonly compression: Compression;
  readonly image: Source;
  readonly labels: Readonly<Record<string, Source>>;
}

interface Source {
  readonly grid: SavedGrid;
  readonly facts: PlacedFacts;
}

/**
 * Writes a grid slab by slab, so that neither the grid nor the file is ever held whole. A failure
 * or a cancel aborts the target: a file's handle then keeps its old content.
 */
export async function saveGrid(
  grid: SavedGrid,
  target: SaveTarget,
  options: SaveOptions,
): Promise<void> {
  let job: Job;
  try {
    job = jobOf(grid, target, options);
    throwIfAborted(options.signal, 'save');
  } catch (error) {
    await abandon(target, error);
    throw error;
  }
  if (isFolder(target)) {
    const folder = await OpenFolder.open(target);
    await finished(folder, () => writeStore(job, folder, options));
    return;
  }
  const opened = await OpenTarget.open(target);
  await finished(opened, () => writeFile(job, opened, options));
}

/** Writes and closes a target, or aborts it. */
async function finished(
  target: { close(): Promise<void>; abort(reason: unknown): Promise<void> },
  write: () => Promise<void>,
): Promise<void> {
  try {
    await write();
    await target.close();
  } catch (error) {
    await target.abort(error);
    throw VoxmetryError.from(error, 'save');
  }
}

function jobOf(grid: SavedGrid, target: SaveTarget, options: SaveOptions): Job {
  const image = sourceOf(grid);
  const given = runOptionsOf('save', options, ['format', 'compression', 'labels']);
  const { format = 'tiff', labels = {} } = given;
  if (!SAVE_FORMATS.includes(format))
    throw invalidArgument('save', 'format', format, SAVE_FORMATS.map((f) => `'${f}'`).join(', '));
  const isStore = format === 'ome-zarr';
  if (isFolder(target) && !isStore)
    throw invalidArgument('save', 'format', format, "'ome-zarr' where the target is a folder");
  const compression = given.compression ?? (isStore ? 'gzip' : 'none');
  checkCompression(format, compression, isStore ? STORE_COMPRESSIONS : undefined);
  return { format, compression, image, labels: labelsOf(labels, image, isStore) };
}

/** Names of labels become names of folders. */
const LABEL_NAME = /^[\p{L}\p{N}_][\p{L}\p{N} ._-]{0,99}$/u;

function labelsOf(
  labels: Readonly<Record<string, SavedGrid>>,
  { facts }: Source,
  isStore: boolean,
): Job['labels'] {
  const given: unknown = labels;
  if (typeof given !== 'object' || given === null || (!isStore && Object.keys(given).length > 0))
    throw invalidArgument('save', 'labels', given, "grids by their names, with format: 'ome-zarr'");
  const sources: Record<string, Source> = {};
  for (const [name, grid] of Object.entries(labels)) {
    const allowed = (what: string): VoxmetryError =>
      invalidArgument('save', `labels.${name}`, name, what);
    if (!LABEL_NAME.test(name)) throw allowed('a name of letters, digits, spaces and ._-');
    if (typeof (grid as Partial<SavedGrid> | undefined)?.read !== 'function')
      throw allowed('a mask, phases or labels');
    const source = sourceOf(grid);
    if (source.facts.kind === 'volume') throw allowed('a mask, phases or labels');
    if (!equal3(source.facts.size, facts.size))
      throw allowed(`a grid of the size of the image, ${facts.size.join('×')}`);
    sources[name] = source;
  }
  return sources;
}

function sourceOf(grid: SavedGrid): Source {
  const { kind, storage, size, spacing, unit, origin, phases } = grid.meta;
  // Masks and phases are read as bytes.
  const dtype: Dtype = storage === 'bit' ? 'u8' : storage;
  return { grid, facts: { kind, dtype, size, spacing, unit, origin, phases } };
}

async function writeFile(job: Job, target: OpenTarget, options: SaveOptions): Promise<void> {
  const { format, compression } = job;
  const { image, labels } = readings(job, options);
  const chunks =
    format === 'ome-zarr'
      ? await zippedStore(image, labels, compression)
      : await gridChunks(format, image.facts, image.slabs, compression);
  for await (const chunk of chunks) {
    throwIfAborted(options.signal, 'save');
    await target.write(chunk);
  }
  throwIfAborted(options.signal, 'save');
}

async function writeStore(job: Job, folder: OpenFolder, options: SaveOptions): Promise<void> {
  const { image, labels } = readings(job, options);
  for await (const { path, bytes } of await storeFiles(image, labels, job.compression)) {
    throwIfAborted(options.signal, 'save');
    await folder.writeFile(path, bytes);
  }
  throwIfAborted(options.signal, 'save');
}

/** The grids of a job as slabs that are read one after the other, and how far that is. */
function readings(
  { image, labels }: Job,
  { signal, onProgress }: SaveOptions,
): { readonly image: StoredGrid; readonly labels: Readonly<Record<string, StoredGrid>> } {
  const all = [image, ...Object.values(labels)];
  const voxels = all.reduce((sum, { facts }) => sum + volumeOf(facts.size), 0);
  let done = 0;
  const reading = ({ grid, facts }: Source): StoredGrid => {
    const [nx, ny, nz] = facts.size;
    const sliceBytes = (nx * ny * DTYPES[facts.dtype].bits) / 8;
    const depth = Math.max(1, Math.floor(SLAB_BYTES / sliceBytes));
    const slabs = async function* (): AsyncGenerator<GridArray, void> {
      for (let z = 0; z < nz; z += depth) {
        const region: Region = { origin: [0, 0, z], size: [nx, ny, Math.min(depth, nz - z)] };
        const { data } = await grid.read({ region }).run({ signal });
        yield data;
        done += data.length;
        callBack(() => {
          onProgress?.(done / voxels);
        });
      }
    };
    return { facts, slabs: slabs() };
  };
  return {
    image: reading(image),
    labels: Object.fromEntries(Object.entries(labels).map(([name, g]) => [name, reading(g)])),
  };
}

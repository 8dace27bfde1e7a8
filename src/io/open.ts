import type { GridArray } from '../recipe/dtype.js';
import { DTYPES, viewArray } from '../recipe/dtype.js';
import { invalidArgument, throwIfAborted } from '../recipe/errors.js';
import { OPENABLE } from '../recipe/owned_input.js';
import type { Vec3 } from '../recipe/geometry.js';
import { equal3 } from '../recipe/geometry.js';
import type { ByteSource } from './byte_source.js';
import { blobSource, bufferSource } from './byte_source.js';
import type { FoundFile } from './contents.js';
import type { Folder } from './folder/folder.js';
import { factsOfSource } from './choose_image.js';
import { asReadFailure } from './grid_source.js';
import { checkOptions, checkSize } from './options.js';
import { inspectFile, openFile, statesRaw } from './open_file.js';
import { HEAD_BYTES, startsWith } from './formats.js';
import { isByteSource, isFolderSource, isReader } from '../recipe/source_kinds.js';
import { describedReader } from './reader_input.js';
import type { FileFacts, GridSource, OpenInput, OpenOptions } from '../recipe/source.js';
import { canonicalUnit } from './units.js';

/**
 * Opens a grid for reading by region. The first bytes decide the format (TIFF, BigTIFF, npy, NRRD,
 * MetaImage, NIfTI, MRC, VTK, DICOM, TXM; also behind gzip); what has no signature is raw and needs
 * `size` and `dtype`, from the options, from a file name such as `sand_200x200x100_uint8.raw`, or
 * from a file beside it. Several files, a folder and a zip archive hold stacks of numbered slices,
 * DICOM series, headers with their data, or volumes. Where there are several grids, channels or
 * times, the options choose. Each reader is loaded when its format is met.
 *
 * `spacing`, `unit`, `origin` and `name` override the file. `size` must agree with a file that
 * states its own; `dtype` may reinterpret integers of the same width (u8 as i8).
 *
 * Errors: `invalid-argument`, `unsupported-format`, `corrupt-file`, `cancelled`. Cost: header and
 * directories only; a URL on a server without ranges is downloaded whole.
 */
export async function openSource(input: OpenInput, options: OpenOptions = {}): Promise<GridSource> {
  checkOptions(options);
  throwIfAborted(options.signal);
  const told: OpenOptions =
    options.unit === undefined ? options : { ...options, unit: canonicalUnit(options.unit) };
  if (isReader(input)) {
    checkSize(input.size);
    return withStated(describedReader(input, told), told);
  }
  if (isArrayInput(input)) {
    checkSize(input.size);
    if (told.size !== undefined && !equal3(told.size, input.size)) {
      throw invalidArgument(
        'open',
        'size',
        told.size,
        `${input.size.join('×')}, as beside the data`,
      );
    }
    const { openArray } = await import('./array_source.js');
    return openArray(input.data, input.size, told);
  }
  return withFiles(input, told, {
    folder: async (folder) => {
      const { openFolder } = await import('./folder/open_folder.js');
      return withStated(await openFolder(folder, told), told);
    },
    file: async (file) => withStated(await openFile(file, told), told),
  });
}

/**
 * Lists what an input holds, before anything of it is opened: grids with their sizes, types,
 * channels, voxel sizes and where these were read. What describes the files is read, no voxels.
 */
export async function inspectSource(
  input: OpenInput,
  options: OpenOptions = {},
): Promise<FileFacts> {
  checkOptions(options);
  throwIfAborted(options.signal);
  if (isReader(input) || isArrayInput(input)) {
    return factsOfSource(await openSource(input, options));
  }
  return withFiles(input, options, {
    folder: async (folder) => {
      const { inspectFolder } = await import('./folder/open_folder.js');
      const facts = await inspectFolder(folder, options);
      folder.close();
      return facts;
    },
    file: async (file) => {
      const facts = await inspectFile(file, options);
      file.bytes.close();
      return facts;
    },
  });
}

/** What is done with a folder, and with a file. */
interface FileWork<T> {
  folder(folder: Folder): Promise<T>;
  file(file: FoundFile): Promise<T>;
}

/** Hands an input's files to what reads them, and lets go of them where that fails. */
async function withFiles<T>(input: FileInput, options: OpenOptions, work: FileWork<T>): Promise<T> {
  const folder = await folderOf(input, options);
  if (folder !== undefined) {
    try {
      return await work.folder(folder);
    } catch (error) {
      folder.close();
      throw asReadFailure(error, folder.name);
    }
  }
  const bytes = await byteSourceOf(input, options);
  const { signal } = options;
  try {
    const head = await bytes.read(0, Math.min(HEAD_BYTES, bytes.size), signal);
    if (!statesRaw(bytes.name, options) && startsWith(head, 'PK\x03\x04')) {
      const { zipFolder } = await import('./folder/zip_folder.js');
      return await work.folder(await zipFolder(bytes));
    }
    const beside = await folderOfUrl(input, options);
    return await work.file({ bytes, head, path: bytes.name, beside, signal });
  } catch (error) {
    bytes.close();
    throw asReadFailure(error, bytes.name);
  }
}

async function folderOf(input: FileInput, options: OpenOptions): Promise<Folder | undefined> {
  if (Array.isArray(input)) {
    const { fileListFolder } = await import('./folder/file_list.js');
    return fileListFolder(input);
  }
  if (isFolderSource(input)) return input;
  if (isDirectory(input)) {
    const { directoryFolder } = await import('./folder/directory_handle.js');
    return directoryFolder(input, options.signal);
  }
  if (isUrl(input)) {
    const { urlFolder, zarrFolder } = await import('./folder/url_folder.js');
    const folder = zarrFolder(asUrl(input));
    // What is there is not listed, but a store says itself what it holds.
    if (folder !== undefined) return urlFolder(folder, options.signal, ['zarr.json']);
  }
  return undefined;
}

function isUrl(input: FileInput): input is string | URL {
  return typeof input === 'string' || input instanceof URL;
}

/** The folder of a URL, of whose files a header may name one. */
async function folderOfUrl(input: FileInput, options: OpenOptions): Promise<Folder | undefined> {
  if (!isUrl(input)) return undefined;
  const url = asUrl(input);
  if (!url.protocol.startsWith('http')) return undefined;
  const { urlFolder } = await import('./folder/url_folder.js');
  return urlFolder(url, options.signal);
}

function isDirectory(input: FileInput): input is FileSystemDirectoryHandle {
  return isHandle(input) && input.kind === 'directory';
}

function isHandle(input: FileInput): input is FileSystemFileHandle | FileSystemDirectoryHandle {
  const given: unknown = input;
  return typeof given === 'object' && given !== null && 'kind' in given;
}

/** Inputs that are files. */
type FileInput = Exclude<OpenInput, { size: Vec3 }>;

async function byteSourceOf(input: FileInput, options: OpenOptions): Promise<ByteSource> {
  if (isByteSource(input)) return input;
  if (input instanceof ArrayBuffer) return bufferSource(input, options.name ?? 'buffer');
  if (input instanceof Blob) {
    // A File's own name may state size and type, so the given name does not hide it.
    const name = 'name' in input && typeof input.name === 'string' ? input.name : undefined;
    return blobSource(input, name ?? options.name ?? 'blob');
  }
  if (isHandle(input) && input.kind === 'file') {
    return blobSource(await input.getFile(), input.name);
  }
  if (typeof input === 'string' || input instanceof URL) {
    const { urlSource } = await import('./url_source.js');
    return urlSource(asUrl(input), options);
  }
  throw invalidArgument(
    'open',
    'input',
    Object.prototype.toString.call(input).slice(8, -1),
    OPENABLE,
  );
}

function asUrl(input: string | URL): URL {
  if (input instanceof URL) return input;
  const base = (globalThis as { location?: { href: string } }).location?.href;
  try {
    return new URL(input, base);
  } catch {
    throw invalidArgument(
      'open',
      'input',
      input,
      `a full URL (https://…), or ${OPENABLE}; for a path on this computer pass the file as a Blob`,
    );
  }
}

function isArrayInput(input: unknown): input is Extract<OpenInput, { size: Vec3 }> {
  return (
    typeof input === 'object' &&
    input !== null &&
    'data' in input &&
    'size' in input &&
    !(input instanceof Blob)
  );
}

/** Applies the `size` and `dtype` that the caller states to a file that has its own. */
function withStated(source: GridSource, { size, dtype }: OpenOptions): GridSource {
  if (size !== undefined && !equal3(size, source.size)) {
    const allowed = `${source.size.join('×')}, as ${source.name} itself states (leave size out)`;
    throw invalidArgument('open', 'size', size, allowed);
  }
  if (dtype === undefined || dtype === source.dtype) return source;
  const [asked, has] = [DTYPES[dtype], DTYPES[source.dtype]];
  if (asked.bits !== has.bits || !asked.integer || !has.integer) {
    const allowed = `${source.dtype}, as ${source.name} itself states, or an integer of the same width (use cast() to convert)`;
    throw invalidArgument('open', 'dtype', dtype, allowed);
  }
  return {
    ...source,
    dtype,
    warnings: [...source.warnings, `The ${source.dtype} values are taken as ${dtype}, as asked.`],
    read: async (region, options): Promise<GridArray> => {
      const values = await source.read(region, options);
      return viewArray(dtype, values.buffer, values.byteOffset, values.length);
    },
  };
}

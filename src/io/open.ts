import type { GridArray } from '../recipe/dtype.js';
import { DTYPES, viewArray } from '../recipe/dtype.js';
import { invalidArgument, throwIfAborted, VoxmetryError } from '../recipe/errors.js';
import type { Vec3 } from '../recipe/geometry.js';
import { equal3 } from '../recipe/geometry.js';
import type { ByteSource } from './byte_source.js';
import { blobSource, bufferSource } from './byte_source.js';
import { asReadFailure } from './grid_source.js';
import { checkOptions, checkSize } from './options.js';
import { parseRawName } from './raw_name.js';
import { describedReader, isByteSource, isReader } from './reader_input.js';
import type { GridSource, OpenInput, OpenOptions } from '../recipe/source.js';
import { canonicalUnit } from './units.js';

const ALLOWED = 'a File, a Blob, a URL, an ArrayBuffer of a file, or { data, size }';

/**
 * Opens a grid for reading by region. The first bytes decide the format (TIFF, BigTIFF, npy); what
 * has neither signature is raw and needs `size` and `dtype`, from the options or from a file name
 * such as `sand_200x200x100_uint8.raw`. Each reader is loaded when its format is met.
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
  const bytes = await byteSourceOf(input, told);
  try {
    const source = await openBytes(bytes, told);
    return withStated(source, told);
  } catch (error) {
    bytes.close();
    throw asReadFailure(error, bytes.name);
  }
}

async function openBytes(bytes: ByteSource, options: OpenOptions): Promise<GridSource> {
  if (bytes.size === 0) {
    throw new VoxmetryError(
      'corrupt-file',
      `${bytes.name} is empty (0 bytes). Copy or export it again.`,
    );
  }
  const head = await bytes.read(0, Math.min(16, bytes.size), options.signal);
  const format = statesRaw(bytes.name, options) ? 'raw' : formatOf(head);
  if (format === 'tiff') {
    const { openTiff } = await import('./tiff/tiff_reader.js');
    return openTiff(bytes, options);
  }
  if (format === 'npy') {
    const { openNpy } = await import('./npy_reader.js');
    return openNpy(bytes, options);
  }
  const named = parseRawName(bytes.name);
  const described = options.size ?? named.sizes[0];
  if (format !== 'raw' && described === undefined) {
    throw new VoxmetryError(
      'unsupported-format',
      `${bytes.name} is a file of ${format}, which is not read. Save it as TIFF, npy or raw.`,
    );
  }
  if (/\.(tiff?|npy)$/i.test(bytes.name) && described === undefined) {
    throw new VoxmetryError(
      'corrupt-file',
      `${bytes.name} does not begin like a file of that kind. Copy or export it again.`,
    );
  }
  const { openRaw } = await import('./raw_reader.js');
  return openRaw(bytes, options);
}

/** A raw file whose first voxels happen to look like a signature is still what its owner says. */
function statesRaw(name: string, options: OpenOptions): boolean {
  const named = parseRawName(name);
  return (
    /\.(raw|bin|dat|vol|img)$/i.test(name) &&
    (options.size ?? named.sizes[0]) !== undefined &&
    (options.dtype ?? named.type) !== undefined
  );
}

/** First bytes of formats that are known, read or not. */
const SIGNATURES: readonly (readonly [string, string])[] = [
  ['II\x2a\0', 'tiff'],
  ['MM\0\x2a', 'tiff'],
  ['II\x2b\0', 'tiff'],
  ['MM\0\x2b', 'tiff'],
  ['\x93NUMPY', 'npy'],
  ['\x89HDF', 'HDF5'],
  ['NRRD', 'NRRD'],
  ['\x89PNG', 'PNG'],
  ['\xff\xd8\xff', 'JPEG'],
  ['PK\x03\x04', 'zip'],
  ['\x1f\x8b', 'gzip'],
  ['BM', 'BMP'],
  ['# Avizo', 'Avizo'],
  ['# AmiraMesh', 'AmiraMesh'],
];

function formatOf(head: Uint8Array): string {
  const text = Array.from(head, (byte) => String.fromCharCode(byte)).join('');
  return SIGNATURES.find(([signature]) => text.startsWith(signature))?.[1] ?? 'raw';
}

async function byteSourceOf(
  input: Exclude<OpenInput, { size: Vec3 }>,
  options: OpenOptions,
): Promise<ByteSource> {
  if (isByteSource(input)) return input;
  if (input instanceof ArrayBuffer) return bufferSource(input, options.name ?? 'buffer');
  if (input instanceof Blob) {
    // A File's own name may state size and type, so the given name does not hide it.
    const name = 'name' in input && typeof input.name === 'string' ? input.name : undefined;
    return blobSource(input, name ?? options.name ?? 'blob');
  }
  if (typeof input === 'string' || input instanceof URL) {
    const { urlSource } = await import('./url_source.js');
    return urlSource(asUrl(input), options);
  }
  throw invalidArgument(
    'open',
    'input',
    Object.prototype.toString.call(input).slice(8, -1),
    ALLOWED,
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
      `a full URL (https://…), or ${ALLOWED}; for a path on this computer pass the file as a Blob`,
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

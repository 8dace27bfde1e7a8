import { VoxmetryError } from '../recipe/errors.js';
import type { Dtype } from '../recipe/dtype.js';
import type { Vec3 } from '../recipe/geometry.js';
import { volumeOf } from '../recipe/geometry.js';
import type { ByteSource } from './byte_source.js';
import { endsTooSoon } from './byte_source.js';
import { calibrated, makeGridSource } from './grid_source.js';
import { parseNpyHeader, type NpyHeader } from './npy_header.js';
import type { RowLayout } from './rows.js';
import { packedRows, readRows } from './rows.js';
import type { Stored, StoredType } from './sample_type.js';
import { bytesOfStored, dtypeOfStored, storedWarnings } from './sample_type.js';
import type { GridSource, OpenOptions } from '../recipe/source.js';
import { keptAxes } from './three_axes.js';

const TYPES: Readonly<Record<string, StoredType>> = {
  b1: 'u8',
  u1: 'u8',
  i1: 'i8',
  u2: 'u16',
  i2: 'i16',
  u4: 'u32',
  i4: 'i32',
  f2: 'f16',
  f4: 'f32',
  f8: 'f64',
  i8: 'i64',
  u8: 'u64',
};

/**
 * A header is a line of Python; one that is longer than version 1 can hold describes no single
 * grid.
 */
const LONGEST_HEADER = 1 << 16;

/**
 * Opens a NumPy array file, versions 1 to 3. C order: the last index is x, so shape (z, y, x)
 * becomes size [x, y, z]. Fortran order: the first index is x, so shape (x, y, z) stays. Missing
 * axes are 1; of more than three axes, those of length 1 are no dimensions: shape (z, y, x, 1) is
 * (z, y, x). The layout in memory decides, and nothing is transposed.
 */
export async function openNpy(bytes: ByteSource, options: OpenOptions): Promise<GridSource> {
  const { layout, size, dtype, warnings } = await npyGrid(bytes, options.signal);
  return makeGridSource(
    {
      name: options.name ?? bytes.name,
      format: 'npy',
      dtype,
      size,
      warnings,
      ...calibrated(options),
    },
    {
      read: (region, out, pace) => readRows(bytes, layout, region, out, pace),
      close: () => {
        bytes.close();
      },
    },
  );
}

/** The grid of an npy file, and where its values lie. */
export interface NpyGrid {
  readonly layout: RowLayout;
  readonly size: Vec3;
  readonly dtype: Dtype;
  readonly warnings: readonly string[];
}

/** Reads the header of an npy file. */
export async function npyGrid(
  bytes: ByteSource,
  signal: AbortSignal | undefined,
): Promise<NpyGrid> {
  const header = await readHeader(bytes, signal);
  const said = parseNpyHeader(header.text);
  const stored = storedType(said, bytes.name);
  const size = gridSize(said, bytes.name);
  const voxelBytes = volumeOf(size) * bytesOfStored(stored.type);
  if (header.end + voxelBytes > bytes.size) throw endsTooSoon(bytes, header.end, voxelBytes);
  const spare = bytes.size - header.end - voxelBytes;
  const layout = packedRows(stored, header.end, size);
  const warnings = storedWarnings(stored.type);
  if (spare > 0) warnings.push(`${spare} bytes behind the array are ignored.`);
  return { layout, size, dtype: dtypeOfStored(stored.type), warnings };
}

async function readHeader(
  bytes: ByteSource,
  signal: AbortSignal | undefined,
): Promise<{ text: string; end: number }> {
  const start = await bytes.read(0, Math.min(12, bytes.size), signal);
  const version = start[6] ?? 0;
  if (version < 1 || version > 3) {
    throw unsupported(bytes.name, `npy version ${version} is unknown; versions 1 to 3 are read`);
  }
  if (start.length < 12) throw endsTooSoon(bytes, 0, 12);
  const view = new DataView(start.buffer, start.byteOffset, start.length);
  const begin = version === 1 ? 10 : 12;
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > LONGEST_HEADER) throw damaged(bytes.name, `its header claims ${length} bytes`);
  const text = await bytes.read(begin, length, signal);
  return {
    text: new TextDecoder(version === 3 ? 'utf-8' : 'latin1').decode(text),
    end: begin + length,
  };
}

function storedType({ descr }: NpyHeader, name: string): Stored {
  if (descr === undefined) throw damaged(name, 'its header names no type');
  if (descr === 'structured') {
    throw unsupported(
      name,
      'structured arrays hold no single grid; save one field: np.save(f, a["field"])',
    );
  }
  const order = /^[<>|=]/.test(descr) ? descr.charAt(0) : '<';
  const code = descr.replace(/^[<>|=]/, '');
  const type = TYPES[code];
  if (type !== undefined) return { type, bigEndian: order === '>' };
  throw unsupported(
    name,
    `values of type '${descr}' are not read; save booleans, integers or floats`,
  );
}

function gridSize({ shape: shapeText, fortran }: NpyHeader, name: string): Vec3 {
  if (shapeText === undefined || fortran === undefined) {
    throw damaged(name, 'its header names no shape or order');
  }
  const shape = shapeText
    .split(',')
    .map((part) => part.trim().replace(/L$/, ''))
    .filter((part) => part !== '')
    .map(Number);
  if (shape.some((n) => !Number.isSafeInteger(n) || n < 0)) {
    throw damaged(name, `its shape is (${shapeText})`);
  }
  const axes = keptAxes(shape).map((axis) => shape[axis]!);
  if (shape.length === 0 || axes.length > 3) {
    throw unsupported(
      name,
      `its shape is (${shapeText}); save one array of one to three axes, a[0] say`,
    );
  }
  const [x = 1, y = 1, z = 1] = fortran ? axes : axes.toReversed();
  const size: Vec3 = [x, y, z];
  if (volumeOf(size) === 0) {
    throw unsupported(name, `its shape is (${shapeText}): there are no values in it`);
  }
  if (!Number.isSafeInteger(volumeOf(size))) throw damaged(name, `its shape is (${shapeText})`);
  return size;
}

function unsupported(name: string, reason: string): VoxmetryError {
  return new VoxmetryError('unsupported-format', `${name}: ${reason}.`);
}

function damaged(name: string, reason: string): VoxmetryError {
  return new VoxmetryError(
    'corrupt-file',
    `${name} is a damaged npy file: ${reason}. Save it again.`,
  );
}

import { invalidArgument, VoxmetryError } from '../recipe/errors.js';
import type { Vec3 } from '../recipe/geometry.js';
import { equal3, volumeOf } from '../recipe/geometry.js';
import type { ByteSource } from './byte_source.js';
import { calibrated, makeGridSource } from './grid_source.js';
import { guessesOf, guessText } from './raw/guess.js';
import { parseRawName } from './raw_name.js';
import { packedRows, readRows } from './rows.js';
import type { StoredType } from './sample_type.js';
import { bytesOfStored, dtypeOfStored, storedWarnings } from './sample_type.js';
import type { GridSource, OpenOptions } from '../recipe/source.js';

/**
 * Opens headerless values, x fastest. Size and dtype come from the options, else from the name
 * (`sand_200x200x100_uint8.raw`); the file's length must fit them exactly, header included. Of
 * several sizes in a name, the one that fits counts.
 */
export function openRaw(bytes: ByteSource, options: OpenOptions): GridSource {
  const named = parseRawName(bytes.name);
  const type = options.dtype ?? named.type;
  const header = options.headerBytes ?? 0;
  const size = options.size ?? namedSize(bytes, named.sizes, type, header);
  if (size === undefined || type === undefined) throw notDescribed(bytes, size, type, header);
  const stored = { type, bigEndian: options.bigEndian ?? named.bigEndian ?? false };
  const needed = header + volumeOf(size) * bytesOfStored(type);
  if (needed !== bytes.size) throw misfit(bytes, size, type, header, needed);
  const layout = packedRows(stored, header, size);
  return makeGridSource(
    {
      name: options.name ?? bytes.name,
      format: 'raw',
      dtype: dtypeOfStored(type),
      size,
      warnings: storedWarnings(type),
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

/**
 * Of the sizes in a name, the one that fits the file's length; where none does, the largest, for
 * the message.
 */
function namedSize(
  bytes: ByteSource,
  sizes: readonly Vec3[],
  type: StoredType | undefined,
  header: number,
): Vec3 | undefined {
  const bySize = sizes.toSorted((a, b) => volumeOf(b) - volumeOf(a));
  if (type === undefined) return bySize[0];
  const fitting = bySize.filter(
    (size) => header + volumeOf(size) * bytesOfStored(type) === bytes.size,
  );
  const [first] = fitting;
  if (first === undefined) return bySize[0];
  if (fitting.some((size) => !equal3(size, first)))
    throw new VoxmetryError(
      'needs-metadata',
      invalidArgument(
        'open',
        'size',
        undefined,
        `given, since the name ${bytes.name} has several that fit the file: ${fitting.map((size) => size.join('×')).join(', ')}`,
      ).message,
      {
        op: 'open',
        details: { parameter: 'size', fields: ['size'], guess: fitting.map((size) => ({ size })) },
      },
    );
  return first;
}

function notDescribed(
  bytes: ByteSource,
  size: Vec3 | undefined,
  type: StoredType | undefined,
  header: number,
): VoxmetryError {
  const fields = [
    ...(size === undefined ? ['size'] : []),
    ...(type === undefined ? ['dtype'] : []),
  ];
  const missing = fields.join(' and ');
  const guess = guessesOf(bytes.size - header, size, type);
  const error = invalidArgument(
    'open',
    missing,
    undefined,
    `given for a raw file, as in { size: [200, 200, 100], dtype: 'u8' }, or in its name, as in name_200x200x100_uint8.raw`,
  );
  return new VoxmetryError(
    'needs-metadata',
    `${bytes.name} (${bytes.size} bytes) is no TIFF or npy file, so it is read as raw. ${error.message}${guessText(guess)}`,
    { op: 'open', details: { ...error.details, fields, guess } },
  );
}

function misfit(
  bytes: ByteSource,
  size: Vec3,
  type: StoredType,
  header: number,
  needed: number,
): VoxmetryError {
  const stated = `${size.join('×')} voxels of ${type}${header > 0 ? ` behind ${header} header bytes` : ''}`;
  return new VoxmetryError(
    'corrupt-file',
    `${bytes.name} has ${bytes.size} bytes, but ${stated} need ${needed}. ${likelyFix(bytes.size - header, size, type, header)}`,
    { details: { needed, available: bytes.size } },
  );
}

function likelyFix(available: number, size: Vec3, type: StoredType, header: number): string {
  const voxels = volumeOf(size);
  const item = bytesOfStored(type);
  if (available === voxels) return "Likely fix: dtype 'u8' or 'i8'.";
  if (available === voxels * 2) return "Likely fix: dtype 'u16' or 'i16'.";
  if (available === voxels * 4) return "Likely fix: dtype 'f32', 'u32' or 'i32'.";
  const spare = available - voxels * item;
  const slice = size[0] * size[1] * item;
  if (spare % slice === 0 && available > 0) {
    return `Likely fix: size [${size[0]}, ${size[1]}, ${available / slice}].`;
  }
  if (spare > 0) return `Likely fix: headerBytes ${header + spare}, if the voxels come last.`;
  return 'The file is truncated, or size, dtype or headerBytes are not those of this file.';
}

import { VoxmetryError } from '../../recipe/errors.js';
import type { ByteSource } from '../byte_source.js';
import { endsTooSoon } from '../byte_source.js';
import type { StoredType } from '../sample_type.js';
import { canDecompress } from './codecs.js';
import type { Directory } from './directory.js';
import { damaged } from './directory.js';
import { compressionName, photometricName, TAG } from './tags.js';

/** A greyscale page: how its values are stored, and where its strips or tiles lie. */
export interface Page {
  readonly width: number;
  readonly height: number;
  /** Bits of one value in the file. */
  readonly bits: number;
  /** The type that values are unpacked to: odd depths go to the next larger unsigned integer. */
  readonly type: StoredType;
  readonly whiteIsZero: boolean;
  readonly compression: number;
  readonly predictor: number;
  /** Whether the lowest bit of a byte comes first. */
  readonly reversedBits: boolean;
  readonly tiled: boolean;
  readonly blockWidth: number;
  readonly blockHeight: number;
  readonly blocksAcross: number;
  readonly offsets: ArrayLike<number>;
  readonly byteCounts: ArrayLike<number>;
}

/** Whether a page is a thumbnail, a lower resolution or a transparency mask of another page. */
export function isAuxiliary(directory: Directory): boolean {
  const flags = first(directory, TAG.newSubfileType) ?? 0;
  return (flags & 0b101) !== 0 || first(directory, TAG.subfileType) === 2;
}

/** Understands one directory, or throws `unsupported-format` or `corrupt-file` with the reason. */
export function pageOf(directory: Directory, bytes: ByteSource): Page {
  const width = positive(directory, TAG.imageWidth, 'width', bytes);
  const height = positive(directory, TAG.imageLength, 'height', bytes);
  const bits = first(directory, TAG.bitsPerSample) ?? 1;
  refuseColour(directory, bytes.name);
  const type = typeOf(first(directory, TAG.sampleFormat) ?? 1, bits, bytes.name);
  const compression = first(directory, TAG.compression) ?? 1;
  if (!canDecompress(compression)) {
    throw unsupported(
      bytes.name,
      `it is compressed with ${compressionName(compression)}; save it uncompressed or with LZW, deflate, PackBits or zstd`,
    );
  }
  const predictor = first(directory, TAG.predictor) ?? 1;
  if (predictor < 1 || predictor > 3 || (predictor === 3 && !type.startsWith('f'))) {
    throw damaged(bytes.name, `predictor ${predictor} does not exist for ${type} values`);
  }
  if (predictor !== 1 && (compression === 1 || compression === 32773)) {
    // libtiff ignores it, others apply it: the same file has two readings.
    throw unsupported(
      bytes.name,
      `it states a predictor but ${compression === 1 ? 'no' : 'PackBits'} compression, which programs read differently; save it without a predictor`,
    );
  }
  return {
    width,
    height,
    bits,
    type,
    whiteIsZero: first(directory, TAG.photometric) === 0,
    compression,
    predictor,
    reversedBits: first(directory, TAG.fillOrder) === 2,
    ...blocksOf(directory, bytes, { width, height, bits, compression }),
  };
}

type Blocks = Pick<
  Page,
  'tiled' | 'blockWidth' | 'blockHeight' | 'blocksAcross' | 'offsets' | 'byteCounts'
>;

function blocksOf(
  directory: Directory,
  bytes: ByteSource,
  page: { width: number; height: number; bits: number; compression: number },
): Blocks {
  const { width, height, bits, compression } = page;
  const tiled = directory.has(TAG.tileOffsets) || directory.has(TAG.tileWidth);
  const blockWidth = tiled ? positive(directory, TAG.tileWidth, 'tile width', bytes) : width;
  const stated = tiled
    ? positive(directory, TAG.tileLength, 'tile height', bytes)
    : (first(directory, TAG.rowsPerStrip) ?? height);
  if (stated < 1) throw damaged(bytes.name, 'its strips have no rows');
  const blockHeight = tiled ? stated : Math.min(stated, height);
  const blocksAcross = Math.ceil(width / blockWidth);
  const count = blocksAcross * Math.ceil(height / blockHeight);
  const offsets = directory.get(tiled ? TAG.tileOffsets : TAG.stripOffsets) ?? [];
  const stateCounts = directory.get(tiled ? TAG.tileByteCounts : TAG.stripByteCounts);
  if (offsets.length < count) {
    const what = tiled ? 'tiles' : 'strips';
    throw damaged(
      bytes.name,
      `${width}×${height} pixels need ${count} ${what}, it has ${offsets.length}`,
    );
  }
  const rowBytes = Math.ceil((blockWidth * bits) / 8);
  const needed = (index: number): number => {
    const top = Math.floor(index / blocksAcross) * blockHeight;
    return rowBytes * (tiled ? blockHeight : Math.min(blockHeight, height - top));
  };
  const byteCounts = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const offset = offsets[i]!;
    // Without byte counts, plain strips are as long as their rows, and a single one goes to the
    // end.
    const present = stateCounts?.[i] ?? (compression === 1 ? needed(i) : bytes.size - offset);
    if (stateCounts === undefined && compression !== 1 && count > 1) {
      throw damaged(bytes.name, 'the lengths of its compressed strips are missing');
    }
    if (offset === 0 || present === 0) throw damaged(bytes.name, `strip or tile ${i} has no data`);
    if (compression === 1 && present < needed(i)) {
      throw damaged(
        bytes.name,
        `strip or tile ${i} has ${present} bytes where ${needed(i)} are needed`,
      );
    }
    byteCounts[i] = compression === 1 ? needed(i) : present;
    if (offset + byteCounts[i]! > bytes.size) throw endsTooSoon(bytes, offset, byteCounts[i]!);
  }
  return { tiled, blockWidth, blockHeight, blocksAcross, offsets, byteCounts };
}

function refuseColour(directory: Directory, name: string): void {
  const photometric = first(directory, TAG.photometric) ?? 1;
  const samples = first(directory, TAG.samplesPerPixel) ?? 1;
  if ((first(directory, TAG.imageDepth) ?? 1) > 1) {
    throw unsupported(name, 'it stores volumes in one page (ImageDepth); save one page per slice');
  }
  if (photometric === 0 || photometric === 1) {
    if (samples === 1) return;
    const what = `${samples} values per pixel`;
    throw unsupported(
      name,
      `it has ${what}; measuring needs one grey value: save one channel as greyscale`,
    );
  }
  const what = photometricName(photometric);
  throw unsupported(name, `it is ${what}; measuring needs grey values: convert it to greyscale`);
}

function typeOf(format: number, bits: number, name: string): StoredType {
  if (format === 1 || format === 4) {
    if (Number.isInteger(bits) && bits >= 1 && bits <= 8) return 'u8';
    if (Number.isInteger(bits) && bits > 8 && bits <= 16) return 'u16';
    // Depths between 17 and 31 bits: programs disagree on their byte order.
    if (bits === 32) return 'u32';
  } else if (format === 2) {
    if (bits === 8) return 'i8';
    if (bits === 16) return 'i16';
    if (bits === 32) return 'i32';
  } else if (format === 3) {
    if (bits === 16) return 'f16';
    if (bits === 32) return 'f32';
    if (bits === 64) return 'f64';
  }
  const kinds = ['unsigned', 'signed', 'float', 'untyped', 'complex integer', 'complex float'];
  const kind = kinds[format - 1] ?? `format-${format}`;
  throw unsupported(
    name,
    `its values are ${bits}-bit ${kind}; save unsigned of 1 to 16 or 32 bits, signed of 8, 16 or 32, or floats`,
  );
}

function positive(directory: Directory, tag: number, what: string, bytes: ByteSource): number {
  const value = first(directory, tag);
  if (value === undefined || !(Number.isInteger(value) && value > 0 && value < 2 ** 31)) {
    throw damaged(bytes.name, `its ${what} is ${value ?? 'missing'}`);
  }
  return value;
}

/** The first value of a field, undefined where it is absent. */
export function first(directory: Directory, tag: number): number | undefined {
  return directory.get(tag)?.[0];
}

/** The error of a sound TIFF of a kind that is not read. */
export function unsupported(name: string, reason: string): VoxmetryError {
  return new VoxmetryError('unsupported-format', `${name} cannot be read: ${reason}.`);
}

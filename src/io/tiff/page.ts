import type { ByteSource } from '../byte_source.js';
import type { StoredType } from '../sample_type.js';
import type { SharedBlocks } from './blocks.js';
import { blocksOf } from './blocks.js';
import { canDecompress } from './codecs.js';
import type { Directory } from './directory.js';
import { damaged } from './directory.js';
import { samplesOf } from './colour.js';
import { first, positive, unsupported } from './fields.js';
import { compressionName, TAG } from './tags.js';

/** A greyscale page: how its values are stored, and where its strips or tiles lie. */
export interface Page {
  readonly width: number;
  readonly height: number;
  /** Bits of one value in the file. */
  readonly bits: number;
  /** The type that values are unpacked to: odd depths go to the next larger unsigned integer. */
  readonly type: StoredType;
  /** Values per pixel: 1, or those of a colour whose channels are equal. */
  readonly samples: number;
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

/**
 * Understands one directory, or throws `unsupported-format` or `corrupt-file` with the reason.
 * `shared` is what the file's other pages have in common with it.
 */
export function pageOf(directory: Directory, bytes: ByteSource, shared: SharedBlocks): Page {
  const width = positive(directory, TAG.imageWidth, 'width', bytes);
  const height = positive(directory, TAG.imageLength, 'height', bytes);
  const bits = first(directory, TAG.bitsPerSample) ?? 1;
  const samples = samplesOf(directory, bits, bytes.name);
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
    samples,
    whiteIsZero: first(directory, TAG.photometric) === 0,
    compression,
    predictor,
    reversedBits: first(directory, TAG.fillOrder) === 2,
    ...blocksOf(directory, bytes, { width, height, bits: bits * samples, compression }, shared),
  };
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

import type { ByteSource } from '../byte_source.js';
import type { StoredType } from '../sample_type.js';
import type { SharedBlocks } from './blocks.js';
import { blocksOf } from './blocks.js';
import { canDecompress } from './codecs.js';
import type { Directory } from './directory.js';
import { damaged } from './directory.js';
import { first, positive, unsupported } from './fields.js';
import { sampleNamesOf } from './samples.js';
import { compressionName, TAG } from './tags.js';

const JPEG = 7;
/** All tables that JPEG knows take less. */
const LONGEST_TABLES = 65_536;

/** A page: how its values are stored, and where its strips or tiles lie. */
export interface Page {
  readonly width: number;
  readonly height: number;
  /** Bits of one value in the file. */
  readonly bits: number;
  /** The type that values are unpacked to: odd depths go to the next larger unsigned integer. */
  readonly type: StoredType;
  /** What the values of a pixel are: 'red', 'alpha'; one name where there is one. */
  readonly sampleNames: readonly string[];
  /** Values that stand side by side in a block: 1 where each has blocks of its own. */
  readonly interleaved: number;
  /** Blocks of one sample, or of all where they are interleaved. */
  readonly blocksPerPlane: number;
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
  /** Tables that the streams of all blocks share (JPEGTables). */
  readonly jpegTables: Uint8Array | undefined;
  /** Whether JPEG streams hold YCbCr, which becomes RGB. */
  readonly luminanceAndChroma: boolean;
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
  const compression = first(directory, TAG.compression) ?? 1;
  if (!canDecompress(compression)) {
    throw unsupported(
      bytes.name,
      `it is compressed with ${compressionName(compression)}; save it uncompressed or with LZW, deflate, PackBits or zstd`,
    );
  }
  const sampleNames = sampleNamesOf(directory, bytes.name);
  const samples = sampleNames.length;
  const type = typeOf(first(directory, TAG.sampleFormat) ?? 1, bits, bytes.name);
  const predictor = predictorOf(directory, compression, type, bytes.name);
  const interleaved = (first(directory, TAG.planarConfiguration) ?? 1) === 2 ? 1 : samples;
  if (compression === JPEG) checkJpeg(directory, bits, interleaved, bytes.name);
  return {
    width,
    height,
    bits,
    type,
    sampleNames,
    interleaved,
    whiteIsZero: first(directory, TAG.photometric) === 0,
    compression,
    predictor,
    // JPEG has an order of its own.
    reversedBits: first(directory, TAG.fillOrder) === 2 && compression !== JPEG,
    jpegTables: compression === JPEG ? jpegTablesOf(directory, bytes.name) : undefined,
    luminanceAndChroma: first(directory, TAG.photometric) === 6,
    ...blocksOf(
      directory,
      bytes,
      {
        width,
        height,
        bits: bits * interleaved,
        compression,
        planes: samples / interleaved,
      },
      shared,
    ),
  };
}

/** What tells pages apart that are no slices of one stack. */
export function kindOf({ width, height, bits, type, sampleNames, whiteIsZero }: Page): string {
  const samples = sampleNames.length > 1 ? ` ${sampleNames.join(', ')}` : '';
  return `${width}×${height} ${bits}-bit ${type}${samples}${whiteIsZero ? ', white is zero' : ''}`;
}

function predictorOf(
  directory: Directory,
  compression: number,
  type: StoredType,
  name: string,
): number {
  const predictor = first(directory, TAG.predictor) ?? 1;
  if (predictor < 1 || predictor > 3 || (predictor === 3 && !type.startsWith('f'))) {
    throw damaged(name, `predictor ${predictor} does not exist for ${type} values`);
  }
  if (predictor !== 1 && [1, JPEG, 32773].includes(compression)) {
    // libtiff ignores it, others apply it: the same file has two readings.
    const what = compression === 1 ? 'no' : compressionName(compression);
    throw unsupported(
      name,
      `it states a predictor but ${what} compression, which programs read differently; save it without a predictor`,
    );
  }
  return predictor;
}

/** Throws for JPEG of what its decoder does not read. */
function checkJpeg(directory: Directory, bits: number, interleaved: number, name: string): void {
  const photometric = first(directory, TAG.photometric);
  const isRead = interleaved === 1 ? photometric !== 6 : interleaved === 3;
  if (bits === 8 && isRead && (first(directory, TAG.sampleFormat) ?? 1) === 1) return;
  throw unsupported(
    name,
    `it is JPEG of ${bits} bits and ${interleaved} values per pixel, of which 8 bits of grey or RGB are read; save it uncompressed`,
  );
}

function jpegTablesOf(directory: Directory, name: string): Uint8Array | undefined {
  const tables = directory.get(TAG.jpegTables);
  if (tables === undefined) return undefined;
  if (tables.length > LONGEST_TABLES) throw damaged(name, 'its JPEG tables cannot be meant');
  return tables instanceof Uint8Array ? tables : Uint8Array.from(tables);
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

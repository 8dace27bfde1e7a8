import { DTYPES } from '../recipe/dtype.js';
import { invalidArgument } from '../recipe/errors.js';
import type { Vec3 } from '../recipe/geometry.js';
import { checkOptions, checkSize } from './options.js';
import type { Slabs, WriteFacts } from './slab_stream.js';
import { slabBytes, voxelBytes } from './slab_stream.js';
import { TAG } from './tiff/tags.js';
import { canonicalUnit } from './units.js';

/** What a TIFF stack says of its voxels. */
export interface TiffFacts extends WriteFacts {
  readonly spacing: Vec3;
  readonly unit: string;
}

/** A directory entry; a rational is [numerator, denominator], a text its bytes. */
interface Entry {
  readonly tag: number;
  readonly type: 'text' | 'short' | 'offset' | 'rational';
  readonly values: readonly number[];
}

/** Offsets of a classic TIFF have 32 bits. */
const CLASSIC_LIMIT = 2 ** 32 - 1;

/**
 * Writes an uncompressed greyscale TIFF stack, little-endian, with an ImageJ description (slices,
 * spacing, unit) and resolution tags; BigTIFF above 4 GiB or with `big: true`. The directories come
 * first and the voxels follow in one piece, so that it can be written as a stream: a chunk of
 * header, then one per slab. `origin` has no place in the format.
 */
export async function* writeTiff(
  facts: TiffFacts,
  slabs: Slabs,
  options: { readonly big?: boolean } = {},
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  checkSize(facts.size);
  checkOptions({ spacing: facts.spacing, unit: facts.unit });
  const classicBytes = voxelBytes(facts) + headerBytes(facts, false);
  const big = options.big ?? classicBytes > CLASSIC_LIMIT;
  if (!big && classicBytes > CLASSIC_LIMIT) {
    throw invalidArgument('writeTiff', 'big', false, 'true for more than 4 GiB');
  }
  yield header(facts, big);
  yield* slabBytes('writeTiff', facts, slabs);
}

/** The directories of all slices, in the file's order, padded so that the voxels begin aligned. */
function header(facts: TiffFacts, big: boolean): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(headerBytes(facts, big));
  const view = new DataView(bytes.buffer);
  bytes.set(big ? [0x49, 0x49, 43, 0, 8, 0, 0, 0] : [0x49, 0x49, 42, 0]);
  const sliceBytes = voxelBytes(facts) / facts.size[2];
  let at = big ? 16 : 8;
  if (big) view.setBigUint64(8, BigInt(at), true);
  else view.setUint32(4, at, true);
  for (let z = 0; z < facts.size[2]; z++) {
    const entries = entriesOf(facts, z, bytes.length + z * sliceBytes, sliceBytes);
    const end = at + directoryBytes(entries, big);
    writeDirectory(view, at, entries, big, z + 1 < facts.size[2] ? end : 0);
    at = end;
  }
  return bytes;
}

function headerBytes(facts: TiffFacts, big: boolean): number {
  const one = directoryBytes(entriesOf(facts, 0, 0, 0), big);
  const other = directoryBytes(entriesOf(facts, 1, 0, 0), big);
  const all = (big ? 16 : 8) + one + (facts.size[2] - 1) * other;
  return Math.ceil(all / 64) * 64;
}

function entriesOf(
  facts: TiffFacts,
  z: number,
  offset: number,
  sliceBytes: number,
): readonly Entry[] {
  const { bits, integer, min } = DTYPES[facts.dtype];
  const description = new TextEncoder().encode(`${describe(facts)}\0`);
  const [x, y] = facts.spacing;
  const one = (tag: number, type: Entry['type'], ...values: number[]): Entry => ({
    tag,
    type,
    values,
  });
  return [
    one(TAG.newSubfileType, 'offset', 0),
    one(TAG.imageWidth, 'offset', facts.size[0]),
    one(TAG.imageLength, 'offset', facts.size[1]),
    one(TAG.bitsPerSample, 'short', bits),
    one(TAG.compression, 'short', 1),
    one(TAG.photometric, 'short', 1),
    ...(z === 0 ? [one(TAG.imageDescription, 'text', ...description)] : []),
    one(TAG.stripOffsets, 'offset', offset),
    one(TAG.samplesPerPixel, 'short', 1),
    one(TAG.rowsPerStrip, 'offset', facts.size[1]),
    one(TAG.stripByteCounts, 'offset', sliceBytes),
    one(TAG.xResolution, 'rational', ...reciprocal(x)),
    one(TAG.yResolution, 'rational', ...reciprocal(y)),
    one(TAG.resolutionUnit, 'short', 1),
    one(TAG.sampleFormat, 'short', integer ? (min < 0 ? 2 : 1) : 3),
  ];
}

function describe({ size, spacing, unit }: TiffFacts): string {
  const name = canonicalUnit(unit);
  // ImageJ spells these two so; the escape keeps the text ASCII, as TIFF wants it.
  const spelled =
    name === 'px' ? 'pixel' : name.replaceAll('µ', '\\u00B5').replaceAll('Å', '\\u00C5');
  const lines = ['ImageJ=1.54f', `images=${size[2]}`, `slices=${size[2]}`];
  return [...lines, `unit=${spelled}`, `spacing=${spacing[2]}`, 'loop=false', ''].join('\n');
}

/** 1 / value as a fraction of two 32-bit integers: the last continued fraction that fits. */
function reciprocal(value: number): [number, number] {
  let [n0, d0, n1, d1] = [0, 1, 1, 0];
  let rest = value;
  for (let i = 0; i < 64; i++) {
    const whole = Math.floor(rest);
    const [n2, d2] = [whole * n1 + n0, whole * d1 + d0];
    if (n2 > CLASSIC_LIMIT || d2 > CLASSIC_LIMIT) break;
    [n0, d0, n1, d1] = [n1, d1, n2, d2];
    if (n1 / d1 === value) break;
    rest = 1 / (rest - whole);
    if (!Number.isFinite(rest)) break;
  }
  if (n1 === 0 || d1 === 0) {
    throw invalidArgument(
      'writeTiff',
      'spacing',
      value,
      'lengths from 1e-9 to 4e9; use another unit',
    );
  }
  return [d1, n1];
}

const TYPE_CODE = { text: 2, short: 3, rational: 5 } as const;

function payloadBytes({ type, values }: Entry, big: boolean): number {
  if (type === 'rational') return values.length * 4;
  if (type === 'text') return values.length;
  return values.length * (type === 'short' ? 2 : big ? 8 : 4);
}

function directoryBytes(entries: readonly Entry[], big: boolean): number {
  const inline = big ? 8 : 4;
  const fixed = big ? 8 + entries.length * 20 + 8 : 2 + entries.length * 12 + 4;
  const outside = entries
    .map((entry) => payloadBytes(entry, big))
    .filter((length) => length > inline)
    .reduce((sum, length) => sum + even(length), 0);
  return even(fixed + outside);
}

function writeDirectory(
  view: DataView,
  start: number,
  entries: readonly Entry[],
  big: boolean,
  next: number,
): void {
  const [countBytes, entryBytes, inline] = big ? [8, 20, 8] : [2, 12, 4];
  const word = (at: number, value: number): void => {
    if (big) view.setBigUint64(at, BigInt(value), true);
    else view.setUint32(at, value, true);
  };
  if (big) word(start, entries.length);
  else view.setUint16(start, entries.length, true);
  const pointer = start + countBytes + entries.length * entryBytes;
  let outside = even(pointer + inline);
  entries.forEach((entry, i) => {
    const at = start + countBytes + i * entryBytes;
    const { tag, type, values } = entry;
    view.setUint16(at, tag, true);
    view.setUint16(at + 2, type === 'offset' ? (big ? 16 : 4) : TYPE_CODE[type], true);
    word(at + 4, type === 'rational' ? values.length / 2 : values.length);
    const valueAt = at + 4 + inline;
    const length = payloadBytes(entry, big);
    let to = valueAt;
    if (length > inline) {
      word(valueAt, outside);
      to = outside;
      outside += even(length);
    }
    for (const value of values) {
      if (type === 'text') view.setUint8(to, value);
      else if (type === 'short') view.setUint16(to, value, true);
      else if (type === 'rational') view.setUint32(to, value, true);
      else word(to, value);
      to += type === 'text' ? 1 : type === 'short' ? 2 : type === 'rational' ? 4 : inline;
    }
  });
  word(pointer, next);
}

function even(n: number): number {
  return n + (n % 2);
}

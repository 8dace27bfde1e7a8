import { inflateBlock } from '../inflate/inflate.js';
import { decodeZstd, soundZstdFrame } from '../tiff/zstd.js';
import { decodeBloscLz } from './blosclz.js';
import { decodeLz4 } from './lz4.js';
import { unshuffleBits, unshuffleBytes } from './shuffle.js';
import { decodeSnappy } from './snappy.js';

type Bytes = Uint8Array<ArrayBuffer>;

/** Fills `out` from a stream; tells whether it was filled to its last byte. */
type Decode = (stream: Bytes, out: Bytes) => boolean | Promise<boolean>;

const HEADER = 16;

/** The version of the format that c-blosc 1 writes, since 2010. */
const VERSION = 2;

// Bits of the flags.
const SHUFFLED_BYTES = 1;
const COPIED = 2;
const SHUFFLED_BITS = 4;
const NOT_SPLIT = 16;

/** Blocks of larger items, or of fewer of them, are one stream. */
const MOST_STREAMS = 16;
const LEAST_ITEMS = 128;

/** By the three highest bits of the flags. */
const DECODERS: readonly Decode[] = [
  (stream, out) => decodeBloscLz(stream, out) === out.length,
  (stream, out) => decodeLz4(stream, out) === out.length,
  (stream, out) => decodeSnappy(stream, out) === out.length,
  async (stream, out) => filled(await inflateBlock(stream, 'deflate', out.length), out),
  async (stream, out) => {
    const frame = soundZstdFrame(stream, out.length);
    return frame !== undefined && filled(await decodeZstd(frame), out);
  },
];

function filled(decoded: Bytes | undefined, out: Bytes): boolean {
  if (decoded?.length !== out.length) return false;
  out.set(decoded);
  return true;
}

/**
 * Decodes a buffer of Blosc 1 (README_CHUNK_FORMAT of c-blosc) to exactly `length` bytes; undefined
 * where it is damaged, or claims another length. Memory: the bytes decoded, and one block more.
 */
export async function decodeBlosc(bytes: Bytes, length: number): Promise<Bytes | undefined> {
  if (bytes.length < HEADER) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const flags = bytes[2]!;
  const itemBytes = bytes[3]!;
  const block = view.getUint32(8, true);
  const end = view.getUint32(12, true);
  if (bytes[0] !== VERSION || itemBytes === 0) return undefined;
  if (view.getUint32(4, true) !== length || end > bytes.length || end < HEADER) return undefined;
  if ((flags & COPIED) !== 0)
    return end - HEADER < length ? undefined : bytes.slice(HEADER, HEADER + length);
  const decode = DECODERS[flags >> 5];
  const blocks = Math.ceil(length / block);
  if (decode === undefined || block === 0 || HEADER + 4 * blocks > end) return undefined;
  const isSplit =
    (flags & NOT_SPLIT) === 0 && itemBytes <= MOST_STREAMS && block / itemBytes >= LEAST_ITEMS;
  if (isSplit && block % itemBytes !== 0) return undefined;
  const unshuffle = unshuffleOf(flags, itemBytes);
  const out = new Uint8Array(length);
  const shuffled = new Uint8Array(unshuffle === undefined ? 0 : Math.min(block, length));
  for (let i = 0; i < blocks; i++) {
    const target = out.subarray(i * block, Math.min(length, (i + 1) * block));
    const into = unshuffle === undefined ? target : shuffled.subarray(0, target.length);
    // The last block, where it is shorter, is one stream.
    const streams = isSplit && target.length === block ? itemBytes : 1;
    const from = view.getUint32(HEADER + 4 * i, true);
    if (!(await decodeStreams(bytes.subarray(0, end), from, into, streams, decode)))
      return undefined;
    unshuffle?.(into, target, itemBytes);
  }
  return out;
}

/** How a block's items were shuffled, undone; undefined where they were not. */
function unshuffleOf(flags: number, itemBytes: number): typeof unshuffleBytes | undefined {
  if ((flags & SHUFFLED_BYTES) !== 0 && itemBytes > 1) return unshuffleBytes;
  return (flags & SHUFFLED_BITS) === 0 ? undefined : unshuffleBits;
}

/**
 * Decodes the streams of a block, one behind the other and each after its length; one that did not
 * shrink lies there as it is.
 */
async function decodeStreams(
  bytes: Bytes,
  from: number,
  into: Bytes,
  streams: number,
  decode: Decode,
): Promise<boolean> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const each = Math.floor(into.length / streams);
  let at = from;
  for (let i = 0; i < streams; i++) {
    if (at + 4 > bytes.length) return false;
    const packed = view.getUint32(at, true);
    at += 4;
    if (packed > bytes.length - at) return false;
    const stream = bytes.subarray(at, at + packed);
    const part = into.subarray(i * each, (i + 1) * each);
    if (packed === each) part.set(stream);
    else if (!(await decode(stream, part))) return false;
    at += packed;
  }
  return true;
}

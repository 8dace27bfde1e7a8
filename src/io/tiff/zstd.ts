import { needWebAssembly } from '../../recipe/web_assembly.js';

const MAGIC = 0xfd2fb528;
const LARGEST_BLOCK = 128 * 1024;
/** Larger windows need more memory than a strip can be worth (RFC 8878 advises 8 MiB). */
const LARGEST_WINDOW_LOG = 27;

/**
 * Checks the structure of a zstd frame (RFC 8878, section 3.1) and returns it alone, with its
 * content size in its header; undefined where it is damaged or does not hold `length` bytes.
 *
 * The decoder, zstddec, does not look at the errors of its C core: on a damaged frame it
 * returns other memory, and on a frame that states no content size, as libtiff writes them, it
 * never ends. Given a sound chain of blocks and a size, the core finds what is damaged inside the
 * blocks.
 */
export function soundZstdFrame(
  input: Uint8Array<ArrayBuffer>,
  length: number,
): Uint8Array<ArrayBuffer> | undefined {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  if (input.length < 9 || view.getUint32(0, true) !== MAGIC) return undefined;
  const descriptor = input[4]!;
  const single = (descriptor & 0x20) !== 0;
  const hasChecksum = (descriptor & 0x04) !== 0;
  // A dictionary, or a bit that has no meaning yet.
  if ((descriptor & 0x0b) !== 0) return undefined;
  const window = single ? undefined : input[5]!;
  if (window !== undefined && (window >> 3) + 10 > LARGEST_WINDOW_LOG) return undefined;
  const sizeAt = single ? 5 : 6;
  const sizeBytes = [single ? 1 : 0, 2, 4, 8][descriptor >> 6]!;
  const start = sizeAt + sizeBytes;
  if (start > input.length) return undefined;
  const stated = contentSize(view, sizeAt, sizeBytes);
  // More than the rows of this strip is legal for the last one, but not anything that is claimed.
  if (stated !== undefined && (stated < length || stated > 4 * length + LARGEST_BLOCK)) {
    return undefined;
  }
  const end = endOfBlocks(input, start);
  if (end === undefined || end + (hasChecksum ? 4 : 0) > input.length) return undefined;
  const blocks = input.subarray(start, end + (hasChecksum ? 4 : 0));
  if (stated !== undefined) return input.slice(0, start + blocks.length);
  const frame = new Uint8Array(6 + 4 + blocks.length);
  frame.set(input.subarray(0, 6));
  // Content size of four bytes.
  frame[4] = descriptor | 0x80;
  new DataView(frame.buffer).setUint32(6, length, true);
  frame.set(blocks, 10);
  return frame;
}

/** Decodes a frame that {@link soundZstdFrame} gave. */
export async function decodeZstd(frame: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  needWebAssembly('Zstandard is decoded by');
  const { ZSTDDecoder } = await import('zstddec');
  const decoder = new ZSTDDecoder();
  await decoder.init();
  return decoder.decode(frame) as Uint8Array<ArrayBuffer>;
}

function contentSize(view: DataView, at: number, bytes: number): number | undefined {
  if (bytes === 1) return view.getUint8(at);
  if (bytes === 2) return view.getUint16(at, true) + 256;
  if (bytes === 4) return view.getUint32(at, true);
  return bytes === 8 ? Number(view.getBigUint64(at, true)) : undefined;
}

/** Walks the block headers to behind the last block. */
function endOfBlocks(input: Uint8Array, start: number): number | undefined {
  let at = start;
  while (at + 3 <= input.length) {
    const header = input[at]! | (input[at + 1]! << 8) | (input[at + 2]! << 16);
    const [type, size] = [(header >> 1) & 3, header >>> 3];
    if (type === 3 || size > LARGEST_BLOCK) return undefined;
    at += 3 + (type === 1 ? 1 : size);
    if (at > input.length) return undefined;
    if ((header & 1) === 1) return at;
  }
  return undefined;
}

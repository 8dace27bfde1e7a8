import type { ByteSource } from '../byte_source.js';
import { bufferSource } from '../byte_source.js';
import { damaged } from './types.js';
import { zlibBlocks } from './zlib_blocks.js';

/** How the binary data of a file are kept. */
export interface Encoding {
  /** Bytes of the numbers before the data. */
  readonly headerBytes: 4 | 8;
  readonly bigEndian: boolean;
  readonly compressed: boolean;
}

/** More blocks than these belong to no array. */
const MOST_BLOCKS = 1 << 22;

/**
 * The values of an array that begins at a byte: behind their length, or in blocks behind a table of
 * these.
 */
export async function binaryData(
  bytes: ByteSource,
  start: number,
  encoding: Encoding,
): Promise<{ bytes: ByteSource; offset: number }> {
  const { headerBytes, compressed } = encoding;
  if (!compressed) return { bytes, offset: start + headerBytes };
  const [blocks = 0, blockBytes = 0, partial = 0] = await headerNumbers(bytes, start, 3, encoding);
  if (!(blocks >= 1 && blocks <= MOST_BLOCKS && blockBytes >= 1))
    throw damaged(bytes.name, 'a table of blocks cannot be meant');
  const sizes = await headerNumbers(bytes, start + 3 * headerBytes, blocks, encoding);
  const starts = [start + (3 + blocks) * headerBytes];
  for (const size of sizes) starts.push(starts.at(-1)! + size);
  const lastBytes = partial === 0 ? blockBytes : partial;
  return { bytes: zlibBlocks(bytes, { blockBytes, lastBytes, starts }), offset: 0 };
}

async function headerNumbers(
  bytes: ByteSource,
  start: number,
  count: number,
  { headerBytes, bigEndian }: Encoding,
): Promise<number[]> {
  const part = await bytes.read(start, count * headerBytes);
  const view = new DataView(part.buffer, part.byteOffset, part.length);
  return Array.from({ length: count }, (_, i) =>
    headerBytes === 4
      ? view.getUint32(i * 4, !bigEndian)
      : Number(view.getBigUint64(i * 8, !bigEndian)),
  );
}

/**
 * The bytes of base64 text. The numbers before the data are a text of their own where blocks are
 * compressed, and padded, so that each stretch up to its padding is decoded for itself.
 */
export function base64Source(text: string, name: string): ByteSource {
  const clean = text.replace(/\s+/g, '');
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for (const [stretch] of clean.matchAll(/[^=]+={0,2}/g)) {
    let decoded: string;
    try {
      decoded = atob(stretch);
    } catch {
      throw damaged(name, 'its base64 text is cut off');
    }
    const part = new Uint8Array(decoded.length);
    for (let i = 0; i < decoded.length; i++) part[i] = decoded.charCodeAt(i);
    parts.push(part);
    length += part.length;
  }
  const out = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return bufferSource(out.buffer, name);
}

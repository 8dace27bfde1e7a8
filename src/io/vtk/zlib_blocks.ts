import type { ByteSource } from '../byte_source.js';
import { checkRange } from '../byte_source.js';
import { decompress } from '../tiff/codecs.js';

/** Inflated blocks that are kept. */
const KEPT = 64 * 2 ** 20;
const DEFLATE = 8;

/** A table of compressed blocks, as `vtkZLibDataCompressor` writes them. */
export interface BlockTable {
  /** Inflated bytes of every block but the last. */
  readonly blockBytes: number;
  readonly lastBytes: number;
  /** Where each block's compressed bytes begin, and behind the last. */
  readonly starts: readonly number[];
}

/** The inflated bytes of blocks, block by block as they are asked for. */
export function zlibBlocks(bytes: ByteSource, table: BlockTable): ByteSource {
  const { blockBytes, lastBytes, starts } = table;
  const count = starts.length - 1;
  const most = Math.max(1, Math.floor(KEPT / blockBytes));
  const kept = new Map<number, Promise<Uint8Array<ArrayBuffer>>>();
  const block = (index: number): Promise<Uint8Array<ArrayBuffer>> => {
    const found = kept.get(index);
    if (found !== undefined) return found;
    const length = index === count - 1 ? lastBytes : blockBytes;
    const made = bytes
      .read(starts[index]!, starts[index + 1]! - starts[index]!)
      .then((packed) => decompress(DEFLATE, packed, length, bytes.name));
    made.catch(() => kept.delete(index));
    kept.set(index, made);
    if (kept.size > most) kept.delete(kept.keys().next().value!);
    return made;
  };
  const source: ByteSource = {
    name: bytes.name,
    size: count === 0 ? 0 : (count - 1) * blockBytes + lastBytes,
    read: async (offset, length, signal) => {
      checkRange(source, offset, length);
      signal?.throwIfAborted();
      const out = new Uint8Array(length);
      for (let at = offset; at < offset + length;) {
        const index = Math.floor(at / blockBytes);
        const inner = at - index * blockBytes;
        const piece = (await block(index)).subarray(inner, inner + offset + length - at);
        out.set(piece, at - offset);
        at += piece.length;
      }
      return out;
    },
    close: () => {
      kept.clear();
      bytes.close();
    },
  };
  return source;
}

import type { ByteSource } from './byte_source.js';
import { checkRange } from './byte_source.js';

/** Several sources one behind the other, as one. */
export function joinedSource(name: string, parts: readonly ByteSource[]): ByteSource {
  const starts: number[] = [];
  let size = 0;
  for (const part of parts) {
    starts.push(size);
    size += part.size;
  }
  const source: ByteSource = {
    name,
    size,
    read: async (offset, length, signal) => {
      checkRange(source, offset, length);
      const pieces: Uint8Array<ArrayBuffer>[] = [];
      for (const [index, part] of parts.entries()) {
        const from = Math.max(0, offset - starts[index]!);
        const to = Math.min(part.size, offset + length - starts[index]!);
        if (from < to) pieces.push(await part.read(from, to - from, signal));
      }
      const [only] = pieces;
      if (pieces.length === 1 && only !== undefined) return only;
      const out = new Uint8Array(length);
      let at = 0;
      for (const piece of pieces) {
        out.set(piece, at);
        at += piece.length;
      }
      return out;
    },
    close: () => {
      for (const part of parts) part.close();
    },
  };
  return source;
}

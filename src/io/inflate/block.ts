type Bytes = Uint8Array<ArrayBuffer>;

/** How a block is compressed: 'deflate' has zlib's header. */
export type Packing = 'deflate' | 'gzip';

/** No byte of deflate becomes more than these. */
const MOST_PER_BYTE = 1032;

/**
 * Compressed bytes that are handed to the inflater at once, which may put out all that comes of
 * them before it can be stopped: 64 MiB at worst.
 */
const PIECE = 64 * 2 ** 10;

/**
 * Inflates a block to exactly `length` bytes, in this thread; what it holds beyond them is not
 * inflated. Undefined where the block is damaged, or holds less.
 */
export async function inflateHere(
  packed: Bytes,
  packing: Packing,
  length: number,
): Promise<Bytes | undefined> {
  if (length > packed.length * MOST_PER_BYTE + 1024) return undefined;
  const stream = new DecompressionStream(packing);
  const out = new Uint8Array(length);
  const reader = stream.readable.getReader() as ReadableStreamDefaultReader<Bytes>;
  // Failures show where the bytes come out; nobody hears them here.
  reader.closed.catch(() => undefined);
  feed(stream.writable.getWriter(), packed).catch(() => undefined);
  let written = 0;
  try {
    while (written < length) {
      const part = await reader.read();
      if (part.done) return undefined;
      const taken = part.value.subarray(0, length - written);
      out.set(taken, written);
      written += taken.length;
    }
    return out;
  } catch {
    return undefined;
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

async function feed(writer: WritableStreamDefaultWriter<Bytes>, packed: Bytes): Promise<void> {
  writer.closed.catch(() => undefined);
  for (let from = 0; from < packed.length; from += PIECE) {
    await writer.ready;
    await writer.write(packed.subarray(from, from + PIECE));
  }
  await writer.close();
}

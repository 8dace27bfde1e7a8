type Bytes = Uint8Array<ArrayBuffer>;

/** Bytes behind zlib's header ('deflate'), or gzip's. */
export type Packing = 'deflate' | 'gzip';

/** Compresses a block of bytes. */
export async function compressedBlock(bytes: Bytes, packing: Packing): Promise<Bytes> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream(packing));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

/** Compresses chunks as one stream, of which no more than a few chunks are held. */
export async function* compressedStream(
  chunks: AsyncIterable<Bytes>,
  packing: Packing,
): AsyncGenerator<Bytes, void> {
  const stream = new CompressionStream(packing);
  const writer = stream.writable.getWriter();
  const reader = stream.readable.getReader() as ReadableStreamDefaultReader<Bytes>;
  const feed = async (): Promise<void> => {
    try {
      for await (const chunk of chunks) await writer.write(chunk);
      await writer.close();
    } catch (error) {
      // The reader is told, and throws it.
      await writer.abort(error).catch(() => undefined);
    }
  };
  const fed = feed();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
    await fed;
  }
}

import { throwIfAborted, VoxmetryError } from '../recipe/errors.js';
import type { ByteSource } from './byte_source.js';
import { checkRange, closed } from './byte_source.js';

/** Bytes of compressed input that are read at once. */
const STEP = 4 * 2 ** 20;

/**
 * Compressed bytes that are handed to the inflater at once, which may put out all that comes of
 * them before it can be stopped: 64 MiB at worst.
 */
const PIECE = 64 * 2 ** 10;

/** Inflated bytes that are kept: what lies further back is inflated again when it is asked for. */
const KEPT = 256 * 2 ** 20;

/** No byte of deflate becomes more than these. */
const MOST_PER_BYTE = 1032;

/** A chunk of inflated bytes and where it begins. */
interface Chunk {
  readonly start: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Bytes behind gzip or zlib, inflated as far as they are asked for. The last 256 MiB are kept, so
 * that reading forwards inflates once; reading further back begins again.
 *
 * @param size - Inflated bytes that are promised; fewer, or more than deflate can make of the
 * file, are `corrupt-file`.
 * @param offset - Where the compressed bytes begin.
 */
export function inflatedSource(
  packed: ByteSource,
  format: 'gzip' | 'deflate',
  size: number,
  offset = 0,
): ByteSource {
  if (size > (packed.size - offset) * MOST_PER_BYTE + 1024) throw tooShort(packed.name, size);
  let chunks: Chunk[] = [];
  let kept = 0;
  let end = 0;
  let stream: AsyncGenerator<Uint8Array<ArrayBuffer>> | undefined;
  let open = true;
  // One read at a time moves the stream.
  let last: Promise<unknown> = Promise.resolve();

  const forward = async (to: number, signal: AbortSignal | undefined): Promise<void> => {
    stream ??= inflate(packed, offset, format);
    while (end < to) {
      throwIfAborted(signal);
      const next = await stream.next();
      if (next.done === true) throw tooShort(packed.name, size);
      chunks.push({ start: end, bytes: next.value });
      end += next.value.length;
      kept += next.value.length;
      while (kept > KEPT && chunks.length > 1) kept -= chunks.shift()!.bytes.length;
    }
  };
  const rewind = async (): Promise<void> => {
    await stream?.return(undefined);
    stream = undefined;
    chunks = [];
    kept = 0;
    end = 0;
  };
  const take = async (
    from: number,
    length: number,
    signal: AbortSignal | undefined,
  ): Promise<Uint8Array<ArrayBuffer>> => {
    if (!open) throw closed(packed.name);
    if (from < (chunks[0]?.start ?? end)) await rewind();
    const out = new Uint8Array(length);
    // In steps of what is kept, since a long read may be longer.
    for (let at = from; at < from + length;) {
      const to = Math.min(from + length, at + KEPT / 2);
      try {
        await forward(to, signal);
      } catch (error) {
        await rewind();
        throw error;
      }
      for (let i = chunkOf(chunks, at); at < to; i++) {
        const { start, bytes } = chunks[i]!;
        const piece = bytes.subarray(at - start, to - start);
        out.set(piece, at - from);
        at += piece.length;
      }
    }
    return out;
  };
  const source: ByteSource = {
    name: packed.name,
    size,
    read: async (from, length, signal) => {
      checkRange(source, from, length);
      const turn = last.then(() => take(from, length, signal));
      last = turn.catch(() => undefined);
      return turn;
    },
    close: () => {
      open = false;
      chunks = [];
      void stream?.return(undefined).catch(() => undefined);
      packed.close();
    },
  };
  return source;
}

/**
 * The inflated length of a gzip file, which its last four bytes state modulo 2³². Where the whole
 * could not be that small, it is the next that could.
 */
export async function gzipLength(packed: ByteSource, signal?: AbortSignal): Promise<number> {
  const tail = await packed.read(Math.max(0, packed.size - 4), Math.min(4, packed.size), signal);
  if (tail.length < 4) throw tooShort(packed.name, 0);
  const stated = new DataView(tail.buffer, tail.byteOffset, 4).getUint32(0, true);
  // Stored blocks add five bytes to 65,535, headers some twenty.
  const least = Math.floor((packed.size - 1024) * 0.999);
  return stated + Math.ceil(Math.max(0, least - stated) / 2 ** 32) * 2 ** 32;
}

/** The index of the chunk that holds a byte which is kept. */
function chunkOf(chunks: readonly Chunk[], at: number): number {
  let [low, high] = [0, chunks.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (chunks[middle]!.start <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

async function* inflate(
  packed: ByteSource,
  offset: number,
  format: 'gzip' | 'deflate',
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const inflater = new DecompressionStream(format);
  const writer = inflater.writable.getWriter();
  // Failures show on the readable side; what the writer says of them is not heard.
  writer.closed.catch(() => undefined);
  const reader = inflater.readable.getReader();
  reader.closed.catch(() => undefined);
  let failure: unknown;
  const feed = async (): Promise<void> => {
    try {
      for (let at = offset; at < packed.size; at += STEP) {
        const part = await packed.read(at, Math.min(STEP, packed.size - at));
        for (let from = 0; from < part.length; from += PIECE) {
          await writer.ready;
          await writer.write(part.subarray(from, from + PIECE));
        }
      }
      await writer.close();
    } catch (error) {
      failure = error;
      await writer.abort(error).catch(() => undefined);
    }
  };
  void feed();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
  } catch (error) {
    // A source that cannot be read says so itself; else the stream is damaged, or something follows
    // it: what came before is given, and what is missing is missed by whoever asks for it.
    if (failure instanceof VoxmetryError) throw failure;
    if (error instanceof VoxmetryError) throw error;
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

function tooShort(name: string, size: number): VoxmetryError {
  return new VoxmetryError(
    'corrupt-file',
    `${name} is compressed and does not hold the ${size} bytes that it should: it is damaged or ` +
      'truncated. Copy or export it again.',
    { details: { needed: size } },
  );
}

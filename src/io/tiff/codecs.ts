import { VoxmetryError } from '../../recipe/errors.js';
import { inflateBlock } from '../inflate/inflate.js';
import { decodeLzw, isOldLzw } from './lzw.js';
import { decodeZstd, soundZstdFrame } from './zstd.js';

/**
 * The most that one byte of each codec can become. A block that would need more is damaged, and is
 * refused before memory is taken for it.
 */
const MOST: Readonly<Record<number, number>> = {
  5: 4096,
  8: 1040,
  32946: 1040,
  32773: 64,
  50000: 65536,
};

/** Bytes of zlib's header. */
const ZLIB_HEADER = 2;

/** Whether a compression is read. */
export function canDecompress(compression: number): boolean {
  // JPEG is no compression of bytes, but of pixels, and is read by a decoder of its own.
  return compression === 1 || compression === 7 || MOST[compression] !== undefined;
}

/**
 * Decompresses one strip or tile to exactly `length` bytes in a new array; what the block holds
 * beyond them is not decoded. Throws `corrupt-file` where it holds less; `name` is the file's.
 */
export async function decompress(
  compression: number,
  input: Uint8Array<ArrayBuffer>,
  length: number,
  name: string,
): Promise<Uint8Array<ArrayBuffer>> {
  if (compression === 1) return input.slice(0, length);
  if (length > input.length * (MOST[compression] ?? 0) + 1024) throw tooShort(length, name);
  switch (compression) {
    case 5: {
      if (isOldLzw(input)) {
        throw new VoxmetryError(
          'unsupported-format',
          `${name} is compressed with the LZW of before 1988; open it in ImageJ and save it again.`,
        );
      }
      const out = new Uint8Array(length);
      if (decodeLzw(input, out) < length) throw tooShort(length, name);
      return out;
    }
    case 32773: {
      const out = new Uint8Array(length);
      if (decodePackBits(input, out) < length) throw tooShort(length, name);
      return out;
    }
    case 50000: {
      const frame = soundZstdFrame(input, length);
      if (frame === undefined) throw tooShort(length, name);
      return exactly(await decodeZstd(frame), length, name);
    }
    default: {
      const out = await inflateBlock(input, 'deflate', length);
      if (out !== undefined) return out;
      // The browser's inflate discards everything where padding follows the stream.
      return exactly(await inflatePadded(input, length), length, name);
    }
  }
}

/** PackBits (TIFF 6.0, section 9); fills `out` and stops there. Returns the bytes written. */
export function decodePackBits(input: Uint8Array, out: Uint8Array): number {
  let written = 0;
  let at = 0;
  while (at < input.length && written < out.length) {
    const header = input[at++]!;
    if (header < 128) {
      const run = input.subarray(at, Math.min(at + header + 1, at + out.length - written));
      out.set(run, written);
      written += run.length;
      at += header + 1;
    } else if (header > 128 && at < input.length) {
      const end = Math.min(out.length, written + 257 - header);
      out.fill(input[at++]!, written, end);
      written = end;
    }
  }
  return written;
}

/** Inflates a stream with zlib's header, whatever follows it; nothing where it is damaged. */
async function inflatePadded(
  input: Uint8Array<ArrayBuffer>,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const { inflateSync } = await import('fflate');
  try {
    return inflateSync(input.subarray(ZLIB_HEADER), { out: new Uint8Array(length) });
  } catch {
    return new Uint8Array();
  }
}

function exactly(
  decoded: Uint8Array<ArrayBuffer>,
  length: number,
  name: string,
): Uint8Array<ArrayBuffer> {
  if (decoded.length < length) throw tooShort(length, name);
  return decoded.length === length ? decoded : decoded.slice(0, length);
}

function tooShort(length: number, name: string): VoxmetryError {
  return new VoxmetryError(
    'corrupt-file',
    `A block of ${name} does not hold the ${length} bytes that it should: the file is damaged. ` +
      'Copy or export it again.',
  );
}

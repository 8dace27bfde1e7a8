// Files as a zip archive without compression: what is large in them is compressed already.
import { VoxmetryError } from 'voxmetry';

/** Files by their paths. */
export type NamedFiles = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  return value >>> 0;
});

/** CRC-32 of zip archives (ISO 3309). */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = TABLE[(crc ^ byte) & 255]! ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** Bytes and files of an archive without the extensions for larger ones. */
const MOST_BYTES = 2 ** 32 - 1;
const MOST_FILES = 2 ** 16 - 1;
/** The first of January 1980, the earliest day of an archive: no clock is in it. */
const DAY = 0x21;

/**
 * A zip archive of files (APPNOTE 6.3.4: stored, names in UTF-8).
 *
 * @throws VoxmetryError `limit` above 4 GiB or 65,535 files.
 */
export function zipOf(files: NamedFiles): Uint8Array<ArrayBuffer> {
  const total = Array.from(files.values(), ({ length }) => length).reduce((a, b) => a + b, 0);
  if (total > MOST_BYTES - 2 ** 24 || files.size > MOST_FILES)
    throw new VoxmetryError('limit', 'The archive would be too large; export fewer samples.', {
      op: 'records',
    });
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const [path, bytes] of files) {
    const name = new TextEncoder().encode(path);
    // Version 2.0, names in UTF-8, stored.
    const facts = [20, 0x800, 0, 0, DAY] as const;
    const sizes = [crc32(bytes), bytes.length, bytes.length] as const;
    parts.push(header(0x04034b50, facts, sizes, [name.length, 0]), name, bytes);
    const central = header(0x02014b50, [20, ...facts], sizes, [name.length, 0, 0, 0, 0]);
    const rest = new DataView(new ArrayBuffer(8));
    rest.setUint32(4, at, true);
    directory.push(central, new Uint8Array(rest.buffer), name);
    at += 30 + name.length + bytes.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, files.size, true);
  end.setUint16(10, files.size, true);
  end.setUint32(12, size, true);
  end.setUint32(16, at, true);
  return joined([...parts, ...directory, new Uint8Array(end.buffer)]);
}

/** A signature, words of two bytes, words of four, and words of two. */
function header(
  signature: number,
  shorts: readonly number[],
  longs: readonly number[],
  more: readonly number[],
): Uint8Array {
  const view = new DataView(
    new ArrayBuffer(4 + 2 * (shorts.length + more.length) + 4 * longs.length),
  );
  view.setUint32(0, signature, true);
  let at = 4;
  for (const value of shorts) at = (view.setUint16(at, value, true), at + 2);
  for (const value of longs) at = (view.setUint32(at, value, true), at + 4);
  for (const value of more) at = (view.setUint16(at, value, true), at + 2);
  return new Uint8Array(view.buffer);
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The files of a zip archive. Names that lead out of it are left out. */
export async function unzip(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<NamedFiles> {
  const { unzipRaw } = await import('unzipit');
  try {
    const { entries } = await unzipRaw(bytes);
    const files = new Map<string, Uint8Array<ArrayBuffer>>();
    for (const entry of entries) {
      if (entry.isDirectory || entry.name.split('/').includes('..')) continue;
      files.set(entry.name, new Uint8Array(await entry.arrayBuffer()));
    }
    return files;
  } catch (cause) {
    throw new VoxmetryError('corrupt-file', `${name} cannot be read as a zip archive.`, {
      op: 'records',
      details: { name },
      cause,
    });
  }
}

import { crc32 } from '../crc.js';

type Bytes = Uint8Array<ArrayBuffer>;

/** A file of an archive. */
export interface ZipFile {
  readonly path: string;
  readonly bytes: Bytes;
}

/** Places and counts that the fields of 32 and 16 bits hold. */
const LIMITS = { offset: 2 ** 32 - 2, count: 2 ** 16 - 2 };

/** Names are UTF-8. */
const UTF8 = 0x0800;

/** The first day of the format: an archive hangs on its files alone. */
const DATE = 0x0021;

/**
 * A zip archive of files as they are, without compression, in one go: Zip64 where it exceeds 4 GiB
 * or 65,534 files. Every file is smaller than 4 GiB. `limits` are for tests.
 */
export async function* zipChunks(
  files: AsyncIterable<ZipFile>,
  limits = LIMITS,
): AsyncGenerator<Bytes, void> {
  const directory: Bytes[] = [];
  let at = 0;
  for await (const { path, bytes } of files) {
    const name = new TextEncoder().encode(path);
    const common = commonFields(name, bytes);
    const local = joined(Uint8Array.of(0x50, 0x4b, 3, 4), common, new Uint8Array(2), name);
    yield local;
    yield bytes;
    directory.push(entryOf(common, name, at, at > limits.offset));
    at += local.length + bytes.length;
  }
  const entries = joined(...directory);
  yield entries;
  yield endOf(directory.length, at, entries.length, limits);
}

/** What stands in a file's header and in the directory: from the version to the name's length. */
function commonFields(name: Bytes, bytes: Bytes): Bytes {
  const view = new DataView(new ArrayBuffer(24));
  view.setUint16(0, 45, true);
  view.setUint16(2, UTF8, true);
  view.setUint16(8, DATE, true);
  view.setUint32(10, crc32(bytes), true);
  view.setUint32(14, bytes.length, true);
  view.setUint32(18, bytes.length, true);
  view.setUint16(22, name.length, true);
  return new Uint8Array(view.buffer);
}

function entryOf(common: Bytes, name: Bytes, offset: number, far: boolean): Bytes {
  const extra = new DataView(new ArrayBuffer(far ? 12 : 0));
  if (far) {
    extra.setUint16(0, 1, true);
    extra.setUint16(2, 8, true);
    extra.setBigUint64(4, BigInt(offset), true);
  }
  const tail = new DataView(new ArrayBuffer(16));
  tail.setUint16(0, extra.byteLength, true);
  tail.setUint32(12, far ? 2 ** 32 - 1 : offset, true);
  const sign = Uint8Array.of(0x50, 0x4b, 1, 2, 45, 0);
  return joined(sign, common, new Uint8Array(tail.buffer), name, new Uint8Array(extra.buffer));
}

/** The end of the directory, in Zip64 behind a record of 64 bits and where that lies. */
function endOf(count: number, start: number, length: number, limits: typeof LIMITS): Bytes {
  const far = start + length > limits.offset || count > limits.count;
  const wide = new DataView(new ArrayBuffer(far ? 76 : 0));
  if (far) {
    wide.setUint32(0, 0x06064b50, true);
    wide.setBigUint64(4, 44n, true);
    wide.setUint16(12, 45, true);
    wide.setUint16(14, 45, true);
    [count, count, length, start].forEach((value, i) => {
      wide.setBigUint64(24 + 8 * i, BigInt(value), true);
    });
    wide.setUint32(56, 0x07064b50, true);
    wide.setBigUint64(64, BigInt(start + length), true);
    wide.setUint32(72, 1, true);
  }
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, far ? 0xffff : count, true);
  end.setUint16(10, far ? 0xffff : count, true);
  end.setUint32(12, far ? 0xffffffff : length, true);
  end.setUint32(16, far ? 0xffffffff : start, true);
  return joined(new Uint8Array(wide.buffer), new Uint8Array(end.buffer));
}

function joined(...parts: readonly Bytes[]): Bytes {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

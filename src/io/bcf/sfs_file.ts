import { throwIfAborted } from '../../recipe/errors.js';
import { adler32 } from '../adler32.js';
import type { ByteSource } from '../byte_source.js';
import { damagedFile } from '../damaged_file.js';
import { inflateBlock } from '../inflate/inflate.js';

type Bytes = Uint8Array<ArrayBuffer>;

/** Bytes of the header of a chunk; the first chunk follows the file's own. */
const [CHUNK_HEADER, FIRST_CHUNK] = [32, 0x118];
const ITEM_BYTES = 0x200;
const [SMALLEST_CHUNK, LARGEST_CHUNK, MOST_ITEMS] = [256, 2 ** 24, 2 ** 16];
/** Where blocks begin in a file that is compressed, the bytes of a block's header, and its most. */
const [BLOCKS_AT, BLOCK_HEADER, LARGEST_BLOCK] = [0x80, 16, 2 ** 26];
/** Inflated blocks that are kept. */
const KEPT_BLOCKS = 4;

/** A file within a container, read by range. */
export interface SfsEntry {
  /** Bytes, inflated. */
  readonly size: number;
  read(offset: number, length: number, signal?: AbortSignal): Promise<Bytes>;
}

/**
 * Single File System (AidAim), the container of Bruker's `.bcf`: files in chunks of one size, each
 * behind a table of its chunks, plain or in blocks of zlib. It has no public description; what is
 * read here is what other open readers (HyperSpy's) found out.
 */
export class SfsFile {
  readonly entries: ReadonlyMap<string, SfsEntry>;

  private constructor(entries: ReadonlyMap<string, SfsEntry>) {
    this.entries = entries;
  }

  /** Reads the tree of files, and where the chunks and blocks of each lie. */
  static async open(bytes: ByteSource, signal?: AbortSignal): Promise<SfsFile> {
    const chunks = await Chunks.of(bytes, signal);
    const tree = await chunks.chain(chunks.tree, chunks.items * ITEM_BYTES, ITEM_BYTES, signal);
    const view = viewOf(tree);
    const found: { path: string; at: number }[] = [];
    const names = Array.from({ length: chunks.items }, (_, i) =>
      nameAt(tree, i * ITEM_BYTES + 224),
    );
    for (const [i, name] of names.entries()) {
      const at = i * ITEM_BYTES;
      if (tree[at + 220] !== 0) continue; // a folder
      let path = name;
      let parent = view.getInt32(at + 40, true);
      for (let depth = 0; parent >= 0 && parent < names.length; depth += 1) {
        if (depth > names.length) throw damaged(bytes.name, 'its folders hold each other');
        path = `${names[parent]!}/${path}`;
        parent = view.getInt32(parent * ITEM_BYTES + 40, true);
      }
      found.push({ path, at });
    }
    const entries = new Map<string, SfsEntry>();
    for (const { path, at } of found) {
      const size = Number(view.getBigUint64(at + 4, true));
      if (!(size <= bytes.size)) throw damaged(bytes.name, `${path} has ${String(size)} bytes`);
      const stored = await chunks.entry(view.getInt32(at, true), size, signal);
      entries.set(path, await inflated(stored, bytes.name, signal));
    }
    return new SfsFile(entries);
  }
}

/** The chunks of a container. */
class Chunks {
  readonly tree: number;
  readonly items: number;
  readonly #bytes: ByteSource;
  readonly #chunk: number;

  private constructor(bytes: ByteSource, header: DataView) {
    this.#bytes = bytes;
    this.#chunk = header.getUint32(0x128, true);
    this.tree = header.getUint32(0x140, true);
    this.items = header.getUint32(0x144, true);
    if (this.#chunk < SMALLEST_CHUNK || this.#chunk > LARGEST_CHUNK || this.items > MOST_ITEMS)
      throw damaged(bytes.name, `chunks of ${this.#chunk} bytes and ${this.items} files`);
  }

  static async of(bytes: ByteSource, signal: AbortSignal | undefined): Promise<Chunks> {
    return new Chunks(bytes, viewOf(await bytes.read(0, FIRST_CHUNK + CHUNK_HEADER + 24, signal)));
  }

  /** Bytes that a chunk holds behind its header. */
  get #usable(): number {
    return this.#chunk - CHUNK_HEADER;
  }

  /** What a chain of chunks holds; each names the next. `unit` bytes stay together. */
  async chain(
    first: number,
    length: number,
    unit: number,
    signal: AbortSignal | undefined,
  ): Promise<Bytes> {
    if (length > this.#bytes.size) throw damaged(this.#bytes.name, 'a table is longer than it');
    const each = Math.floor(this.#usable / unit) * unit;
    const out = new Uint8Array(length);
    for (let done = 0, chunk = first; done < length; done += each) {
      const wanted = Math.min(each, length - done);
      const at = this.#chunk * chunk + FIRST_CHUNK;
      const part = await this.#bytes.read(at, CHUNK_HEADER + wanted, signal);
      out.set(part.subarray(CHUNK_HEADER), done);
      chunk = viewOf(part).getUint32(0, true);
    }
    return out;
  }

  /** A file as it is stored, given the first chunk of the table of its chunks. */
  async entry(table: number, size: number, signal: AbortSignal | undefined): Promise<SfsEntry> {
    const count = Math.ceil(size / this.#usable);
    const pointers = viewOf(await this.chain(table, 4 * count, 4, signal));
    const usable = this.#usable;
    return {
      size,
      read: async (offset, length, signal) => {
        if (offset + length > size) throw damaged(this.#bytes.name, 'a file in it is cut off');
        const out = new Uint8Array(length);
        for (let done = 0; done < length;) {
          const index = Math.floor((offset + done) / usable);
          const within = (offset + done) % usable;
          // Chunks that follow each other are read at once.
          let run = 1;
          const chunk = pointers.getUint32(4 * index, true);
          while (
            index + run < count &&
            pointers.getUint32(4 * (index + run), true) === chunk + run &&
            run * usable - within < length - done
          )
            run += 1;
          const start = this.#chunk * chunk + FIRST_CHUNK + CHUNK_HEADER;
          const last = Math.min(usable * run - within, length - done);
          const ends = within + last;
          const stored = ends + Math.floor((ends - 1) / usable) * CHUNK_HEADER;
          const part = await this.#bytes.read(start + within, stored - within, signal);
          for (let i = 0; i < run && done < length; i += 1) {
            const from = i === 0 ? 0 : i * this.#chunk - within;
            const taken = Math.min(usable - (i === 0 ? within : 0), length - done);
            out.set(part.subarray(from, from + taken), done);
            done += taken;
          }
        }
        return out;
      },
    };
  }
}

/** A file of zlib's blocks as what they hold; any other as it is. */
async function inflated(
  stored: SfsEntry,
  name: string,
  signal: AbortSignal | undefined,
): Promise<SfsEntry> {
  if (stored.size < BLOCKS_AT) return stored;
  const head = viewOf(await stored.read(0, 16, signal));
  if (head.getUint32(0, true) !== 0x53434141) return stored; // 'AACS'
  const [block, count] = [head.getUint32(4, true), head.getUint32(12, true)];
  if (block === 0 || block > LARGEST_BLOCK || count > stored.size / BLOCK_HEADER)
    throw damaged(name, `${count} blocks of ${block} bytes`);
  const starts: number[] = [];
  const lengths: number[] = [];
  let size = 0;
  for (let i = 0, at = BLOCKS_AT; i < count; i += 1) {
    throwIfAborted(signal);
    const header = viewOf(await stored.read(at, BLOCK_HEADER, signal));
    const [packed, whole] = [header.getUint32(0, true), header.getUint32(4, true)];
    if (whole > block || (i + 1 < count && whole !== block))
      throw damaged(name, `block ${i + 1} holds ${whole} bytes`);
    starts.push(at + BLOCK_HEADER);
    lengths.push(packed);
    at += BLOCK_HEADER + packed;
    size += whole;
  }
  const kept = new Map<number, Promise<Bytes>>();
  const inflate = async (i: number, signal: AbortSignal | undefined): Promise<Bytes> => {
    const packed = await stored.read(starts[i]!, lengths[i]!, signal);
    const whole = Math.min(block, size - i * block);
    const bytes = await inflateBlock(packed, 'deflate', whole);
    if (bytes === undefined || packed.length < 4)
      throw damaged(name, `block ${i + 1} does not inflate`);
    if (viewOf(packed).getUint32(packed.length - 4) !== adler32(bytes))
      throw damaged(name, `block ${i + 1} is not what its checksum says`);
    return bytes;
  };
  const blockAt = (i: number, signal: AbortSignal | undefined): Promise<Bytes> => {
    const known = kept.get(i);
    if (known !== undefined) return known;
    const made = inflate(i, signal);
    made.catch(() => kept.delete(i));
    kept.set(i, made);
    if (kept.size > KEPT_BLOCKS) kept.delete(kept.keys().next().value!);
    return made;
  };
  return {
    size,
    read: async (offset, length, signal) => {
      if (offset + length > size) throw damaged(name, 'a file in it is cut off');
      const out = new Uint8Array(length);
      for (let done = 0; done < length;) {
        const index = Math.floor((offset + done) / block);
        const within = (offset + done) % block;
        const part = (await blockAt(index, signal)).subarray(within, within + length - done);
        out.set(part, done);
        done += part.length;
      }
      return out;
    },
  };
}

function nameAt(tree: Bytes, at: number): string {
  const name = tree.subarray(at, at + 256);
  const end = name.indexOf(0);
  return new TextDecoder().decode(end < 0 ? name : name.subarray(0, end));
}

function viewOf(bytes: Bytes): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

function damaged(name: string, reason: string): Error {
  return damagedFile('.bcf', name, reason);
}

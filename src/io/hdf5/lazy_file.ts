import { VoxmetryError } from '../../recipe/errors.js';
import type { ByteSource } from '../byte_source.js';
import { heapSize, isEndlessHeap } from './global_heap.js';
import type { LibraryFileSystem } from './library.js';

/** Bytes of a file are loaded and kept in blocks of this length. */
const BLOCK = 256 * 2 ** 10;

/** Blocks that are kept from one call to the next: 64 MiB. */
const KEPT = 256;

/** The most that one call may need, blocks of its own included. */
const MOST_AT_ONCE = 2 ** 29;

/** The longest stretch that is read ahead of a file that is read forwards. */
const MOST_AHEAD = 8 * 2 ** 20;

/** A heap of texts that is larger is none. */
const LARGEST_HEAP = 2 ** 26;

/** The code of a failed read. */
const EIO = 29;

interface Range {
  readonly offset: number;
  readonly length: number;
}

let files = 0;

/**
 * A file in the library's file system whose bytes lie in a {@link ByteSource}, which is read
 * asynchronously, while the library reads synchronously: a read of bytes that are not loaded fails,
 * and says which are `missing`. Whoever called loads them and calls again.
 */
export class LazyFile {
  readonly path: string;
  readonly #fs: LibraryFileSystem;
  readonly #bytes: ByteSource;
  readonly #blocks = new Map<number, Uint8Array>();
  #missing: Range | undefined;
  #loadedInCall = 0;
  #lastEnd = -1;
  #ahead = 0;

  constructor(fs: LibraryFileSystem, bytes: ByteSource) {
    this.#fs = fs;
    this.#bytes = bytes;
    const name = `voxmetry-${files++}.h5`;
    this.path = `/${name}`;
    fs.createDataFile('/', name, new Uint8Array(0), true, false);
    const { node } = fs.lookupPath(this.path);
    const { getattr } = node.node_ops;
    const { size } = bytes;
    node.node_ops = { ...node.node_ops, getattr: (of) => ({ ...getattr(of), size }) };
    const read = (
      _stream: unknown,
      heap: Int8Array,
      to: number,
      length: number,
      offset: number,
    ): number => this.#checked(new Uint8Array(heap.buffer, to, length), offset);
    node.stream_ops = { llseek: node.stream_ops.llseek, read } as typeof node.stream_ops;
  }

  /** What the last call missed. */
  get missing(): Range | undefined {
    return this.#missing;
  }

  /** Begins a call of the library, which may need what the calls before it loaded. */
  begin(): void {
    this.#missing = undefined;
    this.#loadedInCall = 0;
    while (this.#blocks.size > KEPT) this.#blocks.delete(this.#blocks.keys().next().value!);
  }

  /** Loads what was missing; the call is to be repeated then. Nothing is let go of meanwhile. */
  async load(signal: AbortSignal | undefined): Promise<void> {
    const range = this.#missing;
    if (range === undefined) return;
    this.#missing = undefined;
    const first = Math.floor(range.offset / BLOCK);
    // Reading forwards, the next stretch is most likely wanted too.
    this.#ahead = first === this.#lastEnd ? Math.min(MOST_AHEAD, 2 * this.#ahead + BLOCK) : 0;
    const wanted = range.offset + range.length + this.#ahead;
    const start = first * BLOCK;
    const end = Math.min(this.#bytes.size, Math.ceil(wanted / BLOCK) * BLOCK);
    this.#loadedInCall += end - start;
    if (this.#loadedInCall > MOST_AT_ONCE) throw tooMuch(this.#bytes);
    const loaded = await this.#bytes.read(start, end - start, signal);
    this.#lastEnd = Math.ceil(end / BLOCK);
    for (let at = 0; at < loaded.length; at += BLOCK)
      this.#blocks.set(first + at / BLOCK, loaded.subarray(at, at + BLOCK));
  }

  close(): void {
    this.#blocks.clear();
    this.#fs.unlink(this.path);
    this.#bytes.close();
  }

  /** Reads, and fails where the library would not come back from what was read. */
  #checked(into: Uint8Array, offset: number): number {
    const length = this.#read(into, offset);
    const size = heapSize(into.subarray(0, length));
    if (size === undefined) return length;
    if (size > LARGEST_HEAP || offset + size > this.#bytes.size) throw new this.#fs.ErrnoError(EIO);
    // The library reads the beginning of a heap first, and walks all of it.
    const heap = new Uint8Array(size);
    this.#read(heap, offset);
    if (isEndlessHeap(heap)) throw new this.#fs.ErrnoError(EIO);
    return length;
  }

  #read(into: Uint8Array, offset: number): number {
    const length = Math.min(into.length, this.#bytes.size - offset);
    if (length <= 0) return 0;
    const first = Math.floor(offset / BLOCK);
    const last = Math.floor((offset + length - 1) / BLOCK);
    for (let number = first; number <= last; number++) {
      const block = this.#blocks.get(number);
      if (block === undefined) {
        const start = Math.max(offset, number * BLOCK);
        // The first that is missing: what fails after it is of no account.
        this.#missing ??= { offset: start, length: offset + length - start };
        throw new this.#fs.ErrnoError(EIO);
      }
      // The last ones to be used are the last ones to be let go of.
      this.#blocks.delete(number);
      this.#blocks.set(number, block);
      const from = Math.max(0, offset - number * BLOCK);
      const to = number * BLOCK + from - offset;
      into.set(block.subarray(from, from + length - to), to);
    }
    return length;
  }
}

function tooMuch(bytes: ByteSource): VoxmetryError {
  return new VoxmetryError(
    'limit',
    `${bytes.name} asks for more than ${MOST_AT_ONCE} bytes at once: it is damaged, or one chunk of it is ` +
      'larger. Store it with smaller chunks: h5repack -l CHUNK=64x64x64.',
  );
}

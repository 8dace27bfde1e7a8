import type { ByteSource } from '../byte_source.js';
import { checkRange } from '../byte_source.js';

type Bytes = Uint8Array<ArrayBuffer>;

/** Bytes read at once: a directory and the next few, since writers put them close together. */
const WINDOW = 64 * 1024;
/** Windows kept: the directories, their arrays and the descriptions may lie apart. */
const KEPT = 8;
/** Bytes read of what is expected further on: a directory, and small arrays behind it. */
const PIECE = 8 * 1024;
/** How many of these are on their way. */
const EXPECTED = 8;

/** Bytes of the file from `start`. */
interface Piece {
  readonly start: number;
  readonly bytes: Bytes;
}

/** Small reads of a file, served from a few windows of it. */
export class Windows {
  readonly bytes: ByteSource;
  readonly #signal: AbortSignal | undefined;
  readonly #windows = new Map<number, Bytes>();
  readonly #expected = new Map<number, Promise<Piece | undefined>>();
  #piece: Piece | undefined;

  constructor(bytes: ByteSource, signal: AbortSignal | undefined) {
    this.bytes = bytes;
    this.#signal = signal;
  }

  /** A view of a range that has been read, if it has. */
  known(offset: number, length: number): DataView | undefined {
    checkRange(this.bytes, offset, length);
    const index = Math.floor(offset / WINDOW);
    const window = this.#windows.get(index);
    if (window !== undefined)
      return viewOf({ start: index * WINDOW, bytes: window }, offset, length);
    return this.#piece && viewOf(this.#piece, offset, length);
  }

  /** A view of a range; a range behind the end rejects with `corrupt-file`. */
  async view(offset: number, length: number): Promise<DataView> {
    const known = this.known(offset, length);
    if (known !== undefined) return known;
    const piece = await this.#expected.get(offset);
    const expected = piece && viewOf(piece, offset, length);
    if (expected !== undefined) {
      this.#piece = piece;
      return expected;
    }
    const first = Math.floor(offset / WINDOW);
    const last = Math.floor((offset + Math.max(0, length - 1)) / WINDOW);
    if (first === last) {
      const window = await this.#window(first);
      return new DataView(window.buffer, window.byteOffset + offset - first * WINDOW, length);
    }
    if (last - first > 1) {
      const direct = await this.bytes.read(offset, length, this.#signal);
      return new DataView(direct.buffer, direct.byteOffset, length);
    }
    const [a, b] = [await this.#window(first), await this.#window(last)];
    const joined = new Uint8Array(length);
    const head = a.subarray(offset - first * WINDOW);
    joined.set(head);
    joined.set(b.subarray(0, length - head.length), head.length);
    return new DataView(joined.buffer);
  }

  /**
   * Says that something is probably read at equal steps from `offset` on: what comes next is sent
   * for. What is not where it was expected is read when it is asked for.
   */
  expect(offset: number, step: number): void {
    // Steps within a window bring the next ones with them.
    if (step < WINDOW) return;
    for (const place of this.#expected.keys()) if (place < offset) this.#expected.delete(place);
    for (let i = 0; i < EXPECTED; i++) {
      const start = offset + i * step;
      if (start + PIECE > this.bytes.size) return;
      if (this.#expected.has(start)) continue;
      const reading = this.bytes.read(start, PIECE, this.#signal).then(
        (bytes) => ({ start, bytes }),
        () => undefined,
      );
      this.#expected.set(start, reading);
    }
  }

  async #window(index: number): Promise<Bytes> {
    const known = this.#windows.get(index);
    if (known !== undefined) return known;
    const start = index * WINDOW;
    const length = Math.min(WINDOW, this.bytes.size - start);
    const window = await this.bytes.read(start, length, this.#signal);
    const oldest = this.#windows.keys().next();
    if (this.#windows.size >= KEPT && oldest.done !== true) this.#windows.delete(oldest.value);
    this.#windows.set(index, window);
    return window;
  }
}

/** A range of a piece; undefined where the piece does not hold all of it. */
function viewOf({ start, bytes }: Piece, offset: number, length: number): DataView | undefined {
  const at = offset - start;
  if (at < 0 || at + length > bytes.length) return undefined;
  return new DataView(bytes.buffer, bytes.byteOffset + at, length);
}

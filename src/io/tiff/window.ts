import type { ByteSource } from '../byte_source.js';
import { checkRange } from '../byte_source.js';

/** Bytes read at once: a directory and the next few, since writers put them close together. */
const WINDOW = 64 * 1024;
/** Windows kept: the directories, their arrays and the descriptions may lie apart. */
const KEPT = 8;

/** Small reads of a file, served from a few windows of it. */
export class Windows {
  readonly bytes: ByteSource;
  readonly #signal: AbortSignal | undefined;
  readonly #windows = new Map<number, Uint8Array<ArrayBuffer>>();

  constructor(bytes: ByteSource, signal: AbortSignal | undefined) {
    this.bytes = bytes;
    this.#signal = signal;
  }

  /** A view of a range; a range behind the end rejects with `corrupt-file`. */
  async view(offset: number, length: number): Promise<DataView> {
    checkRange(this.bytes, offset, length);
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

  async #window(index: number): Promise<Uint8Array<ArrayBuffer>> {
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

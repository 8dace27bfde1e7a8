import type { Gpu, PooledBuffer } from '../gpu/index.js';

type Words = Uint32Array<ArrayBuffer>;

/**
 * A storage buffer of words that is put together of parts for each frame. Only parts that changed
 * are written.
 */
export class WordTable {
  readonly #gpu: Gpu;
  #buffer: PooledBuffer | undefined;
  #parts: Words[] = [];
  #written: Words[] = [];
  #end = 0;

  constructor(gpu: Gpu) {
    this.#gpu = gpu;
  }

  /** Begins anew. */
  clear(): void {
    this.#parts = [];
    this.#end = 0;
  }

  /** Adds a part, which must not change any more; gives its place. The same part is added once. */
  add(words: Words): number {
    let place = 0;
    for (const part of this.#parts) {
      if (part === words) return place;
      place += part.length;
    }
    this.#parts.push(words);
    this.#end += words.length;
    return place;
  }

  /** The buffer with all parts, for what is submitted next. */
  upload(): PooledBuffer {
    const bytes = Math.max(4, 4 * this.#end);
    if (this.#buffer === undefined || this.#buffer.bytes < bytes) {
      if (this.#buffer !== undefined) this.#gpu.pool.giveBack(this.#buffer);
      // Room for sets of ids and windows of other sizes.
      this.#buffer = this.#gpu.pool.lend(2 * bytes, 'tables of a view');
      this.#written = [];
    }
    const { buffer } = this.#buffer;
    let [place, before] = [0, 0];
    this.#parts.forEach((part, i) => {
      const last = this.#written[i];
      const isThere = last !== undefined && before === place && isSame(part, last);
      // Deno ends at a write of nothing.
      if (!isThere && part.length > 0) this.#gpu.device.queue.writeBuffer(buffer, 4 * place, part);
      place += part.length;
      before += last?.length ?? Infinity;
    });
    this.#written = this.#parts;
    return this.#buffer;
  }

  dispose(): void {
    if (this.#buffer !== undefined) this.#gpu.pool.giveBack(this.#buffer);
    this.#buffer = undefined;
    this.#written = [];
  }
}

function isSame(a: Words, b: Words): boolean {
  return a === b || (a.length === b.length && a.every((word, i) => word === b[i]));
}

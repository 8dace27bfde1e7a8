import type { GridArray } from '../../recipe/dtype.js';

/** Decoded strips and tiles, least recently used first out, within a budget of bytes. */
export class BlockCache {
  readonly #budget: number;
  readonly #blocks = new Map<string, GridArray>();
  #bytes = 0;

  constructor(budget: number) {
    this.#budget = budget;
  }

  /** Bytes held now. */
  get bytes(): number {
    return this.#bytes;
  }

  /** A block, which becomes the most recently used, or undefined. */
  get(key: string): GridArray | undefined {
    const block = this.#blocks.get(key);
    if (block === undefined) return undefined;
    this.#blocks.delete(key);
    this.#blocks.set(key, block);
    return block;
  }

  /** Keeps a block unless it alone exceeds the budget. */
  put(key: string, block: GridArray): void {
    const known = this.#blocks.get(key);
    if (known !== undefined) {
      this.#bytes -= known.byteLength;
      this.#blocks.delete(key);
    }
    if (block.byteLength > this.#budget) return;
    this.#blocks.set(key, block);
    this.#bytes += block.byteLength;
    for (const [oldest, { byteLength }] of this.#blocks) {
      if (this.#bytes <= this.#budget) break;
      this.#blocks.delete(oldest);
      this.#bytes -= byteLength;
    }
  }

  /** Lets all go. */
  clear(): void {
    this.#blocks.clear();
    this.#bytes = 0;
  }
}

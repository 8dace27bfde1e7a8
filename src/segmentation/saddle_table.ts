// Saddles of pairs of basins, gathered from parts of a volume.
import type { BasinGraph } from './merge_basins.js';

/** The highest saddle of every pair of basins: a hash table with open addressing, 16 B a slot. */
export class SaddleTable {
  #a = new Uint32Array(1024);
  #b = new Uint32Array(1024);
  #saddle = new Uint32Array(1024);
  #used = new Uint8Array(1024);
  #count = 0;

  /** Raises the saddles of pairs. */
  add({ a, b, saddle }: BasinGraph['pairs']): void {
    for (let i = 0; i < a.length; i++) {
      if (2 * this.#count >= this.#a.length) this.#grow();
      this.#raise(a[i]!, b[i]!, saddle[i]!);
    }
  }

  /** All pairs, in no order. */
  pairs(): BasinGraph['pairs'] {
    const filled = new Uint32Array(this.#count);
    let next = 0;
    for (let slot = 0; slot < this.#used.length; slot++)
      if (this.#used[slot] === 1) filled[next++] = slot;
    return {
      a: filled.map((slot) => this.#a[slot]!),
      b: filled.map((slot) => this.#b[slot]!),
      saddle: filled.map((slot) => this.#saddle[slot]!),
    };
  }

  #raise(a: number, b: number, saddle: number): void {
    const mask = this.#a.length - 1;
    let hash = Math.imul(a, 0x9e3779b1) + Math.imul(b, 0x85ebca77);
    hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae3d);
    let slot = (hash ^ (hash >>> 13)) & mask;
    while (this.#used[slot] === 1 && (this.#a[slot] !== a || this.#b[slot] !== b))
      slot = (slot + 1) & mask;
    if (this.#used[slot] === 0) {
      this.#used[slot] = 1;
      this.#a[slot] = a;
      this.#b[slot] = b;
      this.#saddle[slot] = saddle;
      this.#count += 1;
    } else if (this.#saddle[slot]! < saddle) this.#saddle[slot] = saddle;
  }

  #grow(): void {
    const { a, b, saddle } = this.pairs();
    const size = 4 * this.#a.length;
    this.#a = new Uint32Array(size);
    this.#b = new Uint32Array(size);
    this.#saddle = new Uint32Array(size);
    this.#used = new Uint8Array(size);
    this.#count = 0;
    for (let i = 0; i < a.length; i++) this.#raise(a[i]!, b[i]!, saddle[i]!);
  }
}

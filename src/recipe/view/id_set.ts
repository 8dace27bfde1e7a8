/**
 * An immutable set of ids, a bit for each up to the largest: 10⁵ ids take 12.5 kB. What is selected
 * or hidden among labelled objects.
 *
 * @example
 * ```ts
 * import { IdSet } from 'voxmetry';
 * const chosen = IdSet.of([3, 40]).with([5]).without([40]);
 * console.assert(chosen.has(5) && [...chosen].join() === '3,5' && chosen.size === 2);
 * ```
 */
export class IdSet implements Iterable<number> {
  /** Id 0 is the lowest bit of word 0. Do not change it. */
  readonly bits: Uint32Array<ArrayBuffer>;
  /** How many ids there are. */
  readonly size: number;

  private constructor(bits: Uint32Array<ArrayBuffer>) {
    this.bits = bits;
    this.size = bits.reduce((sum, word) => sum + bitCount(word), 0);
  }

  /** A set of ids, integers from 0 on; a set is given back as it is. */
  static of(ids: Iterable<number>): IdSet {
    return ids instanceof IdSet ? ids : new IdSet(new Uint32Array(0)).with(ids);
  }

  /** Whether an id is in the set. */
  has(id: number): boolean {
    return ((this.bits[id >>> 5] ?? 0) & (1 << (id & 31))) !== 0;
  }

  /** The set with more ids. */
  with(ids: Iterable<number>): IdSet {
    const list = [...ids];
    const words = list.reduce((most, id) => Math.max(most, (id >>> 5) + 1), this.bits.length);
    const bits = new Uint32Array(words);
    bits.set(this.bits);
    for (const id of list) bits[id >>> 5]! |= 1 << (id & 31);
    return new IdSet(bits);
  }

  /** The set without some ids. */
  without(ids: Iterable<number>): IdSet {
    const bits = this.bits.slice();
    for (const id of ids) if (id >>> 5 < bits.length) bits[id >>> 5]! &= ~(1 << (id & 31));
    return new IdSet(bits);
  }

  /** The ids from the smallest on. */
  *[Symbol.iterator](): Iterator<number> {
    for (const [w, word] of this.bits.entries())
      for (let rest = word; rest !== 0; rest &= rest - 1)
        yield w * 32 + (31 - Math.clz32(rest & -rest));
  }
}

function bitCount(word: number): number {
  let count = 0;
  for (let rest = word; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

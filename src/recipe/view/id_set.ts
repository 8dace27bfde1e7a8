import { invalidArgument } from '../errors.js';
import { named } from '../named.js';

/** Ids above this are refused: a set of them would take 128 MiB. */
const MOST = 2 ** 30;

/**
 * A set of ids of objects as bits: it never changes, and 10⁵ ids take 12.5 kB. For what is selected
 * and hidden in a view.
 *
 * @example
 * ```ts
 * import { IdSet } from 'voxmetry';
 * const selected = IdSet.of([3, 5]).with([7]).without([5]);
 * console.assert(selected.has(7) && selected.size === 2 && [...selected].join() === '3,7');
 * ```
 */
export class IdSet implements Iterable<number> {
  /** The bits: id 0 is the lowest of word 0. Not to be written to. */
  readonly bits: Uint32Array<ArrayBuffer>;
  #size: number | undefined;

  private constructor(bits: Uint32Array<ArrayBuffer>) {
    this.bits = bits;
  }

  /**
   * The set of some ids.
   *
   * @throws VoxmetryError `invalid-argument` for what is no whole number from 0 to 2³⁰.
   * @example
   * ```ts
   * import { IdSet } from 'voxmetry';
   * console.assert(IdSet.of(new Uint32Array([4, 4, 9])).size === 2);
   * ```
   */
  static of(ids: Iterable<number>): IdSet {
    if (ids instanceof IdSet) return ids;
    return new IdSet(changed(new Uint32Array(0), ids, true));
  }

  /** The set of the ids whose bits are set, id 0 in the lowest of word 0. The bits are copied. */
  static ofBits(bits: Uint32Array): IdSet {
    return new IdSet(new Uint32Array(bits));
  }

  /** How many ids there are. */
  get size(): number {
    if (this.#size === undefined) {
      let size = 0;
      for (const word of this.bits) size += ones(word);
      this.#size = size;
    }
    return this.#size;
  }

  /** Whether an id is there. */
  has(id: number): boolean {
    return ((this.bits[Math.floor(id / 32)] ?? 0) & (1 << (id % 32))) !== 0;
  }

  /**
   * This set and more ids.
   *
   * @throws VoxmetryError as `IdSet.of`.
   */
  with(ids: Iterable<number>): IdSet {
    return new IdSet(changed(this.bits, ids, true));
  }

  /**
   * This set without some ids.
   *
   * @throws VoxmetryError as `IdSet.of`.
   */
  without(ids: Iterable<number>): IdSet {
    return new IdSet(changed(this.bits, ids, false));
  }

  /** The ids, ascending. */
  *[Symbol.iterator](): Iterator<number> {
    for (const [word, bits] of this.bits.entries())
      for (let rest = bits; rest !== 0; rest = (rest & (rest - 1)) >>> 0)
        yield 32 * word + 31 - Math.clz32(rest & -rest);
  }
}

named('IdSet', IdSet);

/** A copy of bits in which those of some ids are set or cleared. */
function changed(bits: Uint32Array, ids: Iterable<number>, set: boolean): Uint32Array<ArrayBuffer> {
  const given: unknown = ids;
  if (typeof given !== 'object' || given === null || !(Symbol.iterator in given))
    throw invalidArgument('IdSet', 'ids', given, 'a list of ids');
  const list = ids instanceof IdSet || ids instanceof Uint32Array ? ids : [...ids];
  let most = -1;
  for (const id of list) {
    if (!Number.isInteger(id) || id < 0 || id > MOST)
      throw invalidArgument('IdSet', 'ids', id, `whole numbers from 0 to ${String(MOST)}`);
    if (id > most) most = id;
  }
  const words = Math.max(bits.length, set ? Math.floor(most / 32) + 1 : 0);
  const copy = new Uint32Array(words);
  copy.set(bits);
  for (const id of list) {
    const word = Math.floor(id / 32);
    if (word >= words) continue;
    const bit = 1 << (id % 32);
    copy[word] = set ? copy[word]! | bit : copy[word]! & ~bit;
  }
  return copy;
}

/** How many bits of a word are set. */
function ones(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

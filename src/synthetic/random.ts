import { invalidArgument } from '../recipe/errors.js';
import { portableLog } from './elementary.js';

/** Rounds that mix the seed into all bits of the state before the first number leaves. */
const WARM_UP = 16;

/**
 * A seeded stream of random numbers: Chris Doty-Humphrey's sfc32 (128 bits of state, passes
 * PractRand), the same numbers on every JavaScript engine. Streams of one seed that differ in
 * `stream` are independent, so that each row of a volume can have its own, whatever is made first.
 *
 * @example
 * ```ts
 * import { Random } from 'voxmetry/synthetic';
 * const random = new Random(7);
 * const again = new Random(7);
 * console.assert(random.uniform() === again.uniform());
 * ```
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter: number;
  #spareNormal: number | undefined;

  /**
   * @param seed - an integer 0 … 2^53 − 1
   * @param stream - two integers 0 … 2^32 − 1 that pick one of the seed's streams; default [0, 0]
   */
  constructor(seed: number, stream: readonly [number, number] = [0, 0]) {
    if (!Number.isSafeInteger(seed) || seed < 0)
      throw invalidArgument('Random', 'seed', seed, 'an integer 0 … 2^53 − 1');
    this.#a = seed | 0;
    this.#b = Math.floor(seed / 4294967296) | 0;
    this.#c = stream[0] | 0;
    this.#counter = (stream[1] + 1) | 0;
    for (let round = 0; round < WARM_UP; round += 1) this.uint32();
  }

  /** The next integer, 0 … 2^32 − 1. */
  uint32(): number {
    const a = this.#a;
    const b = this.#b;
    const c = this.#c;
    const sum = (a + b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = b ^ (b >>> 9);
    this.#b = (c + (c << 3)) | 0;
    this.#c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** The next number of the uniform distribution on (0, 1), both ends excluded. */
  uniform(): number {
    return (this.uint32() + 0.5) / 4294967296;
  }

  /**
   * The next number of the normal distribution of mean 0 and standard deviation 1 (Marsaglia's
   * polar method).
   */
  normal(): number {
    const spare = this.#spareNormal;
    if (spare !== undefined) {
      this.#spareNormal = undefined;
      return spare;
    }
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const radiusSquared = u * u + v * v;
      if (radiusSquared >= 1 || radiusSquared === 0) continue;
      const scale = Math.sqrt((-2 * portableLog(radiusSquared)) / radiusSquared);
      this.#spareNormal = v * scale;
      return u * scale;
    }
  }
}

// Mean and variance from exact whole-number sums.
import type { Dtype } from '../recipe/dtype.js';
import type { Range } from './range.js';
import type { Moments } from './moments.js';
import { keyToValue } from '../recipe/keys.js';
import { referenceExponent } from './fixed_point.js';

/** Whole-number sums of one brick. `sum` is of keys (integers) or in fixed point (f32). */
export interface Sums {
  readonly sum: bigint;
  readonly squares: bigint;
  readonly count: number;
  readonly nonFinite: number;
  readonly lowKey: number;
  readonly highKey: number;
}

/** Puts digits of 16 bits, not yet carried, together. */
function carry(words: Uint32Array, first: number, digits: number): bigint {
  let total = 0n;
  for (let digit = digits - 1; digit >= 0; digit -= 1)
    total = (total << 16n) + BigInt(words[first + digit]!);
  return total;
}

/** Adds up the rows, of so many words, that workgroups wrote. */
export function sumRows(words: Uint32Array, rowWords: number, isFloat: boolean): Sums {
  let sum = 0n;
  let squares = 0n;
  let count = 0;
  let nonFinite = 0;
  let lowKey = 0xffffffff;
  let highKey = 0;
  for (let row = 0; row < words.length; row += rowWords) {
    const raw = carry(words, row, 4);
    // Fixed-point sums are two's complement in 64 bits; sums of keys are not signed.
    sum += isFloat ? BigInt.asIntN(64, raw) : BigInt.asUintN(64, raw);
    squares += carry(words, row + 4, 6);
    count += words[row + 10]!;
    nonFinite += words[row + 11]!;
    lowKey = Math.min(lowKey, ~words[row + 12]! >>> 0);
    highKey = Math.max(highKey, words[row + 13]!);
  }
  return { sum, squares, count, nonFinite, lowKey, highKey };
}

/** The quotient of two whole numbers, to double precision even where neither is a double. */
function quotient(a: bigint, b: bigint): number {
  const magnitude = a < 0n ? -a : a;
  const shift = Math.max(0, 64 - magnitude.toString(2).length + b.toString(2).length);
  const value = Number((magnitude << BigInt(shift)) / b) / 2 ** shift;
  return a < 0n ? -value : value;
}

/** Moments from the sums of a whole volume. */
export function finishSums(sums: Sums, dtype: Dtype, range: Range | undefined): Moments {
  const { count, nonFinite } = sums;
  if (count === 0) return { count, sum: 0, mean: NaN, std: NaN, min: NaN, max: NaN, nonFinite };
  const n = BigInt(count);
  const min = keyToValue(sums.lowKey, dtype) + 0;
  const max = keyToValue(sums.highKey, dtype) + 0;
  if (dtype === 'f32') {
    const unit = 2 ** (referenceExponent(range?.min ?? 0, range?.max ?? 0) - 166);
    // Squares are of magnitudes coarser by 2^8 than the sum.
    const variance = quotient(n * (sums.squares << 16n) - sums.sum * sums.sum, n * n);
    return {
      count,
      sum: Number(sums.sum) * unit,
      mean: quotient(sums.sum, n) * unit,
      std: Math.sqrt(Math.max(0, variance)) * unit,
      min,
      max,
      nonFinite,
    };
  }
  const offset = BigInt(keyToValue(0, dtype));
  return {
    count,
    sum: Number(sums.sum + n * offset),
    mean: quotient(sums.sum + n * offset, n),
    std: Math.sqrt(quotient(n * sums.squares - sums.sum * sums.sum, n * n)),
    min,
    max,
    nonFinite,
  };
}

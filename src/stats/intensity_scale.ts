// Fixed-point quantisation of intensities for exact sums.
import { DTYPES, type Dtype } from '../recipe/dtype.js';
import { keyToValue, valueToKey } from '../recipe/keys.js';
import { referenceExponent, toFixedPoint } from './fixed_point.js';
import type { Range } from './range.js';

/**
 * How intensities become whole numbers q from 0 to `most`: value = `zero` + `quantum` · q. The
 * kernel makes q from `base`, `shift` and `exponent`; squares are of q without its `squareShift`
 * lowest bits.
 */
export interface IntensityScale {
  readonly base: number;
  readonly shift: number;
  readonly exponent: number;
  readonly most: number;
  readonly squareShift: number;
  readonly zero: number;
  readonly quantum: number;
}

const SUM_BITS = 24;
const SQUARE_BITS = 16;

function bitsOf(most: number): number {
  return most === 0 ? 0 : Math.floor(Math.log2(most)) + 1;
}

function squareShift(most: number): number {
  return Math.max(0, bitsOf(most) - SQUARE_BITS);
}

/** The scale of a dtype; u32, i32 and f32 need the range of the whole volume. */
export function intensityScale(dtype: Dtype, range: Range | undefined): IntensityScale {
  const { integer, bits } = DTYPES[dtype];
  const [min, max] = range === undefined || range.count === 0 ? [0, 0] : [range.min, range.max];
  if (integer) {
    const base = bits < 32 ? 0 : valueToKey(min, dtype);
    const span = bits < 32 ? 2 ** bits - 1 : valueToKey(max, dtype) - base;
    const shift = Math.max(0, bitsOf(span) - SUM_BITS);
    const most = Math.floor(span / 2 ** shift);
    // Bits cut off are half a quantum on average.
    const zero = keyToValue(base, dtype) + (2 ** shift - 1) / 2;
    return {
      base,
      shift,
      exponent: 0,
      most,
      squareShift: squareShift(most),
      zero,
      quantum: 2 ** shift,
    };
  }
  const exponent = referenceExponent(min, max);
  for (let shift = 0; ; shift += 1) {
    const base = toFixedPoint(min, exponent, shift);
    const most = toFixedPoint(max, exponent, shift) - base;
    if (bitsOf(most) > SUM_BITS) continue;
    const quantum = 2 ** (exponent + shift - 150);
    return {
      base,
      shift,
      exponent,
      most,
      squareShift: squareShift(most),
      zero: base * quantum,
      quantum,
    };
  }
}

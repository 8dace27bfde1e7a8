import { DTYPES, type Dtype } from '../../src/recipe/dtype.js';
import type { ArithmeticOperator } from '../../src/filters/arithmetic.js';

/** One operation on whole numbers without bounds; a quotient to nearest, halves to even. */
function wholeOf(operator: ArithmeticOperator, a: bigint, b: bigint): bigint | number {
  switch (operator) {
    case 'add':
      return a + b;
    case 'subtract':
      return a - b;
    case 'multiply':
      return a * b;
    case 'min':
      return a < b ? a : b;
    case 'max':
      return a > b ? a : b;
    case 'absoluteDifference':
      return a < b ? b - a : a - b;
    case 'divide': {
      if (b === 0n) return a === 0n ? 0n : a > 0n ? Infinity : -Infinity;
      const sign = a < 0n !== b < 0n ? -1n : 1n;
      const [n, d] = [a < 0n ? -a : a, b < 0n ? -b : b];
      const quotient = n / d;
      const twice = 2n * (n % d);
      const up = twice > d || (twice === d && quotient % 2n === 1n);
      return sign * (quotient + (up ? 1n : 0n));
    }
  }
}

/** Integer arithmetic that saturates at the ends of a dtype. */
export function integerTwin(
  operator: ArithmeticOperator,
  a: number,
  b: number,
  dtype: Dtype,
): number {
  const { min, max } = DTYPES[dtype];
  const exact = Number(wholeOf(operator, BigInt(a), BigInt(b)));
  return Math.min(max, Math.max(min, exact)) + 0;
}

/** Arithmetic in f64; for f32 operands all but 'divide' round to the f32 result. */
export function floatTwin(operator: ArithmeticOperator, x: number, y: number): number {
  const [a, b] = [Math.fround(x), Math.fround(y)];
  if (Number.isNaN(a) || Number.isNaN(b)) return NaN;
  switch (operator) {
    case 'add':
      return a + b;
    case 'subtract':
      return a - b;
    case 'multiply':
      return a * b;
    case 'divide':
      return a / b;
    case 'min':
      return Math.min(a, b);
    case 'max':
      return Math.max(a, b);
    case 'absoluteDifference':
      return Math.abs(a - b);
  }
}

// Number-theoretic transform: roots of unity and factors modulo a prime.

/**
 * The prime that Fourier transforms of counts are taken modulo: 15 · 2^27 + 1, so that there are
 * roots of unity of order 2^27.
 */
export const PRIME = 2013265921;

/** A number whose powers are all numbers modulo {@link PRIME} but 0. */
const GENERATOR = 31n;

const P = BigInt(PRIME);

/** The power of a number modulo {@link PRIME}. */
function powerOf(base: bigint, exponent: bigint): bigint {
  let [result, square, rest] = [1n, base % P, exponent];
  for (; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % P;
    square = (square * square) % P;
  }
  return result;
}

/** The inverse of a number modulo {@link PRIME} (Fermat). */
const inverseOf = (n: bigint): bigint => powerOf(n, P - 2n);

/** The inverse of {@link PRIME} modulo 2^32 (Newton's iteration). */
export const PRIME_INVERSE = ((): number => {
  let inverse = 1;
  for (let i = 0; i < 5; i += 1) inverse = Math.imul(inverse, 2 - Math.imul(PRIME, inverse));
  return inverse >>> 0;
})();

/**
 * A number below {@link PRIME} and, rounded down, 2^32 / {@link PRIME} times it: with both, a
 * product takes no division (Shoup).
 */
export type Factor = readonly [number: number, quotient: number];

const factorOf = (n: bigint): Factor => [Number(n), Number((n << 32n) / P)];

/** A fraction modulo {@link PRIME} as a factor. */
export function fraction(numerator: number, denominator: number): Factor {
  const n = ((BigInt(numerator) % P) + P) % P;
  return factorOf((n * inverseOf(BigInt(denominator))) % P);
}

/**
 * All powers of a root of unity of an order that divides 15 · 2^27, or of its inverse, as factors.
 */
export function powersOfRoot(order: number, inverse: boolean): readonly Factor[] {
  const root = powerOf(GENERATOR, (P - 1n) / BigInt(order));
  const step = inverse ? inverseOf(root) : root;
  let power = 1n;
  return Array.from({ length: order }, () => {
    const factor = factorOf(power);
    power = (power * step) % P;
    return factor;
  });
}

/** 2^32 / n: the scale of a transform back from products that were divided by 2^32. */
export const productScale = (n: number): Factor =>
  factorOf(((2n ** 32n % P) * inverseOf(BigInt(n))) % P);

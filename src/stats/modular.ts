/** The prime that Fourier transforms of counts are taken modulo: 15 · 2^27 + 1, so that there are roots of unity of order 2^27. */
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

/** 2^32 times the first `length` / 2 powers (at least one) of a root of unity of that order, or of its inverse. */
export function rootsOfUnity(length: number, inverse: boolean): Uint32Array<ArrayBuffer> {
  const root = powerOf(GENERATOR, (P - 1n) / BigInt(length));
  const step = inverse ? inverseOf(root) : root;
  const roots = new Uint32Array(Math.max(1, length / 2));
  let power = 2n ** 32n % P;
  for (let k = 0; k < roots.length; k += 1) {
    roots[k] = Number(power);
    power = (power * step) % P;
  }
  return roots;
}

/** 2^64 / n modulo {@link PRIME}: the scale of a product of two transforms of n numbers. */
export function productScale(n: number): number {
  return Number((2n ** 64n * inverseOf(BigInt(n))) % P);
}

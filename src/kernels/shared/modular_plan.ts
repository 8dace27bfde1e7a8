// Number-theoretic transform: lengths and their factorisation into radices.

/** Numbers of all lines that a workgroup holds at most: 16 KiB. */
const MOST_NUMBERS = 4096;

/** How a line of some length is transformed. */
export interface ModularPlan {
  readonly length: number;
  /** The length without its odd factor. */
  readonly block: number;
  /**
   * Numbers that an invocation transforms at once, pass by pass; each has the odd factor first, if
   * it has it.
   */
  readonly radices: readonly number[];
  /** Lines that lie in the components of a vector, and such vectors of a workgroup. */
  readonly lanes: 2 | 4;
  readonly vectors: number;
}

const RADICES: Readonly<Record<number, readonly number[]>> = {
  8: [8],
  16: [16],
  24: [3, 8],
  32: [4, 8],
  40: [5, 8],
  48: [6, 8],
  64: [8, 8],
  80: [10, 8],
  96: [12, 8],
  128: [16, 8],
  160: [10, 16],
  192: [12, 16],
  256: [16, 16],
  320: [20, 16],
  384: [6, 8, 8],
  512: [8, 8, 8],
  640: [10, 8, 8],
  768: [12, 8, 8],
  1024: [16, 8, 8],
  2048: [16, 16, 8],
};

/** Lengths of lines that can be transformed, from small to large. */
export const MODULAR_LENGTHS: readonly number[] = Object.keys(RADICES).map(Number);

/** The odd factor of a radix or length. */
export const oddFactor = (n: number): number => (n % 3 === 0 ? 3 : n % 5 === 0 ? 5 : 1);

/**
 * How lines of one of {@link MODULAR_LENGTHS} are transformed; numbers take `words` of workgroup
 * memory at most, or what a vector of lines does. Bits of rows take a thirty-second of that more.
 */
export function modularPlan(length: number, words = MOST_NUMBERS): ModularPlan {
  const radices = RADICES[length]!;
  const lanes = 4 * length > MOST_NUMBERS ? 2 : 4;
  const room = Math.max(1, words / lanes / length);
  const vectors = Math.min(64, 2 ** Math.floor(Math.log2(room)));
  return { length, block: length / oddFactor(length), radices, lanes, vectors };
}

/** What happens between passes: `stride` places lie between the numbers of an invocation. */
export interface ModularPass {
  readonly radix: number;
  readonly stride: number;
  /** First vector of the pass in the table of {@link modularPlan}'s roots; see `modularRoots`. */
  readonly roots: number;
}

/** The passes of a transform in the order of the forward one. */
export function passesOf({ length, radices }: ModularPlan): ModularPass[] {
  let [span, roots] = [length, 0];
  return radices.map((radix) => {
    const stride = span / radix;
    const pass = { radix, stride, roots };
    span = stride;
    if (stride > 1) roots += Math.ceil((radix - 1) / 2) * stride;
    return pass;
  });
}

/** The factors of a radix in the order they are taken. */
export function factorsOf(radix: number): number[] {
  const odd = oddFactor(radix);
  const factors = odd === 1 ? [] : [odd];
  for (let rest = radix / odd; rest > 1; rest /= 2) factors.push(2);
  return factors;
}

/** For each place of a radix, which frequency modulo it the forward transform leaves there. */
export function digitsOf(radix: number): number[] {
  let [digits, step] = [[0], 1];
  for (const factor of factorsOf(radix)) {
    const s = step;
    digits = digits.flatMap((d) => Array.from({ length: factor }, (_, j) => d + s * j));
    step *= factor;
  }
  return digits;
}

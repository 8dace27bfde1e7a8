// Normal equations of a few unknowns.

/** Normal equations A x = b, filled by adding rows. */
export class NormalEquations {
  readonly unknowns: number;
  readonly matrix: Float64Array;
  readonly right: Float64Array;

  constructor(unknowns: number) {
    this.unknowns = unknowns;
    this.matrix = new Float64Array(unknowns * unknowns);
    this.right = new Float64Array(unknowns);
  }

  /** Adds a row of a weight, whose sum with the unknowns should be `value`. */
  add(row: Float64Array, value: number, weight: number): void {
    const { unknowns: n, matrix, right } = this;
    for (let i = 0; i < n; i += 1) {
      const scaled = weight * row[i]!;
      right[i]! += scaled * value;
      for (let j = 0; j < n; j += 1) matrix[n * i + j]! += scaled * row[j]!;
    }
  }

  /** The solution; undefined where there is none. */
  solve(): Float64Array | undefined {
    const inverted = invert(this.matrix, this.unknowns);
    return inverted === undefined ? undefined : times(inverted, this.right, this.unknowns);
  }
}

/** A square matrix times a vector. */
export function times(matrix: Float64Array, vector: Float64Array, n: number): Float64Array {
  return vector.map((_, i) => vector.reduce((sum, v, j) => sum + matrix[n * i + j]! * v, 0));
}

/** The inverse of a square matrix (Gauss and Jordan, pivots); undefined where there is none. */
export function invert(matrix: Float64Array, n: number): Float64Array | undefined {
  const left = Float64Array.from(matrix);
  const right = Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0));
  const largest = left.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  for (let i = 0; i < n; i += 1) {
    let pivot = i;
    for (let k = i + 1; k < n; k += 1)
      if (Math.abs(left[n * k + i]!) > Math.abs(left[n * pivot + i]!)) pivot = k;
    const value = left[n * pivot + i]!;
    if (!(Math.abs(value) > 1e-14 * largest)) return undefined;
    for (const side of [left, right])
      for (let j = 0; j < n; j += 1) {
        const moved = side[n * pivot + j]!;
        side[n * pivot + j] = side[n * i + j]!;
        side[n * i + j] = moved / value;
      }
    for (let k = 0; k < n; k += 1) {
      const factor = left[n * k + i]!;
      if (k === i || factor === 0) continue;
      for (const side of [left, right])
        for (let j = 0; j < n; j += 1) side[n * k + j]! -= factor * side[n * i + j]!;
    }
  }
  return right;
}

/** What the median of |deviations| of Gaussian noise is to be multiplied by for σ. */
export const MAD_TO_SIGMA = 1.4826;

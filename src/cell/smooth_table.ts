// Tables of cells, smoothed by Gaussian weights, as coefficients of cubic B-splines.

/** Gaussian weights reach to so many standard deviations. */
const REACH = 3;

function gaussian(sigma: number): Float64Array {
  const reach = Math.ceil(REACH * sigma);
  return Float64Array.from({ length: reach + 1 }, (_, i) => Math.exp(-0.5 * (i / sigma) ** 2));
}

/** Smooths each column along its rows. */
export function smoothRows(
  values: Float32Array,
  columns: number,
  rows: number,
  sigma: number,
): void {
  if (sigma < 0.25 || rows === 1) return;
  const weights = gaussian(sigma);
  const line = new Float64Array(rows);
  for (let c = 0; c < columns; c += 1) {
    for (let row = 0; row < rows; row += 1) line[row] = values[row * columns + c]!;
    for (let row = 0; row < rows; row += 1) values[row * columns + c] = weighed(line, row, weights);
  }
}

/** Smooths each row along its columns, each with its own width. */
export function smoothColumns(
  values: Float32Array,
  columns: number,
  rows: number,
  sigmas: Float64Array,
): void {
  const kernels = Array.from(sigmas, (sigma) => (sigma < 0.25 ? undefined : gaussian(sigma)));
  const line = new Float64Array(columns);
  for (let row = 0; row < rows; row += 1) {
    line.set(values.subarray(row * columns, (row + 1) * columns));
    kernels.forEach((weights, c) => {
      if (weights !== undefined) values[row * columns + c] = weighed(line, c, weights);
    });
  }
}

/**
 * The weighted mean about an index; where an end is near, the value of a weighted straight line
 * through what is there, so that a slope stays.
 */
function weighed(line: Float64Array, at: number, weights: Float64Array): number {
  const reach = weights.length - 1;
  const [from, to] = [Math.max(-reach, -at), Math.min(reach, line.length - 1 - at)];
  let [s0, s1, s2, t0, t1] = [0, 0, 0, 0, 0];
  for (let d = from; d <= to; d += 1) {
    const weight = weights[Math.abs(d)]!;
    const value = weight * line[at + d]!;
    s0 += weight;
    s1 += weight * d;
    s2 += weight * d * d;
    t0 += value;
    t1 += value * d;
  }
  return from === -to ? t0 / s0 : (s2 * t0 - s1 * t1) / (s0 * s2 - s1 * s1);
}

/** Weights of the four coefficients about a place, t behind the second of them. */
export function splineWeights(t: number): readonly number[] {
  const u = 1 - t;
  return [
    (u * u * u) / 6,
    (3 * t * t * t - 6 * t * t + 4) / 6,
    (3 * u * u * u - 6 * u * u + 4) / 6,
    (t * t * t) / 6,
  ];
}

/** The first derivatives of {@link splineWeights} by the place. */
export function splineSlopes(t: number): readonly number[] {
  const u = 1 - t;
  return [(-u * u) / 2, (3 * t * t - 4 * t) / 2, (4 * u - 3 * u * u) / 2, (t * t) / 2];
}

/** The second derivatives of {@link splineWeights} by the place. */
export function splineBends(t: number): readonly number[] {
  return [1 - t, 3 * t - 2, 1 - 3 * t, t];
}

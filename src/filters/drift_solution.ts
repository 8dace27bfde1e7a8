// Positions of slices from pairwise shifts: least squares by banded Cholesky factorisation.

/** The shift between two slices of a stack. */
export interface PairShift {
  readonly from: number;
  readonly to: number;
  /** How far the content of slice `to` lies from that of `from`, in voxels. */
  readonly x: number;
  readonly y: number;
  /** Height of the correlation's peak, 1 for equal slices. */
  readonly peak: number;
}

/** Pulls slices without a peak to their neighbours. */
const TIE = 1e-6;

/**
 * Sub-voxel offset of a peak from three neighbouring values: of a Gaussian through them, or of a
 * parabola where one of them is ≤ 0.
 */
export function topOffset(before: number, top: number, after: number): number {
  const positive = before > 0 && top > 0 && after > 0;
  const [a, b, c] = positive
    ? [Math.log(before), Math.log(top), Math.log(after)]
    : [before, top, after];
  const bend = a - 2 * b + c;
  return bend < 0 ? Math.max(-0.5, Math.min(0.5, (0.5 * (a - c)) / bend)) : 0;
}

/**
 * Solves a positive definite system whose entry (i, i − d) is `bands[d][i]`, for several right
 * sides, by Cholesky's factorisation within the band.
 */
function solveBanded(
  bands: readonly Float64Array[],
  rights: readonly Float64Array[],
): Float64Array[] {
  const width = bands.length - 1;
  const n = bands[0]!.length;
  const factor = bands.map((band) => Float64Array.from(band));
  for (let i = 0; i < n; i += 1)
    for (let d = Math.min(width, i); d >= 0; d -= 1) {
      const j = i - d;
      let sum = factor[d]![i]!;
      for (let k = Math.max(0, i - width); k < j; k += 1)
        sum -= factor[i - k]![i]! * factor[j - k]![j]!;
      factor[d]![i] = d === 0 ? Math.sqrt(sum) : sum / factor[0]![j]!;
    }
  return rights.map((right) => {
    const x = Float64Array.from(right);
    for (let i = 0; i < n; i += 1) {
      for (let d = 1; d <= Math.min(width, i); d += 1) x[i]! -= factor[d]![i]! * x[i - d]!;
      x[i]! /= factor[0]![i]!;
    }
    for (let i = n - 1; i >= 0; i -= 1) {
      for (let d = 1; d <= width && i + d < n; d += 1) x[i]! -= factor[d]![i + d]! * x[i + d]!;
      x[i]! /= factor[0]![i]!;
    }
    return x;
  });
}

/**
 * Where every slice lies, relative to the first: the least-squares solution of the shifts of pairs.
 */
export function solveDrift(
  pairs: readonly PairShift[],
  slices: number,
  lags: number,
): { readonly x: Float64Array; readonly y: Float64Array } {
  const bands = Array.from({ length: lags + 1 }, () => new Float64Array(slices));
  const x = new Float64Array(slices);
  const y = new Float64Array(slices);
  // The first slice stays: its own equation outweighs all others.
  bands[0]![0] = 1e9;
  const add = (from: number, to: number, weight: number, dx: number, dy: number): void => {
    bands[0]![from]! += weight;
    bands[0]![to]! += weight;
    bands[to - from]![to]! -= weight;
    x[to]! += weight * dx;
    x[from]! -= weight * dx;
    y[to]! += weight * dy;
    y[from]! -= weight * dy;
  };
  for (let k = 1; k < slices; k += 1) add(k - 1, k, TIE, 0, 0);
  for (const pair of pairs) {
    const lag = pair.to - pair.from;
    add(pair.from, pair.to, pair.peak ** 2 / lag ** 3, pair.x, pair.y);
  }
  const [foundX, foundY] = solveBanded(bands, [x, y]);
  const [x0, y0] = [foundX![0]!, foundY![0]!];
  return { x: foundX!.map((v) => v - x0), y: foundY!.map((v) => v - y0) };
}

// How far a covariance reaches, as an ellipsoid, and sums over ellipsoids of several sizes.
import { map3, type Vec3 } from '../recipe/geometry.js';
import { reachWithin, visitLags, type LagSums } from './cell_covariance.js';
import { symmetricEigen, type Symmetric } from './objects/symmetric_eigen.js';

/** A symmetric matrix from its eigenvalues and eigenvectors. */
function fromEigen(values: Vec3, vectors: readonly [Vec3, Vec3, Vec3]): Symmetric {
  const entry = (i: 0 | 1 | 2, j: 0 | 1 | 2): number =>
    values[0] * vectors[0][i] * vectors[0][j] +
    values[1] * vectors[1][i] * vectors[1][j] +
    values[2] * vectors[2][i] * vectors[2][j];
  return [entry(0, 0), entry(1, 1), entry(2, 2), entry(0, 1), entry(0, 2), entry(1, 2)];
}

/** The reach of a covariance: an ellipsoid of one standard deviation, in cells². */
export interface Reach {
  readonly matrix: Symmetric;
  readonly inverse: Symmetric;
}

function reachOf(values: Vec3, vectors: readonly [Vec3, Vec3, Vec3]): Reach {
  return {
    matrix: fromEigen(values, vectors),
    inverse: fromEigen(
      map3((i) => 1 / values[i]),
      vectors,
    ),
  };
}

/** Squared distance of an offset in units of the ellipsoid. */
export function squaredIn({ inverse }: Reach, x: number, y: number, z: number): number {
  const [xx, yy, zz, xy, xz, yz] = inverse;
  return xx * x * x + yy * y * y + zz * z * z + 2 * (xy * x * y + xz * x * z + yz * y * z);
}

/** The box around the ellipsoid of so many standard deviations. */
export function boxAround(lags: LagSums, { matrix }: Reach, deviations: number): Vec3 {
  return reachWithin(
    lags,
    map3((i) => deviations * Math.sqrt(matrix[i])),
  );
}

/** The least variance along an axis, in cells²: what is narrower lies in one cell. */
const LEAST = 0.25;
/** Where the Gaussian of the moments ends, in standard deviations. */
const END = 3;
const ROUNDS = 12;

/**
 * The reach by adaptive moments: the Gaussian that is its own best weight (Bernstein and Jarvis,
 * Astron. J. 123 (2002) 583, 3.1). Where an axis of it grows to half the volume, the structure is
 * taken to go on beyond the volume in that direction, and all offsets along it count.
 */
export function covarianceReach(lags: LagSums): Reach {
  const { products, pairs, scale, total, size } = lags;
  const identity: readonly [Vec3, Vec3, Vec3] = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  const most = (v: Vec3): number =>
    Math.max(LEAST, ((v[0] * size[0]) ** 2 + (v[1] * size[1]) ** 2 + (v[2] * size[2]) ** 2) / 4);
  let reach = reachOf([4, 4, 4], identity);
  // The covariance from the sample's own mean is too small by the variance of that mean.
  let offset = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const now = reach;
    const sums = [0, 0, 0, 0, 0, 0, 0, 0, 0] as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    visitLags(lags, boxAround(lags, now, END), (at, times, x, y, z) => {
      const squared = squaredIn(now, x, y, z);
      const n = pairs[at]!;
      if (squared > END * END || n === 0) return;
      const weight = times * Math.exp(-squared / 2);
      const value = weight * (products[at]! / (n * scale) + offset);
      sums[0] += value;
      sums[1] += value * x * x;
      sums[2] += value * y * y;
      sums[3] += value * z * z;
      sums[4] += value * x * y;
      sums[5] += value * x * z;
      sums[6] += value * y * z;
      sums[7] += (weight * products[at]!) / scale;
      sums[8] += weight * n;
    });
    const [all, xx, yy, zz, xy, xz, yz, product, pair] = sums;
    if (all <= 0) break;
    // The product of two equal Gaussians has half their variance.
    const { values, vectors } = symmetricEigen([
      (2 * xx) / all,
      (2 * yy) / all,
      (2 * zz) / all,
      (2 * xy) / all,
      (2 * xz) / all,
      (2 * yz) / all,
    ]);
    const next = reachOf(
      map3((i) => Math.min(most(vectors[i]), Math.max(LEAST, values[i]))),
      vectors,
    );
    offset = Math.max(0, product / Math.max(1, total * total - pair));
    const moved = Math.max(...next.matrix.map((v, i) => Math.abs(v - now.matrix[i]!)));
    const settled = moved < 1e-3 * Math.max(...next.matrix.map(Math.abs));
    const blend = (i: 0 | 1 | 2 | 3 | 4 | 5): number =>
      settled ? next.matrix[i] : 0.3 * now.matrix[i] + 0.7 * next.matrix[i];
    const mixed = symmetricEigen([blend(0), blend(1), blend(2), blend(3), blend(4), blend(5)]);
    reach = reachOf(mixed.values, mixed.vectors);
    if (settled) break;
  }
  const { values, vectors } = symmetricEigen(reach.matrix);
  const long = Math.max(...size) ** 2 * 1e4;
  return reachOf(
    map3((i) => (values[i] >= 0.9 * most(vectors[i]) ? long : values[i])),
    vectors,
  );
}

/** Sums over the offsets within an ellipsoid, its edge softened over one standard deviation. */
export interface WindowSums {
  /** Σ w Σ r r′ / (φ (1 − φ) N²): relative variance, too small by `part` of itself. */
  readonly variance: number;
  /** Σ w of the pairs of voxels, over all pairs. */
  readonly part: number;
  /** Σ w² of the same. */
  readonly square: number;
}

/** Weight of an offset at so many standard deviations in a window of so many. */
export function windowWeight(deviations: number, window: number): number {
  return Math.min(1, Math.max(0, window + 0.5 - deviations));
}

/** The sums over windows of several sizes, in standard deviations, rising. */
export function windowSums(lags: LagSums, reach: Reach, windows: readonly number[]): WindowSums[] {
  const sums = windows.map(() => ({ variance: 0, part: 0, square: 0 }));
  const last = windows.at(-1)! + 0.5;
  visitLags(lags, boxAround(lags, reach, last), (at, times, x, y, z) => {
    const squared = squaredIn(reach, x, y, z);
    if (squared > last * last) return;
    const deviations = Math.sqrt(squared);
    const product = times * lags.products[at]!;
    const pairs = times * lags.pairs[at]!;
    windows.forEach((window, i) => {
      const weight = windowWeight(deviations, window);
      const sum = sums[i]!;
      sum.variance += weight * product;
      sum.part += weight * pairs;
      sum.square += weight * weight * pairs;
    });
  });
  const all = lags.total ** 2;
  return sums.map(({ variance, part, square }) => ({
    variance: variance / (lags.scale * all),
    part: part / all,
    square: square / all,
  }));
}

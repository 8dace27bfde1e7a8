import { invalidArgument } from './errors.js';
import { map3, type Vec3 } from './geometry.js';
import { optionsOf } from './options.js';
import { similarity, translation } from './simple_transforms.js';
import { apply, compose, type Transform } from './transform.js';

/** One point seen in two grids, each in its grid's unit. */
export interface LandmarkPair {
  /** Where it is in the fixed grid. */
  readonly fixed: Vec3;
  /** Where it is in the moving grid. */
  readonly moving: Vec3;
}

/** What a transform of landmarks may do. */
export type LandmarkModel = 'rigid' | 'similarity';

/** A transform that takes landmarks to each other, and how well it does. */
export interface LandmarkFit {
  /** Takes fixed points to moving ones. */
  readonly transform: Transform;
  /** Distance of each moving point from where its fixed one is taken, in the moving grid's unit. */
  readonly residuals: readonly number[];
  /** Root of the mean squared residual. */
  readonly rms: number;
  /**
   * The same of each point from where the transform of the others takes it, root of the mean
   * square: what to expect elsewhere. Null where there are too few points to leave one out.
   */
  readonly leaveOneOut: number | null;
}

const MODELS: readonly LandmarkModel[] = ['rigid', 'similarity'];
/** Fewest points, not on one line. */
const FEWEST = 3;

/**
 * The transform that takes points of a fixed grid to points of a moving one with the least sum of
 * squared distances: a rotation and a translation ('rigid', default), or with one factor of scale
 * too ('similarity'). Never a mirror image. The rotation is the eigenvector of a 4 × 4 matrix of
 * quaternions (B. K. P. Horn, J. Opt. Soc. Am. A 4 (1987) 629,
 * https://doi.org/10.1364/JOSAA.4.000629), the scale that of S. Umeyama (IEEE Trans. Pattern Anal.
 * Mach. Intell. 13 (1991) 376, https://doi.org/10.1109/34.88573).
 *
 * Throws `invalid-argument` for fewer than three pairs, for points that lie on one line, and for
 * numbers that aren't finite.
 *
 * @example
 * ```ts
 * import { landmarks } from 'voxmetry/transform';
 * const { transform, rms } = landmarks([
 *   { fixed: [0, 0, 0], moving: [5, 0, 0] },
 *   { fixed: [1, 0, 0], moving: [5, 1, 0] },
 *   { fixed: [0, 2, 0], moving: [3, 0, 0] },
 * ]);
 * console.assert(rms < 1e-9 && Math.abs(transform.matrix[4]! - 1) < 1e-9); // x becomes y
 * ```
 */
export function landmarks(
  pairs: readonly LandmarkPair[],
  options: { model?: LandmarkModel } = {},
): LandmarkFit {
  const { model = 'rigid' } = optionsOf('landmarks', options);
  if (!MODELS.includes(model))
    throw invalidArgument('landmarks', 'model', model, "'rigid' or 'similarity'");
  checkPairs(pairs);
  const transform = fitted(pairs, model);
  if (transform === undefined)
    throw invalidArgument('landmarks', 'pairs', pairs, 'points that do not lie on one line');
  const residuals = pairs.map((pair) => residual(transform, pair));
  const without = pairs.map((pair, left) => {
    const others = pairs.filter((_, i) => i !== left);
    const fit = others.length < FEWEST ? undefined : fitted(others, model);
    return fit === undefined ? undefined : residual(fit, pair);
  });
  const leaveOneOut = without.every((each) => each !== undefined) ? rootMeanSquare(without) : null;
  return { transform, residuals, rms: rootMeanSquare(residuals), leaveOneOut };
}

function checkPairs(pairs: readonly LandmarkPair[]): void {
  const isPoint = (point: unknown): boolean =>
    Array.isArray(point) && point.length === 3 && point.every((n) => Number.isFinite(n));
  const isPair = (pair: unknown): boolean =>
    typeof pair === 'object' &&
    pair !== null &&
    isPoint((pair as LandmarkPair).fixed) &&
    isPoint((pair as LandmarkPair).moving);
  const given: unknown = pairs;
  if (!Array.isArray(given) || given.length < FEWEST || !given.every(isPair))
    throw invalidArgument(
      'landmarks',
      'pairs',
      given,
      `at least ${String(FEWEST)} of { fixed: [x, y, z], moving: [x, y, z] }, finite numbers`,
    );
}

function residual(transform: Transform, { fixed, moving }: LandmarkPair): number {
  const at = apply(transform, fixed);
  return Math.hypot(...map3((i) => at[i] - moving[i]));
}

function rootMeanSquare(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}

function meanOf(points: readonly Vec3[]): Vec3 {
  return map3((i) => points.reduce((sum, point) => sum + point[i], 0) / points.length);
}

/** The least-squares transform; undefined where points lie on one line. */
function fitted(pairs: readonly LandmarkPair[], model: LandmarkModel): Transform | undefined {
  const from = meanOf(pairs.map(({ fixed }) => fixed));
  const to = meanOf(pairs.map(({ moving }) => moving));
  const s = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  let variance = 0;
  for (const { fixed, moving } of pairs)
    for (const i of [0, 1, 2] as const) {
      variance += (fixed[i] - from[i]) ** 2;
      for (const j of [0, 1, 2] as const)
        s[3 * i + j]! += (fixed[i] - from[i]) * (moving[j] - to[j]);
    }
  const [xx, xy, xz, yx, yy, yz, zx, zy, zz] = s as [
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
  const [first, second] = eigenvectors([
    [xx + yy + zz, yz - zy, zx - xz, xy - yx],
    [yz - zy, xx - yy - zz, xy + yx, zx + xz],
    [zx - xz, xy + yx, -xx + yy - zz, yz + zy],
    [xy - yx, zx + xz, yz + zy, -xx - yy + zz],
  ]);
  // Points on one line fit as well turned about it: two rotations are equal.
  if (!(first!.value - second!.value > 1e-9 * Math.abs(first!.value))) return undefined;
  const [w, x, y, z] = first!.vector as [number, number, number, number];
  const length = Math.hypot(w, x, y, z);
  const turn = [x / length, y / length, z / length, w / length] as const;
  const scale = model === 'similarity' ? first!.value / variance : 1;
  if (!(scale > 0)) return undefined;
  return compose(
    translation(map3((i) => -from[i])),
    similarity({ scale, rotation: turn }),
    translation(to),
  );
}

/** Eigenvalues of a symmetric matrix, the greatest first, and vectors (Jacobi's rotations). */
function eigenvectors(
  given: readonly (readonly number[])[],
): readonly { readonly value: number; readonly vector: readonly number[] }[] {
  const n = given.length;
  const a = given.map((row) => [...row]);
  const v = given.map((row, i) => row.map((_, j): number => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < 12; sweep += 1)
    for (let p = 0; p < n; p += 1)
      for (let q = p + 1; q < n; q += 1) {
        if (a[p]![q] === 0) continue;
        const angle = 0.5 * Math.atan2(2 * a[p]![q]!, a[q]![q]! - a[p]![p]!);
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        for (let k = 0; k < n; k += 1) {
          const [kp, kq] = [a[k]![p]!, a[k]![q]!];
          a[k]![p] = c * kp - s * kq;
          a[k]![q] = s * kp + c * kq;
        }
        for (let k = 0; k < n; k += 1) {
          const [pk, qk] = [a[p]![k]!, a[q]![k]!];
          a[p]![k] = c * pk - s * qk;
          a[q]![k] = s * pk + c * qk;
          const [up, uq] = [v[k]![p]!, v[k]![q]!];
          v[k]![p] = c * up - s * uq;
          v[k]![q] = s * up + c * uq;
        }
        a[p]![q] = 0;
        a[q]![p] = 0;
      }
  return a
    .map((row, i) => ({ value: row[i]!, vector: v.map((each) => each[i]!) }))
    .sort((one, other) => other.value - one.value);
}

// A robust fit of an ellipse to a contour about a centre, some of whose points lie elsewhere.
import { directEllipse, footFinder, semiAxes, type Ellipse } from './ellipse.js';
import { invert, MAD_TO_SIGMA, NormalEquations, times } from './least_squares.js';
import { medianOf } from './middle_value.js';

/** A contour: the points of rays at equal angles about a centre; NaN where a ray met none. */
export interface Contour {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Where the rays go to. */
  readonly centre: readonly [x: number, y: number];
}

/** An ellipse that was fitted to a contour. */
export interface EllipseFit {
  readonly ellipse: Ellipse;
  /** Covariance of x, y, m, p, q. */
  readonly covariance: Float64Array;
  /** Of every point its distance from the ellipse, positive outside; NaN where there is none. */
  readonly residuals: Float64Array;
  /** 1.4826 · median of |residuals|. */
  readonly sigma: number;
}

/** Tukey's constant: 95 % of the efficiency of least squares on Gaussian noise. */
const TUKEY = 4.685;
const START_STEPS = 25;
const FIT_STEPS = 30;
/** Points that the start takes, about. */
const MOST_START_POINTS = 256;
/** Part of the radius by which the last step may still move the ellipse. */
const SETTLED = 1e-8;
const UNKNOWNS = 5;
/** Blocks of the circumference whose errors count as independent. */
const BLOCKS = 24;
/** Points that a fit takes at least. */
export const LEAST_POINTS = 16;

/**
 * Fits an ellipse: least |residuals| of r(θ) = c₀ + Σ₁² aₖ cos kθ + bₖ sin kθ tell which points lie
 * on no ellipse (up to a third of them may); a direct fit (Halíř and Flusser) to the others starts
 * Gauss–Newton steps on distances along the normal with Tukey's weights, whose scale is 1.4826 ·
 * MAD. The covariance is a sandwich of scores that are added up over 24 blocks of the
 * circumference, so that points beside each other need not be independent. Undefined where there
 * are fewer than 16 points, or no ellipse.
 */
export function fitEllipse(contour: Contour): EllipseFit | undefined {
  const seen = Array.from(contour.x.keys()).filter((i) => !Number.isNaN(contour.x[i]!));
  if (seen.length < LEAST_POINTS) return undefined;
  const xs = Float64Array.from(seen, (i) => contour.x[i]!);
  const ys = Float64Array.from(seen, (i) => contour.y[i]!);
  let ellipse = directEllipse(xs, ys, startWeights(xs, ys, contour.centre));
  if (ellipse === undefined) return undefined;
  let feet = feetOf(ellipse, xs, ys);
  for (let step = 0; step < FIT_STEPS; step += 1) {
    const next = refined(ellipse, feet);
    if (next === undefined) return undefined;
    const moved = (['x', 'y', 'm', 'p', 'q'] as const).map((name) => next[name] - ellipse![name]);
    ellipse = next;
    feet = feetOf(ellipse, xs, ys);
    if (moved.every((by) => Math.abs(by) < SETTLED * next.m)) break;
  }
  const residuals = new Float64Array(contour.x.length).fill(NaN);
  seen.forEach((i, k) => {
    residuals[i] = feet.distances[k]!;
  });
  const sigma = MAD_TO_SIGMA * medianOf(feet.distances.map(Math.abs));
  const covariance = covarianceOf(feet, floored(sigma, ellipse), (k) =>
    Math.floor((seen[k]! * BLOCKS) / contour.x.length),
  );
  return { ellipse, covariance, residuals, sigma };
}

/** A scale below which residuals are those of rounding. */
function floored(sigma: number, { m }: Ellipse): number {
  return Math.max(sigma, 1e-9 * m);
}

function tukeyWeight(residual: number, scale: number): number {
  const t = residual / (TUKEY * scale);
  return Math.abs(t) < 1 ? (1 - t * t) ** 2 : 0;
}

/** Weights of points by how far they lie from a curve of least absolute radial residuals. */
function startWeights(
  xs: Float64Array,
  ys: Float64Array,
  [cx, cy]: readonly [number, number],
): Float64Array {
  const radii = xs.map((x, i) => Math.hypot(x - cx, ys[i]! - cy));
  const row = new Float64Array(UNKNOWNS);
  const fill = (i: number): Float64Array => {
    const c = (xs[i]! - cx) / radii[i]!;
    const s = (ys[i]! - cy) / radii[i]!;
    row[0] = 1;
    row[1] = c;
    row[2] = s;
    row[3] = c * c - s * s;
    row[4] = 2 * c * s;
    return row;
  };
  // Some hundred points tell where the curve lies.
  const stride = Math.ceil(xs.length / MOST_START_POINTS);
  const taken = Array.from(radii.keys()).filter((i) => i % stride === 0);
  const middle = medianOf(radii);
  let curve: Float64Array = Float64Array.of(middle, 0, 0, 0, 0);
  const residualAt = (i: number): number =>
    radii[i]! - fill(i).reduce((sum, v, j) => sum + v * curve[j]!, 0);
  for (let step = 0; step < START_STEPS; step += 1) {
    const residuals = taken.map((i) => Math.abs(residualAt(i)));
    const least = Math.max(1e-3 * medianOf(residuals), 1e-9 * middle);
    const equations = new NormalEquations(UNKNOWNS);
    taken.forEach((i, k) => {
      equations.add(fill(i), radii[i]!, 1 / Math.max(residuals[k]!, least));
    });
    const found = equations.solve();
    if (found === undefined) break;
    curve = found;
  }
  const residuals = radii.map((_, i) => residualAt(i));
  // The curve is no ellipse: what lies a thousandth of the radius from it may yet be on one.
  const scale = Math.max(MAD_TO_SIGMA * medianOf(residuals.map(Math.abs)), 1e-3 * middle);
  return residuals.map((r) => tukeyWeight(r, scale));
}

/** The feet of all points on an ellipse: distances, and the rows of the normal equations. */
interface Feet {
  readonly distances: Float64Array;
  /** How far the contour moves along its normal as x, y, m, p, q rise, for each point. */
  readonly slopes: Float64Array;
}

function feetOf(ellipse: Ellipse, xs: Float64Array, ys: Float64Array): Feet {
  const footOf = footFinder(ellipse);
  const distances = new Float64Array(xs.length);
  const slopes = new Float64Array(UNKNOWNS * xs.length);
  for (let i = 0; i < xs.length; i += 1) {
    const { distance, nx, ny, ux, uy } = footOf(xs[i]!, ys[i]!);
    distances[i] = distance;
    const at = UNKNOWNS * i;
    slopes[at] = nx;
    slopes[at + 1] = ny;
    slopes[at + 2] = nx * ux + ny * uy;
    slopes[at + 3] = nx * ux - ny * uy;
    slopes[at + 4] = nx * uy + ny * ux;
  }
  return { distances, slopes };
}

const slopesAt = ({ slopes }: Feet, i: number): Float64Array =>
  slopes.subarray(UNKNOWNS * i, UNKNOWNS * (i + 1));

/** One Gauss–Newton step on distances along the normal. */
function refined(ellipse: Ellipse, feet: Feet): Ellipse | undefined {
  const scale = floored(MAD_TO_SIGMA * medianOf(feet.distances.map(Math.abs)), ellipse);
  const equations = new NormalEquations(UNKNOWNS);
  feet.distances.forEach((distance, i) => {
    const weight = tukeyWeight(distance, scale);
    if (weight > 0) equations.add(slopesAt(feet, i), distance, weight);
  });
  const step = equations.solve();
  if (step === undefined) return undefined;
  const [x, y, m, p, q] = step as unknown as readonly [number, number, number, number, number];
  const next = {
    ...{ x: ellipse.x + x, y: ellipse.y + y },
    ...{ m: ellipse.m + m, p: ellipse.p + p, q: ellipse.q + q },
  };
  return semiAxes(next).b > 0 ? next : undefined;
}

/** The sandwich of scores by blocks; NaN where too few blocks were seen. */
function covarianceOf(feet: Feet, scale: number, blockOf: (k: number) => number): Float64Array {
  const bread = new NormalEquations(UNKNOWNS);
  const scores = Array.from({ length: BLOCKS }, () => new Float64Array(UNKNOWNS));
  const met = new Set<number>();
  feet.distances.forEach((distance, k) => {
    const t = distance / (TUKEY * scale);
    if (Math.abs(t) >= 1) return;
    const row = slopesAt(feet, k);
    // The slope of Tukey's ψ, and ψ itself.
    bread.add(row, 0, (1 - t * t) * (1 - 5 * t * t));
    const psi = distance * (1 - t * t) ** 2;
    const block = blockOf(k);
    met.add(block);
    row.forEach((v, i) => {
      scores[block]![i]! += psi * v;
    });
  });
  const inverted = invert(bread.matrix, UNKNOWNS);
  const covariance = new Float64Array(UNKNOWNS * UNKNOWNS).fill(NaN);
  if (inverted === undefined || met.size <= UNKNOWNS) return covariance;
  covariance.fill(0);
  const factor = met.size / (met.size - UNKNOWNS);
  for (const score of scores) {
    const moved = times(inverted, score, UNKNOWNS);
    for (let i = 0; i < UNKNOWNS; i += 1)
      for (let j = 0; j < UNKNOWNS; j += 1)
        covariance[UNKNOWNS * i + j]! += factor * moved[i]! * moved[j]!;
  }
  return covariance;
}

// The end of the way: the pose at which the metric does not change over a short span.
import { compose, type Transform } from '../recipe/transform.js';
import { around, derivativesOf, type Evaluate, type Pose } from './ascent.js';
import type { Motion } from './motion.js';
import { solvePositive, type Matrix } from './normal_equations.js';

/** How a pose is settled. */
export interface Settling {
  readonly motion: Motion;
  readonly evaluate: Evaluate;
  /** Length over which differences are taken, to both sides. */
  readonly step: number;
  /** Curvature to begin with. */
  readonly curvature: Matrix;
}

/** A step of less than this part of the span is the last. */
const PRECISION = 0.02;
const ITERATIONS = 10;
/** The longest step, in spans. */
const LONGEST = 2.5;

/**
 * Less the second derivatives of the metric at a pose. How fast differences over ± `step` change is
 * the second difference over twice the step: tops are pointed, and over the step it is more.
 */
export async function curvatureAt(
  pose: Pose,
  { motion, evaluate, step }: Omit<Settling, 'curvature'>,
): Promise<Matrix> {
  const n = motion.names.length;
  const values = async (motions: readonly Transform[]): Promise<number[]> => {
    const scores = await evaluate(motions.map((each) => compose(each, pose.transform)));
    return scores.map(({ metric }) => metric);
  };
  const near = await values(around(motion, step, true));
  const far = await values(around(motion, 2 * step, false));
  const mixed = derivativesOf(pose.metric, near, n, step).curvature;
  const own = derivativesOf(pose.metric, far, n, 2 * step).curvature;
  return mixed.map((row, i) => row.map((each, j) => (i === j ? own[i]![i]! : each)));
}

/** A curvature that takes a step to a change of the slope (Broyden, Fletcher, Goldfarb, Shanno). */
function updated(curvature: Matrix, step: readonly number[], change: readonly number[]): Matrix {
  const dot = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  const bent = curvature.map((row) => dot(row, step));
  const [along, before] = [dot(step, change), dot(step, bent)];
  if (!(along > 1e-3 * before)) return curvature;
  return curvature.map((row, i) =>
    row.map(
      (value, j) => value - (bent[i]! * bent[j]!) / before + (change[i]! * change[j]!) / along,
    ),
  );
}

/**
 * The pose near a top at which differences over ± `step` vanish, by a quasi-Newton method. The
 * metric of samples is rough: its highest point is a matter of chance, while where it is level over
 * a span is not. Undefined where there is none near.
 */
export async function settle(from: Pose, way: Settling): Promise<Pose | undefined> {
  const { motion, evaluate, step } = way;
  const n = motion.names.length;
  const slopeAt = async (at: Transform): Promise<readonly number[]> => {
    const near = await evaluate(around(motion, step, false).map((each) => compose(each, at)));
    const values = near.map(({ metric }) => metric);
    return derivativesOf(from.metric, values, n, step).gradient;
  };
  let { curvature } = way;
  let at = from.transform;
  let slope = await slopeAt(at);
  for (let iteration = 0; iteration < ITERATIONS; iteration += 1) {
    const full = solvePositive(curvature, slope);
    if (full?.every((length) => Number.isFinite(length)) !== true) return undefined;
    const most = Math.max(...full.map(Math.abs));
    const by = full.map((length) => length * Math.min(1, (LONGEST * step) / most));
    at = compose(motion.at(by), at);
    if (most < PRECISION * step) {
      const [score] = await evaluate([at]);
      return { transform: at, ...score! };
    }
    const next = await slopeAt(at);
    const change = slope.map((value, i) => value - next[i]!);
    curvature = updated(curvature, by, change);
    slope = next;
  }
  return undefined;
}

// Climbing to the pose at which two volumes are most alike: Newton's method with derivatives by
// differences, whose evaluations go to the GPU together.
import { compose, type Transform } from '../recipe/transform.js';
import type { Motion } from './motion.js';
import { solvePositive } from './normal_equations.js';

/** How alike two volumes are under a transform. */
export interface Score {
  /** −∞ where too little overlaps. */
  readonly metric: number;
  /** Part of the samples that lie in the moving volume. */
  readonly overlap: number;
}

/** A transform and how alike the volumes are under it. */
export interface Pose extends Score {
  readonly transform: Transform;
}

/** Scores of several transforms. */
export type Evaluate = (transforms: readonly Transform[]) => Promise<readonly Score[]>;

/** Slope and curvature of the metric, by lengths of the motion's parameters. */
export interface Derivatives {
  readonly gradient: readonly number[];
  /** Less the second derivatives: positive definite at a maximum. */
  readonly curvature: readonly (readonly number[])[];
}

/** How the top is climbed. */
export interface Climb {
  readonly motion: Motion;
  readonly evaluate: Evaluate;
  /** Length over which differences are taken. */
  readonly step: number;
  /** Steps shorter than this part of `step` are the last. */
  readonly precision: number;
  /** Most iterations. */
  readonly iterations: number;
  /** Called with every pose on the way. */
  readonly onPose?: ((pose: Pose) => void) | undefined;
}

/** How much is added to the curvature, in parts of its mean: the less, the longer the step. */
const DAMPINGS = [0, 0.05, 0.3, 1, 4, 16] as const;

/** The longest step, in lengths over which differences are taken. */
const LONGEST = 6;

/** Pairs of parameters. */
function pairsOf(n: number): (readonly [number, number])[] {
  return Array.from({ length: n }, (_, i) => i).flatMap((i) =>
    Array.from({ length: i }, (_, j) => [i, j] as const),
  );
}

/** The poses about one: each parameter up and down; then pairs of them, in the four ways. */
export function around(motion: Motion, step: number, withPairs: boolean): Transform[] {
  const n = motion.names.length;
  const at = (...moved: readonly (readonly [number, number])[]): Transform => {
    const lengths = new Array<number>(n).fill(0);
    for (const [i, by] of moved) lengths[i] = by;
    return motion.at(lengths);
  };
  const single = motion.names.flatMap((_, i) => [at([i, step]), at([i, -step])]);
  if (!withPairs) return single;
  return [
    ...single,
    ...pairsOf(n).flatMap(([i, j]) => [
      at([i, step], [j, step]),
      at([i, -step], [j, -step]),
      at([i, step], [j, -step]),
      at([i, -step], [j, step]),
    ]),
  ];
}

/**
 * Derivatives of the values at {@link around}; where those of pairs are left out, the curvature
 * between them is that of `known`.
 */
export function derivativesOf(
  centre: number,
  values: readonly number[],
  n: number,
  step: number,
  known?: Derivatives,
): Derivatives {
  // Where too little overlaps, nothing is known: as if it were flat.
  const value = (i: number): number => (Number.isFinite(values[i]!) ? values[i]! : centre);
  const gradient = Array.from(
    { length: n },
    (_, i) => (value(2 * i) - value(2 * i + 1)) / (2 * step),
  );
  const curvature = Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (__, j) => (i === j ? 0 : (known?.curvature[i]![j] ?? 0))),
  );
  for (let i = 0; i < n; i += 1)
    curvature[i]![i] = -(value(2 * i) + value(2 * i + 1) - 2 * centre) / step ** 2;
  if (values.length > 2 * n)
    pairsOf(n).forEach(([i, j], k) => {
      const at = 2 * n + 4 * k;
      const along = value(at) + value(at + 1);
      const across = value(at + 2) + value(at + 3);
      curvature[i]![j] = -(along - across) / (4 * step ** 2);
      curvature[j]![i] = curvature[i]![j]!;
    });
  return { gradient, curvature };
}

/** Steps to try from what is known of the slope: the longest first. */
function stepsFrom({ gradient, curvature }: Derivatives, longest: number): number[][] {
  const n = gradient.length;
  const mean = curvature.reduce((sum, row, i) => sum + Math.abs(row[i]!), 0) / n;
  return DAMPINGS.flatMap((damping) => {
    const damped = curvature.map((row, i) =>
      row.map((value, j) => (i === j ? Math.max(value, 0) + damping * mean : value)),
    );
    const step = solvePositive(damped, gradient);
    if (step?.every((length) => Number.isFinite(length)) !== true) return [];
    const most = Math.max(...step.map(Math.abs));
    return [most > longest ? step.map((length) => (length * longest) / most) : step];
  });
}

/**
 * Climbs from a transform to a top of the metric. Curvatures between parameters are taken anew only
 * in the first iteration, and where a step was long.
 */
export async function climb(from: Transform, way: Climb): Promise<Pose> {
  const { motion, evaluate, step, precision, iterations, onPose } = way;
  const n = motion.names.length;
  const [score] = await evaluate([from]);
  let pose: Pose = { transform: from, ...score! };
  onPose?.(pose);
  let known: Derivatives | undefined;
  for (let iteration = 0; iteration < iterations; iteration += 1) {
    const at = pose.transform;
    const moved = (motions: readonly Transform[]): Transform[] =>
      motions.map((motion) => compose(motion, at));
    const near = await evaluate(moved(around(motion, step, known === undefined)));
    const values = near.map(({ metric }) => metric);
    known = derivativesOf(pose.metric, values, n, step, known);
    const steps = stepsFrom(known, LONGEST * step);
    if (steps.length === 0) break;
    const tried = moved(steps.map((lengths) => motion.at(lengths)));
    const scores = await evaluate(tried);
    let best = -1;
    scores.forEach(({ metric }, i) => {
      if (metric > (best < 0 ? pose.metric : scores[best]!.metric)) best = i;
    });
    if (best < 0) break;
    pose = { transform: tried[best]!, ...scores[best]! };
    onPose?.(pose);
    const length = Math.max(...steps[best]!.map(Math.abs));
    if (length < precision * step) break;
    if (length > 2 * step) known = undefined;
  }
  return pose;
}

// How far a pose can be trusted, from how the blocks of a volume pull at it.
import { map3 } from '../recipe/geometry.js';
import { apply, compose, type Transform } from '../recipe/transform.js';
import { around, type Pose } from './ascent.js';
import type { Frame } from './frame.js';
import { likenessOf, type Metric } from './joint_metrics.js';
import type { Motion } from './motion.js';
import { inverseOf, product, type Matrix } from './normal_equations.js';
import type { Precision } from './register_level.js';

/** Counts under transforms, whole or by blocks of the fixed volume. */
export interface Counter {
  readonly bins: number;
  readonly blocks: number;
  count(
    transforms: readonly Transform[],
    byBlock: boolean,
  ): Promise<{ readonly of: (t: number, b?: number) => Uint32Array }>;
  mostAtOnce(byBlock: boolean): number;
}

/**
 * The covariance of a pose's parameters: A⁻¹ B A⁻¹ of the curvature A of the metric and the scatter
 * B of what the blocks of the fixed volume add to its slope (P. J. Huber, Proc. 5th Berkeley Symp.
 * 1 (1967) 221): blocks are taken as independent of each other. Parameters are those of a motion
 * that comes before the transform: a truth is T ∘ D(θ), θ of mean 0 and this covariance. Slopes are
 * differences over ± `step`, as those that are 0 at the pose.
 */
export async function precisionOf(
  counter: Counter,
  pose: Pose,
  motion: Motion,
  frame: Frame,
  {
    metric,
    step,
    curvature,
  }: { readonly metric: Metric; readonly step: number; readonly curvature: Matrix | undefined },
): Promise<Omit<Precision, 'elsewhere'>> {
  const { bins, blocks } = counter;
  const n = motion.names.length;
  const common = { parameters: motion.names, centre: frame.centre };
  const inverse = curvature && inverseOf(curvature);
  if (inverse === undefined) return { ...common, covariance: null, cornerError: null };
  const moved = (motions: readonly Transform[]): Transform[] =>
    motions.map((each) => compose(each, pose.transform));
  const whole = await counter.count([pose.transform], false);
  const total = whole.of(0).reduce((sum, count) => sum + count, 0);
  const { value, influence } = likenessOf(whole.of(0), bins, metric);
  // What each block adds to the slope: the change of its part of the metric, the rest as it is.
  const pulls = Array.from({ length: blocks }, () => new Array<number>(n).fill(0));
  const single = moved(around(motion, step, false));
  const mean = (table: Uint32Array): number => {
    let sum = 0;
    for (let i = 0; i < table.length; i += 1) sum += table[i]! * (influence[i]! - value);
    return sum / total;
  };
  for (let first = 0; first < single.length; first += counter.mostAtOnce(true)) {
    const batch = single.slice(first, first + counter.mostAtOnce(true));
    const counts = await counter.count(batch, true);
    batch.forEach((_, k) => {
      const at = first + k;
      const sign = at % 2 === 0 ? 1 : -1;
      for (let b = 0; b < blocks; b += 1)
        pulls[b]![at >> 1]! += (sign * mean(counts.of(k, b))) / (2 * step);
    });
  }
  // At the pose the pulls add up to 0: a scatter of n parameters has lost n blocks of them.
  const pulling = pulls.filter((pull) => pull.some((each) => each !== 0));
  if (pulling.length < 2 * n) return { ...common, covariance: null, cornerError: null };
  const freedom = pulling.length / (pulling.length - n);
  const scatter = Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (__, j) =>
      pulling.reduce((sum, pull) => sum + freedom * pull[i]! * pull[j]!, 0),
    ),
  );
  const lengths = product(product(inverse, scatter), inverse);
  const covariance = lengths.map((row, i) =>
    row.map((entry, j) => entry * motion.units[i]! * motion.units[j]!),
  );
  return { ...common, covariance, cornerError: cornerErrorOf(lengths, motion, frame) };
}

/** Greatest standard deviation of where a corner lies. */
function cornerErrorOf(covariance: Matrix, motion: Motion, { corners, radius }: Frame): number {
  const small = 1e-4 * radius;
  const slopes = covariance.map((_, i) =>
    motion.at(covariance.map((__, j) => (i === j ? small : 0))),
  );
  return Math.max(
    ...corners.map((corner) => {
      const rows = slopes.map((each) => {
        const at = apply(each, corner);
        return map3((i) => (at[i] - corner[i]) / small);
      });
      let variance = 0;
      covariance.forEach((row, i) => {
        row.forEach((entry, j) => {
          for (const axis of [0, 1, 2]) variance += rows[i]![axis]! * entry * rows[j]![axis]!;
        });
      });
      return Math.sqrt(Math.max(0, variance));
    }),
  );
}

// How far a pose can be trusted, from how the blocks of a volume pull at it.
import { map3 } from '../recipe/geometry.js';
import { apply, compose, type Transform } from '../recipe/transform.js';
import { around, derivativesOf, type Pose } from './ascent.js';
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
 * that comes before the transform: a truth is T ∘ D(θ), θ of mean 0 and this covariance. A pose is
 * found where differences over ± `step` are 0; how fast these change is the second difference over
 * twice the step. The one over the step itself is larger, since tops are pointed.
 */
export async function precisionOf(
  counter: Counter,
  pose: Pose,
  motion: Motion,
  frame: Frame,
  { metric, step }: { readonly metric: Metric; readonly step: number },
): Promise<Omit<Precision, 'elsewhere'>> {
  const { bins, blocks } = counter;
  const n = motion.names.length;
  const moved = (motions: readonly Transform[]): Transform[] =>
    motions.map((each) => compose(each, pose.transform));
  const valueOf = (table: Uint32Array): number => likenessOf(table, bins, metric).value;
  const whole = await counter.count([pose.transform], false);
  const total = whole.of(0).reduce((sum, count) => sum + count, 0);
  const { value, influence } = likenessOf(whole.of(0), bins, metric);
  const valuesAt = async (near: readonly Transform[]): Promise<number[]> => {
    const values: number[] = [];
    for (let first = 0; first < near.length; first += counter.mostAtOnce(false)) {
      const batch = near.slice(first, first + counter.mostAtOnce(false));
      const counts = await counter.count(batch, false);
      values.push(...batch.map((_, i) => valueOf(counts.of(i))));
    }
    return values;
  };
  const near = await valuesAt(moved(around(motion, step, true)));
  const far = await valuesAt(moved(around(motion, 2 * step, false)));
  const mixed = derivativesOf(value, near, n, step).curvature;
  const own = derivativesOf(value, far, n, 2 * step).curvature;
  const curvature = mixed.map((row, i) => row.map((each, j) => (i === j ? own[i]![i]! : each)));
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
  const means = Array.from(
    { length: n },
    (_, i) => pulls.reduce((sum, pull) => sum + pull[i]!, 0) / blocks,
  );
  const scatter = Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (__, j) =>
      pulls.reduce((sum, pull) => sum + (pull[i]! - means[i]!) * (pull[j]! - means[j]!), 0),
    ),
  );
  const inverse = inverseOf(curvature);
  const common = { parameters: motion.names, centre: frame.centre };
  if (inverse === undefined) return { ...common, covariance: null, cornerError: null };
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

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
 * What each block of the fixed volume adds to the slope of the metric at a pose, by parameters: how
 * its part of the metric changes over ± `step`, as far as the histogram of all is as it is there.
 */
export async function pullsOf(
  counter: Counter,
  pose: Pose,
  motion: Motion,
  { metric, step }: { readonly metric: Metric; readonly step: number },
): Promise<Matrix> {
  const { bins, blocks } = counter;
  const whole = await counter.count([pose.transform], false);
  const total = whole.of(0).reduce((sum, count) => sum + count, 0);
  const { value, influence } = likenessOf(whole.of(0), bins, metric);
  const pulls = Array.from({ length: blocks }, () => motion.names.map(() => 0));
  const moved = around(motion, step, false).map((each) => compose(each, pose.transform));
  const part = (table: Uint32Array): number => {
    let sum = 0;
    for (let i = 0; i < table.length; i += 1) sum += table[i]! * (influence[i]! - value);
    return sum / total;
  };
  for (let first = 0; first < moved.length; first += counter.mostAtOnce(true)) {
    const batch = moved.slice(first, first + counter.mostAtOnce(true));
    const counts = await counter.count(batch, true);
    batch.forEach((_, k) => {
      const at = first + k;
      const sign = at % 2 === 0 ? 1 : -1;
      for (let b = 0; b < blocks; b += 1)
        pulls[b]![at >> 1]! += (sign * part(counts.of(k, b))) / (2 * step);
    });
  }
  return pulls;
}

/**
 * The covariance of a pose's parameters: A⁻¹ B A⁻¹ of the curvature A of the metric and the scatter
 * B of what the blocks of the fixed volume add to its slope (P. J. Huber, Proc. 5th Berkeley Symp.
 * 1 (1967) 221): blocks are taken as independent of each other. At the pose pulls add up to 0, so
 * that a scatter of n parameters has lost n of its blocks. Parameters are those of a motion that
 * comes before the transform: a truth is T ∘ D(θ), θ of mean 0 and this covariance. None where the
 * pose was not settled, the metric has no top there, or fewer than 2 n blocks overlap.
 */
export function precisionOf(
  motion: Motion,
  frame: Frame,
  known: { readonly pulls: Matrix; readonly curvature: Matrix } | undefined,
): Precision {
  const n = motion.names.length;
  const common = { parameters: motion.names, centre: frame.centre };
  const none = { ...common, covariance: null, cornerError: null };
  const inverse = known && inverseOf(known.curvature);
  if (inverse === undefined) return none;
  const pulling = known!.pulls.filter((pull) => pull.some((each) => each !== 0));
  if (pulling.length < 2 * n) return none;
  const freedom = pulling.length / (pulling.length - n);
  const scatter = motion.names.map((_, i) =>
    motion.names.map((__, j) =>
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

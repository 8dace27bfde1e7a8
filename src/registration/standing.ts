// How high the metric is at tops, and at poses that are wrong.
import { map3 } from '../recipe/geometry.js';
import type { Evaluate, Pose, Score } from './ascent.js';
import { apartBy, shifted, type Frame } from './frame.js';
import { heightOf, type Metric } from './joint_metrics.js';
import type { Standing } from './prominence.js';
import { spread } from './search.js';

/** Poses beside the best one that tell what a wrong pose has. */
const WRONG_POSES = 48;

/** How high tops are, and wrong poses: shifted from the best one by some voxels and more. */
export async function standingOf(
  poses: readonly Pose[],
  frame: Frame,
  evaluate: Evaluate,
  {
    spacing,
    metric,
    rank,
  }: {
    readonly spacing: number;
    readonly metric: Metric;
    readonly rank: (score: Score) => number;
  },
): Promise<Standing> {
  const best = poses[0]!;
  const reach = frame.radius;
  const transforms = Array.from({ length: 4 * WRONG_POSES }, (_, i) => {
    const at = spread(i);
    return shifted(
      best.transform,
      map3((axis) => (frame.axes.includes(axis) ? (2 * at[axis] - 1) * reach : 0)),
    );
  })
    .filter((each) => poses.every(({ transform }) => apartBy(each, transform, frame) > 8 * spacing))
    .slice(0, WRONG_POSES);
  const scores = await evaluate([...poses.map(({ transform }) => transform), ...transforms]);
  const heights = scores.map((score) =>
    Number.isFinite(score.metric) ? heightOf(metric, rank(score)) : -Infinity,
  );
  const values = heights.slice(poses.length).filter((height) => Number.isFinite(height));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / (values.length - 1));
  return { mean, deviation, heights: heights.slice(0, poses.length) };
}

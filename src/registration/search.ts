// The poses from which tops of the metric are climbed to.
import { map3, type Vec3 } from '../recipe/geometry.js';
import type { Transform } from '../recipe/transform.js';
import type { Evaluate, Pose } from './ascent.js';
import { told, type Metric } from './joint_metrics.js';
import { apartBy, isSlice, shifted, type Extent, type Frame } from './frame.js';

/** Shifts are tried in steps of so many voxels of the level; a slice's few samples tell less. */
const STEP = { volume: 2, slice: 1 } as const;
/** Tops that are climbed to from a search. */
const MOST_TOPS = { volume: 4, slice: 24 } as const;
/** How much a search takes at most. */
export interface SearchLimits {
  /** Samples in all; steps are made longer for more. */
  readonly samples: number;
  /** Voxels of a level; longer steps would miss what is there, and nothing is searched. */
  readonly step: number;
}

/** Of a first search. */
const MOST: SearchLimits = { samples: 2 ** 25, step: Infinity };
/** Part of the best top's rise over all shifts that another one needs to be climbed to. */
const LEAST_RISE = 0.5;

/**
 * Shifts along each axis until only half of the shorter grid lies within the other, or to `reach`,
 * in steps.
 */
function shiftsOf(
  fixed: Extent,
  moving: Extent,
  { axes }: Frame,
  step: number,
  reach: number,
): Vec3[] {
  const along = (i: 0 | 1 | 2): readonly number[] => {
    if (!axes.includes(i)) return [0];
    const [a, b] = [fixed, moving].map(({ size, spacing }) => (size[i] - 1) * spacing[i]);
    const most = Math.min(reach, Math.max(a!, b!) / 2);
    const steps = Math.floor(most / step);
    return Array.from({ length: 2 * steps + 1 }, (_, k) => (k - steps) * step);
  };
  const [xs, ys, zs] = [along(0), along(1), along(2)];
  return zs.flatMap((z) => ys.flatMap((y) => xs.map((x): Vec3 => [x, y, z])));
}

/** Poses in the order of `rank`, each at least `distance` from those before it; at most `most`. */
export function distinct(
  poses: readonly Pose[],
  frame: Frame,
  distance: number,
  most: number,
  rank: (pose: Pose) => number,
): Pose[] {
  const found: Pose[] = [];
  const ranked = poses.filter(({ metric }) => Number.isFinite(metric));
  for (const pose of ranked.sort((a, b) => rank(b) - rank(a))) {
    if (found.length === most) break;
    if (found.every((other) => apartBy(pose.transform, other.transform, frame) >= distance))
      found.push(pose);
  }
  return found;
}

/**
 * The best shifts after a transform that are apart. Of mutual information they are ranked by what
 * all samples tell, the metric times the overlap: of few samples it is high by chance.
 */
export async function searchShifts(
  start: Transform,
  grids: { readonly fixed: Extent; readonly moving: Extent },
  frame: Frame,
  evaluate: Evaluate,
  {
    metric,
    samples,
    reach = Infinity,
    most = MOST,
  }: {
    readonly metric: Metric;
    readonly samples: number;
    readonly reach?: number;
    readonly most?: SearchLimits;
  },
): Promise<Pose[]> {
  const { fixed, moving } = grids;
  const spacings = [fixed, moving].flatMap(({ size, spacing }) =>
    spacing.filter((_, i) => size[i]! > 1),
  );
  const kind = isSlice(fixed, moving) ? 'slice' : 'volume';
  const spacing = Math.max(...spacings);
  let step = STEP[Number.isFinite(reach) ? 'volume' : kind] * spacing;
  let shifts = shiftsOf(fixed, moving, frame, step, reach);
  while (shifts.length * samples > most.samples) {
    step *= 1.25;
    shifts = shiftsOf(fixed, moving, frame, step, reach);
  }
  if (step > most.step * spacing) return [];
  const transforms = shifts.map((shift) => shifted(start, shift));
  const scores = await evaluate(transforms);
  const poses = transforms.map((transform, i): Pose => ({ transform, ...scores[i]! }));
  const rank = (pose: Pose): number => told(metric, pose);
  const tops = distinct(poses, frame, 1.5 * step, MOST_TOPS[kind], rank);
  const ranks = poses
    .filter(({ metric: value }) => Number.isFinite(value))
    .map(rank)
    .sort((a, b) => a - b);
  const usual = ranks[ranks.length >> 1]!;
  if (kind === 'slice') return tops;
  return tops.filter((top) => rank(top) - usual >= LEAST_RISE * (rank(tops[0]!) - usual));
}

/** Numbers of 0 … 1 that are spread evenly over a cube, by an additive sequence. */
export function spread(i: number): Vec3 {
  return map3((axis) => (0.5 + (i + 1) * [0.8191725134, 0.6710436067, 0.5497004779][axis]!) % 1);
}

// Expansion of labels: a discrete Voronoi tessellation of limited reach.
import { growRegion, map3, type Vec3 } from '../recipe/geometry.js';
import { physicalLength, type Length } from '../recipe/length.js';
import { invalidArgument } from '../recipe/errors.js';
import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input } from '../recipe/op.js';
import { length } from '../recipe/params.js';
import { integerWeights } from './squared_weights.js';

/** Most voxels that labels may grow by along an axis: the cost grows with it. */
const MOST_REACH = 256;
/** A voxel whose centre is at the distance belongs to it in spite of rounding. */
const SLACK = 1e-6;

/**
 * The greatest squared distance, in units of the weights, and how far that reaches along each axis.
 */
export function expansion(
  distance: Length,
  { spacing, size }: GridMeta,
): { readonly weights: Vec3; readonly farthest: number; readonly reach: Vec3 } {
  const { weights, unitSquared } = integerWeights(spacing, size);
  const squared = (physicalLength(distance, spacing) * (1 + SLACK)) ** 2 / unitSquared;
  const farthest = Math.floor(Math.min(squared, 2 ** 31 - 1));
  return {
    weights,
    farthest,
    reach: map3((i) => Math.min(size[i] - 1, Math.floor(Math.sqrt(farthest / weights[i])))),
  };
}

/**
 * Labels grown into the background: every background voxel whose centre is at most `distance` from
 * that of an object takes the id of the nearest object; of equally near ones the lowest id. Objects
 * do not grow into each other. As scikit-image's `expand_labels`, which leaves ties open. Spacings
 * count, in integers: exact where their ratios are fractions with a denominator of at most 64, else
 * to 1/4096 of a voxel. At most 256 voxels along any axis.
 *
 * Three passes, one per axis: 40 B/voxel, plus halos; the time grows with the distance in empty
 * parts.
 */
export const expandLabels = declareOp({
  name: 'expandLabels',
  kind: 'map',
  inputs: { labels: input('labels') },
  params: { distance: length({}, 'How far objects grow.') },
  exactness: 'exact',
  result: ({ labels }, { distance }): GridMeta => {
    if (Math.max(...expansion(distance, labels).reach) > MOST_REACH)
      throw invalidArgument(
        'expandLabels',
        'distance',
        distance,
        `a distance of at most ${String(MOST_REACH)} voxels along every axis`,
      );
    return labels;
  },
  needs: (region, { labels }, { distance }) => ({
    labels: growRegion(region, expansion(distance, labels).reach, labels.size),
  }),
  notes: () => ({ ties: 'the lowest id of equally near objects' }),
});

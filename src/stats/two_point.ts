// Two-point correlation and covariance.
import { growRegion, wholeRegion, type Axis } from '../recipe/geometry.js';
import { invalidArgument } from '../recipe/errors.js';
import { yields } from '../recipe/meta.js';
import { declareOp, input, optionalInput } from '../recipe/op.js';
import { flag, integer, length, nullable, oneOf } from '../recipe/params.js';
import { offsetBins } from './two_point_offsets.js';

/** Along which lines two points lie: those of an axis, or of all orientations. */
export type TwoPointAlong = Axis | 'radial';

/** Two-point correlation of a mask, or of two. */
export interface TwoPointValue {
  /** Along which lines the two points lie. */
  readonly along: TwoPointAlong;
  /** Distances, in `unit`; along 'radial' the mean of those of the pairs in each bin. */
  readonly distances: Float64Array;
  /**
   * Probability, 0 to 1, that both ends are in the mask (the first in it, the second in the other).
   */
  readonly probability: Float64Array;
  /** The same less the product of the two fractions (no unit). */
  readonly covariance: Float64Array;
  /** Number of pairs of voxels that each value rests on. */
  readonly pairs: Float64Array;
  /** Fraction, 0 to 1, of the first mask in the volume or region, and of the second. */
  readonly fractions: readonly [number, number];
  /**
   * Surface per volume from the slope at the origin, 4 (S(0) − S(h)) / h with S(0) over the same
   * pairs, the mean of all h in the first bin; null for two masks, and without pairs. In 1/unit.
   */
  readonly surfacePerVolume: number | null;
  /** Unit of length. */
  readonly unit: string;
  /** Whether the volume was taken as repeated. */
  readonly periodic: boolean;
  /** How offsets were chosen. */
  readonly estimator: string;
}

/** What a two-point correlation says of its offsets. */
export function twoPointEstimator(along: TwoPointAlong, directions: number | null): string {
  if (along !== 'radial') return `all pairs along ${along}`;
  return directions === null
    ? 'all pairs of all orientations'
    : `a sample: shells of up to ${String(directions)} offsets, evenly spread over the half sphere`;
}

/**
 * Two-point correlation: the probability that two voxels at a distance are both in a mask, or the
 * first in it and the second in `other`, as {@link TwoPointValue}, with its covariance. `along` an
 * axis, or 'radial' (default): averaged over all orientations of the half sphere (of two masks the
 * sphere), in bins as wide as the smallest spacing, k − ½ ≤ r < k + ½. `maxDistance` is at most
 * (default) half the volume, 128 voxels along an axis, 32 radial. Pairs inside the volume count, or
 * with `periodic` all pairs of the volume repeated. Radial ones are all counted, or, with
 * `directions`, a sample: of each shell up to so many evenly spread offsets.
 *
 * `within` is a region of interest, in which the masks must lie (`bothNode`): pairs with both ends
 * in it count, which are found as those of a mask, at the same cost again.
 *
 * Exact counts. Along an axis and of samples from mask words by shift and popcount: 1/4 B/voxel per
 * offset. All radial pairs by Fourier transforms over the whole numbers modulo a prime, in which
 * nothing is rounded, tile by tile: some 60 B per voxel of padded tiles, half of it for one mask
 * that needs no tiles, 256 MiB at once, distances up to about 120 voxels; beyond that `limit`, for
 * which a sample is the remedy. Torquato, Random Heterogeneous Materials (2002), 2.2; the slope at
 * the origin: Debye et al., J. Appl. Phys. 28 (1957) 679, https://doi.org/10.1063/1.1722830;
 * transforms: Pollard, Math. Comp. 25 (1971) 365,
 * https://doi.org/10.1090/S0025-5718-1971-0301966-0.
 */
export const twoPoint = declareOp({
  name: 'twoPoint',
  version: 2,
  kind: 'reduce',
  inputs: {
    mask: input('mask'),
    other: optionalInput('mask'),
    within: optionalInput('mask'),
  },
  params: {
    along: oneOf(
      ['radial', 'x', 'y', 'z'],
      'radial',
      'Along which lines the two points lie: an axis, or all directions.',
    ),
    maxDistance: nullable(
      length(
        {},
        'Largest distance of the two points; null: half the volume, at most 32 voxels in all directions, 128 along an axis.',
      ),
    ),
    directions: nullable(
      integer(
        { min: 6, max: 4096 },
        'In all directions: at most so many offsets per distance, evenly spread; null: all pairs.',
      ),
    ),
    periodic: flag(false, 'Whether the volume is taken as repeated beyond its border.'),
  },
  exactness: 'exact',
  result: ({ mask }, params) => {
    if (offsetBins(params, mask).reach.every((n) => n === 0))
      throw invalidArgument(
        'twoPoint',
        'maxDistance',
        params.maxDistance,
        'a distance of at least a voxel along an axis of at least two',
      );
    return yields.result<TwoPointValue>();
  },
  needs: (region, { mask }, params) => {
    const halo = params.periodic
      ? wholeRegion(mask.size)
      : growRegion(region, offsetBins(params, mask).reach, mask.size);
    return { mask: halo, other: halo, within: halo };
  },
  notes: ({ along, directions, periodic }) => ({
    estimator: twoPointEstimator(along, directions),
    border: periodic ? 'periodic' : 'pairs inside the volume',
  }),
});

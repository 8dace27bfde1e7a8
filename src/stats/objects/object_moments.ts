// Second-order moments of objects.
import { yields } from '../../recipe/meta.js';
import { declareOp, input } from '../../recipe/op.js';
import { VoxmetryError } from '../../recipe/errors.js';

/** Voxels along an axis at most, so that sums of products of indices fit two words. */
const MOST_INDEX = 65536;

/**
 * The second moments of objects, as a table by rising id. They are those of the voxels' bodies:
 * every voxel adds its own variance, spacing²/12 per axis, so that one voxel is no point (as
 * MorphoLibJ and scikit-image take it).
 *
 * - `semiAxisA` ≥ `B` ≥ `C`: of the ellipsoid with the same second moments, √(5 λ) of the
 *   covariance's eigenvalues λ; of one voxel of edge 1, √(5/12). `elongation` is B/A, `flatness`
 *   C/B: 1 where nothing is longer, rising with roundness.
 * - `axisAX` … `axisCZ`: unit vectors along the semi-axes, the component that is greatest in
 *   magnitude (of equal ones the first) positive. Null (NaN) where two semi-axes are equal within
 *   10⁻⁹ and so have no direction of their own.
 * - `inertiaXX` … `inertiaYZ`: the inertia tensor about the centroid of a body of density 1 (volume
 *   × length²), products of inertia with their minus sign; `inertiaA` ≤ `inertiaB` ≤ `inertiaC`:
 *   about the principal axes.
 *
 * Sums are whole numbers in two words, exact and the same for every bricking. One pass over 4
 * B/voxel; a table of 76 bytes per id; `limit` where the GPU cannot bind that, or an axis is longer
 * than 65,536 voxels. On the host about 2 µs per object.
 */
export const objectMoments = declareOp({
  name: 'objectMoments',
  kind: 'reduce',
  inputs: { labels: input('labels') },
  params: {},
  exactness: 'exact',
  result: ({ labels }) => {
    if (labels.size.some((n) => n > MOST_INDEX))
      throw new VoxmetryError(
        'limit',
        `objectMoments: axes may be ${String(MOST_INDEX)} voxels long; this volume is ${labels.size.join('×')}. Crop or bin it.`,
        {
          op: 'objectMoments',
          details: { needed: Math.max(...labels.size), available: MOST_INDEX },
        },
      );
    return yields.table();
  },
  notes: () => ({
    secondMoments: "of the voxels' bodies: each adds spacing²/12",
    semiAxes: '√(5 λ) of the covariance, of the ellipsoid of equal second moments',
  }),
});

// The 95 % interval of a surface per volume.
import { growRegion, type Vec3 } from '../recipe/geometry.js';
import { yields } from '../recipe/meta.js';
import { declareOp, input, makeNode, optionalInput, valueInput, type Node } from '../recipe/op.js';
import { directionWeights, DIRECTIONS_13, lengthOf } from './directions.js';
import { surfaceArea, type AreaEstimator, type SurfaceAreaValue } from './surface_area.js';
import { croftonWeights } from './window_lattice.js';

/** Surface per volume that each direction's crossings per pair tell of, in 1/unit. */
export function crossingWeights(estimator: AreaEstimator, spacing: Vec3): number[] {
  // Triangles are made of the same crossings, which spread as they do.
  if (estimator === 'crofton13' || estimator === 'marchingCubes') return croftonWeights(spacing);
  const axes = directionWeights(DIRECTIONS_13.slice(0, 3), spacing);
  return DIRECTIONS_13.map((direction, k) => {
    if (k > 2) return 0;
    const distance = lengthOf(direction, spacing);
    return estimator === 'faces' ? 1 / distance : (2 * axes[k]!) / distance;
  });
}

/**
 * A surface per volume with its 95 % interval, as {@link SurfaceAreaValue} with `sampling`.
 *
 * The interval covers sampling, that the volume is one part of a larger whole; not segmentation,
 * nor what an estimator makes of voxels, which errs by the same part everywhere (`surfaceArea`).
 * Crossings of neighbouring voxels, weighed by their directions as in the estimator, are summed in
 * at most 32³ cells. The relative variance of their mean is that of a fraction by its covariance
 * (see `fraction`), over the squared mean: the same ellipsoid and tests of slices across each axis,
 * e^0.15 for covariance beyond, and the same spread of log A. On the logarithmic scale the interval
 * takes the quantile that a normal variable of such a variance has. None is given, with the reason,
 * where there is no surface, where the ellipsoid holds 0.9 of the pairs, or with fewer than 10
 * effective samples, that is a relative error above 32 %.
 *
 * How often such intervals hold: `docs/phase-statistics.md`, measured by `npm run coverage --
 * surfaces`.
 *
 * Exact counts, f64 on the host. One pass of 14 shifts over 1/8 B/voxel (twice that with `within`),
 * 16 B per cell (of 2 to 32 voxels, some 2¹⁸) read back, and two transforms of 2¹⁸ numbers on the
 * host.
 */
export const surfaceSampling = declareOp({
  name: 'surfaceSampling',
  kind: 'reduce',
  inputs: {
    mask: input('mask'),
    within: optionalInput('mask'),
    area: valueInput<SurfaceAreaValue>(),
  },
  params: { estimator: surfaceArea.params.estimator },
  exactness: 'exact',
  result: () => yields.result<SurfaceAreaValue>(),
  needs: (region, { mask }) => {
    const wider = growRegion(region, [1, 1, 1], mask.size);
    return { mask: wider, within: wider };
  },
  notes: () => ({
    interval:
      '95 %, relative variance from the covariance of crossings, logarithmic scale; sampling only, not segmentation nor voxels',
  }),
});

/** The node of the surface of a mask, with the interval where the border is open. */
export function surfaceAreaNode(
  mask: Node,
  within: Node | undefined,
  params: {
    readonly estimator?: AreaEstimator | undefined;
    readonly border?: 'open' | 'closed' | undefined;
  },
) {
  const area = makeNode(surfaceArea, { mask, within }, params);
  if (params.border === 'closed') return area;
  return makeNode(surfaceSampling, { mask, within, area }, { estimator: params.estimator });
}

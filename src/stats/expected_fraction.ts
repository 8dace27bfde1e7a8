// Volume fraction expected from probabilities, with a confidence interval by the integral range.
import { map3, type Region, type Vec3 } from '../recipe/geometry.js';
import { yields } from '../recipe/meta.js';
import { declareOp, input, optionalInput } from '../recipe/op.js';
import { coarseEdge } from './coarse_cells.js';
import type { FractionValue } from './fraction.js';

/** A volume fraction that probabilities lead to expect, and what its interval rests on. */
export interface ExpectedFraction {
  /** Mean probability of the voxels counted, 0 to 1; NaN where none is counted. */
  readonly value: number;
  /**
   * Bounds of the interval for the larger whole that the volume is a part of, 0 to 1, at
   * `confidence`; null where it cannot be given. It takes the probabilities as they are.
   */
  readonly interval: readonly [lo: number, hi: number] | null;
  /** Why there is no interval; null where there is one. */
  readonly reason: string | null;
  /** Level of the interval that is aimed at. */
  readonly confidence: 0.95;
  /**
   * Mean of the lesser of p and 1 − p: the part of the voxels that a decision at ½ gets wrong, if
   * the probabilities are calibrated.
   */
  readonly expectedError: number;
  /** Voxels counted. */
  readonly total: number;
  /** How many independent samples the volume is worth; null where unknown. */
  readonly effectiveSamples: number | null;
  /** As of `fraction()`, of cells of probability. */
  readonly stationary: boolean | null;
  readonly inhomogeneities: FractionValue['inhomogeneities'];
  readonly warnings: readonly string[];
  /** What the interval says and does not say. */
  readonly estimator: string;
}

/** The edges of the cells of a volume: cubes, whose covariance a small transform gives. */
export function probabilityCell(size: Vec3): Vec3 {
  const edge = coarseEdge(size);
  return map3((i) => Math.min(edge, size[i]));
}

/** The part of the volume that a brick reads: the whole of the cells that begin in it. */
function cellsRegion(region: Region, size: Vec3): Region {
  const edge = probabilityCell(size);
  return {
    origin: region.origin,
    size: map3((i) => Math.min(region.size[i] + edge[i] - 1, size[i] - region.origin[i])),
  };
}

/**
 * The fraction of a volume that its probabilities lead to expect, with its 95 % interval, as
 * {@link ExpectedFraction}: their mean; with `within`, that of the voxels of that mask. Values
 * other than 0 to 1, NaN among them, are an `invalid-argument` error.
 *
 * The interval covers sampling, as that of `fraction`: by the covariance of the probabilities of
 * cells, at most 32 along an axis. It does not cover the classifier: where probabilities are on
 * average too great, so is the mean. Blocks of the volume cannot show that, as all of them have it
 * in common.
 *
 * Sums of whole steps of 2⁻²⁴, so that bricks give the same. One pass: the volume's bytes, 1/8
 * B/voxel of `within`.
 */
export const expectedFraction = declareOp({
  name: 'expectedFraction',
  kind: 'reduce',
  inputs: { volume: input('volume'), within: optionalInput('mask') },
  params: {},
  exactness: 'exact',
  result: () => yields.result<ExpectedFraction>(),
  needs: (region, { volume }) => ({
    volume: cellsRegion(region, volume.size),
    within: cellsRegion(region, volume.size),
  }),
  notes: () => ({
    estimator: 'mean probability',
    interval: '95 %, integral range from the covariance; sampling only, not the classifier',
  }),
});

// Volume fraction with a confidence interval by the integral range.
import { map3, type Region, type Vec3 } from '../recipe/geometry.js';
import { yields } from '../recipe/meta.js';
import {
  declareOp,
  input,
  makeNode,
  optionalInput,
  optionalValueInput,
  type Node,
} from '../recipe/op.js';
import { countedWithin } from './missing_voxels.js';
import type { Inhomogeneity } from './slice_variation.js';

/** A volume fraction and what its interval rests on. */
export interface FractionValue {
  /** Fraction, 0 to 1: voxels of the mask among those counted; NaN where none is counted. */
  readonly value: number;
  /** Bounds of the interval, 0 to 1, at `confidence`; null where it cannot be given. */
  readonly interval: readonly [lo: number, hi: number] | null;
  /** Why there is no interval; null where there is one. */
  readonly reason: string | null;
  /** Level of the interval that is aimed at. */
  readonly confidence: 0.95;
  /**
   * Between which parts of simulated volumes worth as many samples such intervals held the true
   * fraction; null without an interval, and where the volume is not the same all over.
   */
  readonly coverage: readonly [least: number, most: number] | null;
  /** Voxels of the mask among those counted. */
  readonly voxels: number;
  /** Voxels counted. */
  readonly total: number;
  /** Voxels left out because they have no value: NaN in the volume that the mask was made of. */
  readonly withoutValue: number;
  /**
   * Integral range A in voxels: the volume that is worth one independent sample; null where
   * unknown.
   */
  readonly integralRange: number | null;
  /** Its 95 % interval, in voxels. */
  readonly integralRangeInterval: readonly [lo: number, hi: number] | null;
  /** V / A (no unit): how many independent samples the volume is worth; null where unknown. */
  readonly effectiveSamples: number | null;
  /**
   * Estimates of A from blocks side by side (Lantuéjoul 1991): edge in voxels, number of blocks,
   * and A in voxels. They show how A grows with the block; the interval does not rest on them.
   */
  readonly blocks: readonly {
    readonly size: number;
    readonly count: number;
    readonly integralRange: number;
  }[];
  /**
   * Whether slices, columns and octants vary as the structure within them says; null where unknown.
   * If not, A is larger by what was found.
   */
  readonly stationary: boolean | null;
  /** What speaks against it, by axis. */
  readonly inhomogeneities: readonly Inhomogeneity[];
  /** What a reader of the value must know; often nothing. */
  readonly warnings: readonly string[];
  /** What the interval says and does not say. */
  readonly estimator: string;
}

/** Blocks of 4 belong to the brick of their first voxel, which therefore reads 3 voxels further. */
export const FRACTION_HALO = 3;

/** The part of the volume that a brick of {@link fraction} reads. */
export function fractionRegion(region: Region, size: Vec3): Region {
  return {
    origin: region.origin,
    size: map3((i) =>
      i === 0
        ? region.size[0]
        : Math.min(region.size[i] + FRACTION_HALO, size[i] - region.origin[i]),
    ),
  };
}

/**
 * The fraction of a volume that is in a mask, with its 95 % interval, as {@link FractionValue};
 * with `within`, the fraction of the voxels of that mask.
 *
 * The interval covers sampling, that the volume is one part of a larger whole, and not
 * segmentation. Var φ = φ(1 − φ) A / V = Σ_h Σ r r′ / V² over the offsets h of pairs, r being
 * voxels less φ. Voxels are summed into at most 32³ cells first, which leaves the sum as it is. All
 * offsets together give 0, since φ is the sample's own; so the sum is taken over an ellipsoid H,
 * 2.75 to 4 standard deviations of the covariance along its own axes, and divided by 1 − |H|/V,
 * |H| being the part of the pairs of voxels in it (Dahari et al. 2024 solve for the variance in the
 * same way). The ellipsoid is found by adaptive moments, and goes on to the ends of the volume
 * where they reach half of it: fibres, lamellae. Where 1.5 or 2 deviations give more, as where
 * objects keep their distance, that counts. e^0.25 is allowed for covariance beyond H. Log A has a
 * standard deviation of √(0.35² + 3 |H|/V (1 − |H|/V)⁻²), and Wilson's interval takes the
 * quantile that a normal variable of such a variance has. There is none, with the reason, where φ
 * is 0 or 1, the ellipsoid holds 0.9 of the pairs, or V / A < 10.
 *
 * Slices across each axis are compared with the covariance within H: their variance (0.2 %
 * one-sided), and what of it is linear or quadratic from end to end (0.02 %). Where either is too
 * large, the volume is not `stationary`, and A is as many times larger. Two more tests find drifts
 * that a covariance takes for a structure which goes on across the slices. 4 × 4 columns along an
 * axis that vary in step in few half waves (16 cosines; power above 8 times that of columns on
 * their own, of the first two above 14 times) are as many samples as half waves. Octants that
 * differ by more than 7 times what their parts do, by the analysis of variance, are two samples.
 * Blocks side by side are given beside (Lantuéjoul 1991); with `within` they count by their voxels
 * of that mask.
 *
 * How often such intervals hold: `docs/phase-statistics.md`, measured by `npm run coverage --
 * fractions`.
 *
 * Exact counts. Above 2²³ voxels they are made on the GPU, in one pass over 1/8 B/voxel (twice that
 * with `within`); smaller masks are read back, 1 MiB at most, and counted on the host. Two
 * transforms of 2¹⁸ numbers on the host. C. Lantuéjoul, J. Microsc. 161 (1991) 387–403; A. Dahari,
 * R. Docherty, S. Kench and S. J. Cooper, arXiv 2410.19568 (2024).
 */
export const fraction = declareOp({
  name: 'fraction',
  version: 3,
  kind: 'reduce',
  inputs: {
    mask: input('mask'),
    within: optionalInput('mask'),
    withoutValue: optionalValueInput<number>(),
  },
  params: {},
  exactness: 'exact',
  result: () => yields.result<FractionValue>(),
  needs: (region, { mask }) => ({
    mask: fractionRegion(region, mask.size),
    within: fractionRegion(region, mask.size),
  }),
  notes: () => ({
    interval:
      '95 %, integral range from the covariance, Wilson’s interval; sampling only, not segmentation',
  }),
});

/** The node of {@link fraction} of a mask: voxels whose intensity was NaN are left out. */
export function fractionNode(mask: Node, within?: Node) {
  return makeNode(fraction, { mask, ...countedWithin(mask, within) });
}

// One level of a registration.
import { invalidArgument } from '../recipe/errors.js';
import { wholeRegion, type Region } from '../recipe/geometry.js';
import { yields, type GridMeta } from '../recipe/meta.js';
import { declareOp, input, inputApart, optionalInput, optionalValueInput } from '../recipe/op.js';
import { flag, integer, nullable, number, oneOf } from '../recipe/params.js';
import { transformParam } from '../recipe/transform_param.js';
import type { Standing } from './prominence.js';
import { METRICS } from './joint_metrics.js';
import { MODELS } from './motion.js';

/** A pose as plain data. */
export interface PoseValue {
  /** 12 numbers, as `Transform.matrix`: fixed to moving. */
  readonly transform: readonly number[];
  /** How alike the volumes are: nats of 'mi', the correlation of 'ncc', −(difference²) of 'ssd'. */
  readonly metric: number;
  /** Part of the fixed volume's samples that lie in the moving one, 0 to 1. */
  readonly overlap: number;
}

/** A step on the way to the top. */
export interface CurvePoint {
  /** Distance of the level's voxels, in the fixed volume's unit. */
  readonly spacing: number;
  readonly metric: number;
  readonly overlap: number;
}

/** What the finest level says of the best pose. */
export interface Precision {
  /** Names of the motion's parameters: see `motionOf`. */
  readonly parameters: readonly string[];
  /** Centre of turns and scales, in the fixed volume. */
  readonly centre: readonly number[];
  /** Covariance of the parameters, by rows; null where the metric has no top there. */
  readonly covariance: readonly (readonly number[])[] | null;
  /**
   * Greatest standard deviation of where the eight corners of the inner half of the fixed volume
   * lie, in its unit; null as the covariance.
   */
  readonly cornerError: number | null;
}

/** What a level hands to the next one. */
export interface LevelValue {
  /** Tops of the metric that are far apart, the best first. */
  readonly poses: readonly PoseValue[];
  readonly curve: readonly CurvePoint[];
  readonly evaluations: number;
  /** Distance of the level's voxels. */
  readonly spacing: number;
  /** How the tops stand out; null where there is none, and of a slice before the finest level. */
  readonly standing: Standing | null;
  /** Of the finest level. */
  readonly precision: Precision | null;
}

/**
 * What a pose takes of both grids: the brick at the origin does all of it; others need nothing, and
 * a voxel is the least there is.
 */
export function wholeAtOrigin(
  region: Region,
  grids: {
    readonly fixed: GridMeta;
    readonly moving: GridMeta;
    readonly within: GridMeta | undefined;
  },
) {
  const isFirst = region.origin.every((n) => n === 0);
  const least = { origin: [0, 0, 0], size: [1, 1, 1] } as const;
  const whole = isFirst ? wholeRegion(grids.fixed.size) : least;
  return {
    fixed: whole,
    moving: isFirst ? wholeRegion(grids.moving.size) : least,
    ...(grids.within === undefined ? {} : { within: whole }),
  };
}

/**
 * One level of a registration, as {@link LevelValue}: the poses of the coarser level (`before`), or
 * of a search of translations about `start`, taken to tops of the metric. Then translations beside
 * the best pose are searched, turned as it is: contents that repeat themselves have tops there.
 * Where a coarser level has one pose that stands out clearly, that alone is gone on with; where
 * none does, all translations are searched again: what is smaller than its voxels is lost there.
 * Both volumes are f32 levels 0 … 4095.
 *
 * Samples lie off the voxels' grid, in parts of 1/256 voxel at most, by an additive sequence within
 * each of 64 blocks: at voxels themselves, mutual information is falsely high (J. P. W. Pluim et
 * al., Comput. Vis. Image Underst. 77 (2000) 211). The moving volume is read between voxels, to
 * 1/256 voxel and 1/256 level, and counted by the integer weights of a cubic B-spline; all of it in
 * integers, so that the metric is the same on every adapter for the same levels. A sample that
 * weighs a voxel that is NaN does not count, as if it lay outside; infinities are ends of levels.
 *
 * Whole grids: 4 B/voxel of both, 8 B per sample, 4 KiB per transform and at most 64 of them for
 * each of 64 blocks.
 */
export const registerLevel = declareOp({
  name: 'registerLevel',
  kind: 'reduce',
  inputs: {
    fixed: input('volume'),
    moving: inputApart('volume'),
    within: optionalInput('mask'),
    before: optionalValueInput<LevelValue>(),
  },
  params: {
    model: oneOf(MODELS, 'rigid', 'What the transform may do.'),
    metric: oneOf(METRICS, 'mi', 'How alike volumes are.'),
    start: nullable(transformParam('Where the search starts; null: centres on each other.')),
    search: flag(
      true,
      'Whether translations are searched: about the start, then beside the best pose.',
    ),
    samples: integer({ default: 2 ** 18, min: 1024, max: 2 ** 21 }, 'Samples at most.'),
    overlap: number(
      { default: 0.25, min: 0.05, max: 1 },
      'Part of the samples that must lie in the moving volume.',
    ),
    seed: integer(
      { default: 0, min: 0, max: 2 ** 31 - 1 },
      'Where the sequence of samples starts.',
    ),
    isFinest: flag(false, 'Whether the precision is estimated.'),
  },
  exactness: 'float-dependent',
  result: ({ fixed, moving }) => {
    for (const [name, { storage }] of Object.entries({ fixed, moving }))
      if (storage !== 'f32')
        throw invalidArgument('registerLevel', name, `of ${storage}`, 'f32, levels 0 … 4095');
    return yields.plain<LevelValue>();
  },
  needs: wholeAtOrigin,
  notes: ({ model, metric, samples }) => ({
    registration: `${model} by ${metric}, at most ${String(samples)} samples off the grid, bins of cubic B-splines in integers, Newton's method with differences`,
  }),
});

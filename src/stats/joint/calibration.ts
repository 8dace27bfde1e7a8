// What a fine scan of a part says of the whole that was scanned coarsely.
import { invalidArgument } from '../../recipe/errors.js';
import type { Vec3 } from '../../recipe/geometry.js';
import { volumeOf } from '../../recipe/geometry.js';
import { yields } from '../../recipe/meta.js';
import { declareOp, input, makeNode, valueInput, type Node } from '../../recipe/op.js';
import { integer, oneOf } from '../../recipe/params.js';
import { drawOnLattice } from '../block_draws.js';
import { histogramNode, type Histogram } from '../histogram.js';
import { rangeNode, type Range } from '../range.js';
import { blockParam, blocksOf, MOST_BLOCKS, type BlockLattice } from './blocks.js';

/** What a calibration found for one bin of grey levels. */
export interface CalibratedLevel {
  /** Grey levels lo ≤ v < hi; the last bin of f32 holds hi. */
  readonly lo: number;
  readonly hi: number;
  /** Mean fraction of the sample's voxels in it; NaN where there are none. */
  readonly fraction: number;
  /** 95 %, by drawing blocks anew; NaN where no voxel of the sample is in it. */
  readonly interval: readonly [lo: number, hi: number];
  /** Voxels of the sample, and of the whole. */
  readonly sample: number;
  readonly whole: number;
}

/** A fraction that was seen in a sample, carried to the whole by grey levels. */
export interface CalibrationValue {
  readonly method: 'bins' | 'isotonic';
  readonly levels: readonly CalibratedLevel[];
  /** Mean fraction of the whole, 0 to 1: the levels' fractions by the whole's voxels in them. */
  readonly fraction: number;
  /** 95 %, by drawing the sample's blocks anew; NaN of fewer than 2 blocks. */
  readonly interval: readonly [lo: number, hi: number];
  /** Mean fraction of the sample itself. */
  readonly sampleFraction: number;
  /**
   * Part of the whole's voxels in grey levels that the sample does not have: they take the fraction
   * of the nearest that it has, of which the interval knows nothing.
   */
  readonly unseen: number;
  /** Blocks of the sample that hold voxels, and their edges. */
  readonly blocks: number;
  readonly edge: Vec3;
  /** What a reader of the value must know; often nothing. */
  readonly warnings: readonly string[];
}

/** Fractions are told apart in so many steps. */
export const FRACTION_STEPS = 256;
/** From this part on, `unseen` is warned of. */
const WARNED_UNSEEN = 0.01;

/** The edges of a calibration's bins: equal ones over the whole's range. */
export const calibrationParams = {
  bins: integer({ default: 16, min: 2, max: 64 }, 'Bins of grey levels.'),
  method: oneOf(
    ['bins', 'isotonic'],
    'bins',
    "The mean of each bin, or ('isotonic') the nearest means that only rise or only fall.",
  ),
  block: blockParam,
};

/**
 * Fractions by grey level, of a sample whose fraction was seen in a finer scan on the same grid, as
 * {@link CalibrationValue}. The sample's fraction is averaged in equal bins of the whole's range;
 * 'isotonic' pools neighbouring bins until means only rise or only fall (pool adjacent violators,
 * weighted by voxels; the direction that fits better). The whole's fraction is the mean of those by
 * its own voxels. The interval is of the sample's blocks, drawn anew, whole histogram as it is: it
 * covers that the sample is small, not that it may be of another kind than the whole, nor errors of
 * the segmentation or the registration. Fractions are read to the nearest 1/256, so that those of
 * 2³ and 4³ fine voxels are exact. Voxels of the sample whose fraction is NaN or not within 0 to 1,
 * or whose grey level is NaN or none of the whole, are left out, which `warnings` says.
 *
 * One pass over the sample's two volumes, two over the whole.
 */
export const calibration = declareOp({
  name: 'calibration',
  kind: 'reduce',
  inputs: {
    grey: input('volume'),
    fraction: input('volume'),
    range: valueInput<Range>(),
    whole: valueInput<Histogram>(),
  },
  params: calibrationParams,
  exactness: 'exact',
  result: ({ grey }, { block }) => {
    const blocks = volumeOf(blocksOf(grey.size, block).lattice);
    if (blocks > MOST_BLOCKS)
      throw invalidArgument('calibrate', 'block', block, `larger: there are ${blocks} blocks`);
    return yields.result<CalibrationValue>();
  },
  notes: ({ bins, method }) => ({
    estimator: `${method === 'bins' ? 'means' : 'isotonic regression of means'} of ${bins} equal bins of grey levels`,
    interval:
      '95 %, percentiles of 999 draws of blocks of the sample, and of blocks of twice the edge, the wider',
  }),
});

/** The node of {@link calibration}. */
export function calibrationNode(
  grey: Node,
  fraction: Node,
  whole: Node,
  params: {
    readonly bins: number;
    readonly method: 'bins' | 'isotonic';
    readonly block: number | null;
  },
) {
  return makeNode(
    calibration,
    { grey, fraction, range: rangeNode(whole), whole: histogramNode(whole, undefined, 4096) },
    params,
  );
}

/** Means that only rise, or only fall: adjacent ones that do not are pooled. */
export function isotonic(
  means: readonly number[],
  weights: readonly number[],
  rises: boolean,
): number[] {
  const pools: { mean: number; weight: number; bins: number[] }[] = [];
  means.forEach((mean, bin) => {
    if (!(weights[bin]! > 0)) return;
    pools.push({ mean, weight: weights[bin]!, bins: [bin] });
    for (;;) {
      const [a, b] = pools.slice(-2);
      if (pools.length < 2 || (rises ? a!.mean <= b!.mean : a!.mean >= b!.mean)) break;
      const weight = a!.weight + b!.weight;
      const pooled = (a!.mean * a!.weight + b!.mean * b!.weight) / weight;
      pools.splice(-2, 2, { mean: pooled, weight, bins: [...a!.bins, ...b!.bins] });
    }
  });
  const out = means.map(() => NaN);
  for (const { mean, bins } of pools) for (const bin of bins) out[bin] = mean;
  return out;
}

/** Sums of a block: voxels and fractions by bin of grey levels. */
export interface BlockLevels {
  readonly n: Float64Array;
  readonly sum: Float64Array;
}

/** {@link CalibrationValue} of the sample's blocks and the whole's voxels by bin. */
export function calibrationOf(
  blocks: readonly BlockLevels[],
  whole: Float64Array,
  edges: Float64Array,
  method: 'bins' | 'isotonic',
  { edge, lattice }: BlockLattice,
  missing: number,
): CalibrationValue {
  const bins = whole.length;
  const all = whole.reduce((sum, n) => sum + n, 0);
  const pooled = (of: readonly number[]): { n: number[]; means: number[] } => {
    const n = new Array<number>(bins).fill(0);
    const sums = new Array<number>(bins).fill(0);
    for (const i of of)
      for (let k = 0; k < bins; k += 1) {
        n[k]! += blocks[i]!.n[k]!;
        sums[k]! += blocks[i]!.sum[k]!;
      }
    const means = sums.map((sum, k) => (n[k]! > 0 ? sum / n[k]! : NaN));
    return { n, means };
  };
  const every = [...blocks.keys()].filter((i) => blocks[i]!.n.some((count) => count > 0));
  const { n, means } = pooled(every);
  const misfit = (rises: boolean): number =>
    isotonic(means, n, rises).reduce(
      (sum, m, k) => (n[k]! > 0 ? sum + n[k]! * (m - means[k]!) ** 2 : sum),
      0,
    );
  const rises = misfit(true) <= misfit(false);
  const fitted = ({ n, means }: { n: number[]; means: number[] }): number[] =>
    method === 'bins' ? means : isotonic(means, n, rises);
  const carried = (levels: readonly number[]): number => {
    let sum = 0;
    for (let k = 0; k < bins; k += 1) if (whole[k]! > 0) sum += whole[k]! * nearest(levels, k);
    return sum / all;
  };
  const levels = fitted({ n, means });
  const value = carried(levels);
  // Draws are the same each time, so that the levels of each are made once.
  const made: (readonly number[])[] = [];
  const draw = (statistic: (levels: readonly number[]) => number, fallback: number) => {
    let at = 0;
    const drawable = Number.isNaN(fallback) ? [] : every;
    const { interval } = drawOnLattice(lattice, drawable, (of) => {
      const drawn = statistic((made[at++] ??= fitted(pooled(of))));
      return Number.isNaN(drawn) ? fallback : drawn;
    });
    return [Math.max(0, interval[0]), Math.min(1, interval[1])] as const;
  };
  const unseen = whole.reduce((sum, w, k) => (n[k] === 0 ? sum + w : sum), 0) / all;
  const voxels = n.reduce((sum, k) => sum + k, 0);
  if (voxels === 0)
    throw invalidArgument(
      'calibrate',
      'fraction',
      'of no voxel within 0 to 1 where the coarse scan has a level of the whole',
      'fractions from 0 to 1, on the grid of the part that the fine scan covers',
    );
  const parts = blocks.reduce((sum, block) => sum + block.sum.reduce((s, k) => s + k, 0), 0);
  return {
    method,
    levels: levels.map((fraction, k) => ({
      ...{ lo: edges[k]!, hi: edges[k + 1]!, fraction },
      interval: draw((drawn) => drawn[k]!, fraction),
      ...{ sample: n[k]!, whole: whole[k]! },
    })),
    fraction: value,
    interval: draw(carried, value),
    sampleFraction: parts / voxels,
    ...{ unseen, blocks: every.length, edge },
    warnings: [
      ...(unseen > WARNED_UNSEEN
        ? [
            `${(100 * unseen).toFixed(1)} % of the whole have grey levels that the sample does not: they take the fraction of the nearest, which the interval does not cover.`,
          ]
        : []),
      ...(missing > 0
        ? [
            `${String(missing)} voxels of the sample are left out: their fraction is not within 0 to 1, or their grey level is none of the whole.`,
          ]
        : []),
    ],
  };
}

/** The level of a bin, or of the nearest that has one. */
function nearest(levels: readonly number[], k: number): number {
  for (let d = 0; d < levels.length; d += 1)
    for (const at of [k - d, k + d]) {
      const found = levels[at];
      if (found !== undefined && !Number.isNaN(found)) return found;
    }
  return NaN;
}

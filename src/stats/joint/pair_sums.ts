// Sums of the scores of two grids over blocks.
import { invalidArgument } from '../../recipe/errors.js';
import { volumeOf, type Vec3 } from '../../recipe/geometry.js';
import { yields } from '../../recipe/meta.js';
import { declareOp, input, optionalInput, optionalValueInput } from '../../recipe/op.js';
import { nullable, number, oneOf, integer } from '../../recipe/params.js';
import type { Histogram } from '../histogram.js';
import type { Range } from '../range.js';
import { blocksOf, MOST_BLOCKS } from './blocks.js';

/** Sums over blocks, a number for each block. */
export interface PairBlocks {
  readonly edge: Vec3;
  /** Blocks along each axis. */
  readonly lattice: Vec3;
  /** Voxels that have a score in both. */
  readonly n: Float64Array<ArrayBuffer>;
  readonly a: Float64Array<ArrayBuffer>;
  readonly b: Float64Array<ArrayBuffer>;
  readonly aa: Float64Array<ArrayBuffer>;
  readonly bb: Float64Array<ArrayBuffer>;
  readonly ab: Float64Array<ArrayBuffer>;
}

/** How values score: by themselves, by rank, by whether or how much they are above a threshold. */
export const SCORES = ['value', 'rank', 'above', 'amount'] as const;

/**
 * Sums over the blocks of a lattice of the scores of two volumes, whole numbers below 2^16: their
 * number, Σs, Σt, Σs², Σt², Σst; exact. 'value': the value from the least on, where there are up to
 * 65536 of them, else 65536 equal levels of the range. 'rank': the mean rank of the value's bin in
 * the histogram, in 65536ths. 'above': 1 above the threshold, else 0. 'amount': the value above the
 * threshold, else 0. Voxels without a finite value in both are left out. One pass over both.
 */
export const pairSums = declareOp({
  name: 'pairSums',
  kind: 'reduce',
  inputs: {
    a: input('volume'),
    b: input('volume'),
    within: optionalInput('mask'),
    rangeA: optionalValueInput<Range>(),
    rangeB: optionalValueInput<Range>(),
    histogramA: optionalValueInput<Histogram>(),
    histogramB: optionalValueInput<Histogram>(),
  },
  params: {
    scoreA: oneOf(SCORES, 'value', 'How the first scores.'),
    scoreB: oneOf(SCORES, 'value', 'How the second scores.'),
    thresholdA: number({ default: 0 }, 'Threshold of the first.'),
    thresholdB: number({ default: 0 }, 'Threshold of the second.'),
    block: nullable(integer({ min: 2 }, 'Edge of a block in voxels.')),
  },
  exactness: 'exact',
  result: ({ a }, { block }) => {
    const { lattice } = blocksOf(a.size, block);
    if (volumeOf(lattice) > MOST_BLOCKS)
      throw invalidArgument(
        'pairSums',
        'block',
        block,
        `larger: ${volumeOf(lattice)} blocks are more than ${MOST_BLOCKS}`,
      );
    return yields.plain<PairBlocks>();
  },
});

// Joint histogram of two volumes.
import { yields } from '../../recipe/meta.js';
import {
  declareOp,
  input,
  makeNode,
  optionalInput,
  valueInput,
  type Node,
} from '../../recipe/op.js';
import { integer } from '../../recipe/params.js';
import { rangeNode, type Range } from '../range.js';

/** How often which pairs of values occur. */
export interface JointHistogramValue {
  /** Numbers of bins of the volume and of the other. */
  readonly bins: readonly [a: number, b: number];
  /** Voxels by bin of the volume, then by bin of the other: `counts[i * bins[1] + j]`; exact. */
  readonly counts: Float64Array<ArrayBuffer>;
  /**
   * Edges of the bins of the volume, one more than bins: bin i has edge i ≤ v < edge i + 1, of f32
   * the last one also its end. Of integers they are whole.
   */
  readonly edgesA: Float64Array<ArrayBuffer>;
  /** Those of the other. */
  readonly edgesB: Float64Array<ArrayBuffer>;
  /** Voxels counted. */
  readonly total: number;
  /** Voxels that are NaN or infinite in either. */
  readonly missing: number;
}

/**
 * Joint histogram of two volumes, as {@link JointHistogramValue}: equal bins over the finite range
 * of each. Integers have bins of whole values, all of the same number, at most `bins` of them; f32
 * has `bins`. Bins are decided on integers, so that counts are the same on every adapter and in any
 * bricks. Two passes over each volume, 4 bytes for each pair of bins.
 */
export const jointHistogram = declareOp({
  name: 'jointHistogram',
  kind: 'reduce',
  inputs: {
    a: input('volume'),
    b: input('volume'),
    within: optionalInput('mask'),
    rangeA: valueInput<Range>(),
    rangeB: valueInput<Range>(),
  },
  params: {
    bins: integer({ default: 256, min: 2, max: 1024 }, 'Bins of each volume at most.'),
  },
  exactness: 'exact',
  result: () => yields.result<JointHistogramValue>(),
  notes: ({ bins }) => ({
    bins: `at most ${bins} equal bins over the range of each; whole values of integers`,
  }),
});

/** The node of a {@link jointHistogram}. */
export function jointHistogramNode(a: Node, b: Node, within: Node | undefined, bins: number) {
  return makeNode(
    jointHistogram,
    { a, b, within, rangeA: rangeNode(a, within), rangeB: rangeNode(b, within) },
    { bins },
  );
}

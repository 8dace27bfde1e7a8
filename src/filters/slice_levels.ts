// Slice-to-slice intensity correction.
import { yields } from '../recipe/meta.js';
import { declareOp, input, makeNode, valueInput, type Node, type ValueNode } from '../recipe/op.js';
import { nullable, oneOf, param, type Param } from '../recipe/params.js';
import { rangeNode, type Range } from '../stats/range.js';
import { rangeOfWide } from './stripe_profile.js';
import type { SliceCorrection } from './slice_correction.js';

/** What may differ from slice to slice. */
export const SLICE_MODELS = ['both', 'offset', 'gain'] as const;

/** How the grey levels of slices are made equal. */
export interface SliceLevelParams {
  readonly correct?: (typeof SLICE_MODELS)[number] | undefined;
  readonly window?: number | null | undefined;
}

/** An odd number of slices. */
function oddWindow(doc: string): Param<number, number, false> {
  return param({
    type: 'integer',
    doc,
    unit: 'slices',
    default: undefined,
    allowed: 'an odd number of slices ≥ 3',
    schema: { type: 'integer', minimum: 3, not: { multipleOf: 2 } },
    accept: (given): number | undefined =>
      typeof given === 'number' && Number.isInteger(given) && given >= 3 && given % 2 === 1
        ? given
        : undefined,
  });
}

/**
 * The gain and offset that give every slice across z the grey levels of the others, as a
 * {@link SliceCorrection}. Each slice's histogram (1024 bins over the range of the volume, of 32
 * bits over its `levelSpan`; whole numbers) is cut in two by Otsu's criterion; the medians of both
 * parts, by linear interpolation in their bins, are mapped to the medians over all slices of the
 * same (with `window`: over so many slices around, so that slow changes are kept). Being ranks
 * within parts, they follow gain and offset exactly and hardly depend on how much of a slice is
 * which material.
 *
 * `correct`: 'both', or just 'offset' or 'gain'. A slice with less than 1 % in one part, or whose
 * parts are less than half or more than twice as far apart as usual, is taken for one of a single
 * material and left as it is.
 *
 * Reads the volume twice (32 bits: three times at most): for its range or span, and for the
 * histograms, 8 B per occupied bin and workgroup.
 */
export const sliceLevels = declareOp({
  name: 'sliceLevels',
  kind: 'reduce',
  inputs: { volume: input('volume'), range: valueInput<Range>() },
  params: {
    correct: oneOf(
      SLICE_MODELS,
      'both',
      'What may differ from slice to slice and is made equal: offset, gain or both.',
    ),
    window: nullable(
      oddWindow('Over how many slices the usual grey levels are taken; null: over all.'),
    ),
  },
  exactness: 'exact',
  result: () => yields.plain<SliceCorrection>(),
  notes: ({ correct, window }) => ({
    slices: `${correct}, medians of the parts below and above Otsu's cut, to the median of ${window === null ? 'all slices' : `${String(window)} slices`}`,
  }),
});

/** The node of {@link sliceLevels}. */
export function sliceLevelsNode(
  volume: Node,
  params: SliceLevelParams = {},
): ValueNode<SliceCorrection> {
  const range = rangeOfWide(volume) ?? rangeNode(volume);
  return makeNode(sliceLevels, { volume, range }, { ...params });
}

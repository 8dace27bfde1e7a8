// Chord length distribution and lineal path function.
import { AXIS_INDEX, map3, type Axis, type Region, type Vec3 } from '../recipe/geometry.js';
import { yields } from '../recipe/meta.js';
import { declareOp, input, optionalInput } from '../recipe/op.js';
import { oneOf } from '../recipe/params.js';

/** Chords of a mask along an axis. */
export interface ChordLengthsValue {
  /** The axis along which chords run. */
  readonly axis: Axis;
  /** Lengths that occur or could: 1, 2, … voxels, in `unit`. */
  readonly lengths: Float64Array;
  /** Number of chords of each length. */
  readonly counts: Float64Array;
  /** Number of chords. */
  readonly number: number;
  /** Mean length, number-weighted, in `unit`; null without chords. */
  readonly mean: number | null;
  /** Mean length, weighted by length, in `unit`; null without chords. */
  readonly lengthWeightedMean: number | null;
  /** Unit of length. */
  readonly unit: string;
  /** Whether chords that touch the border of the volume or region were counted. */
  readonly edges: 'exclude' | 'include';
}

/** The lineal path function of a mask along an axis. */
export interface LinealPathValue {
  /** The axis along which segments lie. */
  readonly axis: Axis;
  /** Lengths of segments: 1, 2, … voxels, in `unit`; all that fit into the volume or region. */
  readonly lengths: Float64Array;
  /** Probability, 0 to 1, that all of a segment is in the mask. */
  readonly probability: Float64Array;
  /** Unit of length. */
  readonly unit: string;
}

/** What a brick of a statistic of lines reads: all of its lines. */
function linesOf(region: Region, axis: Axis, size: Vec3) {
  const along = AXIS_INDEX[axis];
  const lines: Region = {
    origin: map3((i) => (i === along ? 0 : region.origin[i])),
    size: map3((i) => (i === along ? size[i] : region.size[i])),
  };
  return { mask: lines, within: lines };
}

const shared = {
  kind: 'reduce',
  inputs: { mask: input('mask'), within: optionalInput('mask') },
  exactness: 'exact',
} as const;

/**
 * Lengths of the chords of a mask along an axis, runs of its voxels in a line, as
 * {@link ChordLengthsValue}. Chords that touch the volume's border are cut off there: they are left
 * out by default, which favours short chords, or counted as they are. With `within`, the parts of
 * chords in that mask, whose border cuts them off as that of the volume does.
 *
 * Exact. One pass over 1/8 B/voxel, twice that with `within`; two words per length are read back.
 */
export const chordLengths = declareOp({
  ...shared,
  name: 'chordLengths',
  params: {
    axis: oneOf(['x', 'y', 'z'], 'z', 'Axis along which chords are measured.'),
    edges: oneOf(
      ['exclude', 'include'],
      'exclude',
      "Whether chords that the volume's border cuts off are left out or counted as they are.",
    ),
  },
  result: () => yields.result<ChordLengthsValue>(),
  needs: (region, { mask }, { axis }) => linesOf(region, axis, mask.size),
  notes: ({ axis, edges }) => ({ chords: `along ${axis}`, edges }),
});

/**
 * The lineal path function of a mask along an axis, as {@link LinealPathValue}: the probability
 * that a segment of 1, 2, … voxels lies in the mask, over all places where it fits into the volume;
 * with `within`, where all of it lies in that mask, up to the longest that does. Exact; cost as
 * {@link chordLengths}, and 1/8 B/voxel more with `within`. Lu and Torquato, Phys. Rev. A 45 (1992)
 * 922, https://doi.org/10.1103/PhysRevA.45.922.
 */
export const linealPath = declareOp({
  ...shared,
  name: 'linealPath',
  params: { axis: oneOf(['x', 'y', 'z'], 'z', 'Axis along which segments lie.') },
  result: () => yields.result<LinealPathValue>(),
  needs: (region, { mask }, { axis }) => linesOf(region, axis, mask.size),
  notes: ({ axis }) => ({ segments: `along ${axis}` }),
});

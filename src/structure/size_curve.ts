// Cumulative size curves: granulometry, intrusion porosimetry.
import { invalidArgument } from '../recipe/errors.js';
import { physicalLength, type Length } from '../recipe/length.js';
import { yields } from '../recipe/meta.js';
import { declareOp, gridMeta, input, makeNode, valueInput, type Node } from '../recipe/op.js';
import { described, length, nullable, numbers } from '../recipe/params.js';
import { rangeNode, type Range } from '../stats/range.js';

/** How much of a phase has at least a diameter. */
export interface SizeCurveValue {
  /** Rising diameters, in `unit`. */
  readonly diameters: Float64Array;
  /** Unit of length. */
  readonly unit: string;
  /** Voxels with at least each diameter. */
  readonly voxels: Float64Array;
  /**
   * Their part of the phase, 0 to 1; NaN of an empty phase, which has no diameters unless they are
   * given.
   */
  readonly fraction: Float64Array;
  /** Their volume, in unit³. */
  readonly volume: Float64Array;
  /** Voxels of the phase. */
  readonly total: number;
}

/** Diameters that a curve has where none are given. */
export const DEFAULT_DIAMETERS = 25;

/**
 * How much of a mask has at least some diameters, by a volume of diameters, as
 * {@link SizeCurveValue}. `diameters` in the unit of length, rising; by default 25 in equal ratios
 * from the smallest spacing, the least diameter there is, to the greatest that occurs. A diameter
 * counts from one part in a million below, since volumes of diameters are f32. One pass of 4.1
 * B/voxel, two without `diameters`.
 */
export const sizeCurve = declareOp({
  name: 'sizeCurve',
  kind: 'reduce',
  inputs: { volume: input('volume'), within: input('mask'), range: valueInput<Range>() },
  params: {
    diameters: nullable(
      described(
        'Rising diameters of the curve; null: 25 in equal ratios, from the voxel size to the greatest that occurs.',
        numbers(),
        'length',
      ),
    ),
  },
  exactness: 'float-dependent',
  result: (_, { diameters }) => {
    const rising = diameters?.every((d, i) => d > (diameters[i - 1] ?? 0) && d < Infinity) ?? true;
    if (!rising)
      throw invalidArgument('sizeCurve', 'diameters', diameters, 'rising lengths above 0');
    return yields.result<SizeCurveValue>();
  },
  notes: () => ({ curve: 'part of the phase with at least the diameter' }),
});

/** The node of {@link sizeCurve}, of lengths in the unit or in voxels. */
export function sizeCurveNode(
  op: string,
  volume: Node,
  within: Node,
  diameters: readonly Length[] | undefined,
) {
  const given: unknown = diameters;
  if (given !== undefined && (!Array.isArray(given) || given.length === 0))
    throw invalidArgument(op, 'diameters', given, 'a list of rising lengths > 0');
  const physical = diameters?.map((wanted) => {
    const parsed = length().parse(wanted);
    if (parsed === undefined)
      throw invalidArgument(op, 'diameters', wanted, 'rising lengths > 0, or voxels(n)');
    return physicalLength(parsed, gridMeta(volume).spacing);
  });
  return makeNode(
    sizeCurve,
    { volume, within, range: rangeNode(volume, within) },
    { diameters: physical },
  );
}

// Minimum and maximum of a volume.
import { yields } from '../recipe/meta.js';
import { declareOp, input, makeNode, optionalInput, type Node } from '../recipe/op.js';

/** Least and greatest value of a volume. */
export interface Range {
  /** Least finite value, in intensity; NaN where there is none. */
  readonly min: number;
  /** Greatest finite value, in intensity; NaN where there is none. */
  readonly max: number;
  /** Voxels with a finite value. */
  readonly count: number;
  /** Voxels that are NaN. */
  readonly nan: number;
  /** Voxels that are −∞ or +∞. */
  readonly infinite: number;
}

/**
 * Least and greatest finite value of a volume, or of its voxels within a mask, as {@link Range}.
 * Exact in every dtype. Reads the volume once (and 1/8 B/voxel of mask): 1 B/voxel for u8.
 */
export const range = declareOp({
  name: 'range',
  kind: 'reduce',
  inputs: { volume: input('volume', 'labels'), within: optionalInput('mask') },
  params: {},
  exactness: 'exact',
  result: () => yields.plain<Range>(),
});

/** The node of a volume's {@link range}. */
export function rangeNode(volume: Node, within?: Node) {
  return makeNode(range, { volume, within });
}

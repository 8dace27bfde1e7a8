// A mask along an axis, column by column.
import { invalidArgument } from '../../recipe/errors.js';
import type { GridMeta } from '../../recipe/meta.js';
import { yields } from '../../recipe/meta.js';
import { declareOp, input } from '../../recipe/op.js';
import { integer, nullable, oneOf } from '../../recipe/params.js';
import type { StackAxis } from './sheets_data.js';

/** Where cells lie along an axis: the position of the first, and the distance of two. */
export interface CellsAlong {
  readonly first: number;
  readonly step: number;
}

/** A mask along an axis: for each row and column across it a list of bits. */
export interface MaskColumns {
  readonly unit: string;
  readonly axis: StackAxis;
  readonly columns: number;
  /** Voxels of a column. */
  readonly samples: number;
  readonly u: CellsAlong;
  readonly v: CellsAlong;
  readonly along: CellsAlong;
  /**
   * For each row words of 32 voxels: word w of column i is at w · `columns` + i, its lowest bit is
   * voxel 32 · w.
   */
  readonly rows: readonly Uint32Array[];
}

/** Indices of u, v and the axis of stacking, by its name. */
export const AXES: Readonly<Record<StackAxis, readonly [u: number, v: number, along: number]>> = {
  ...{ x: [1, 2, 0], y: [0, 2, 1], z: [0, 1, 2] },
};

/** Cells along u or v at most, where it is not said how many voxels lie between two. */
const MOST_CELLS = 512;

/** How columns lie in a grid. */
export function planColumns(
  { size }: GridMeta,
  { axis, every }: { readonly axis: StackAxis; readonly every: number | null },
) {
  const [u, v, along] = AXES[axis];
  const step = every ?? Math.ceil(Math.max(size[u]!, size[v]!) / MOST_CELLS);
  return {
    ...{ u, v, along, every: step, words: Math.ceil(size[along]! / 32) },
    columns: Math.ceil(size[u]! / step),
    rows: Math.ceil(size[v]! / step),
  };
}

/**
 * A mask along an axis, as {@link MaskColumns}: the voxels of every `every`-th column along both
 * axes across it (default so that there are at most 512 each way). The same bits in every bricking.
 * One pass: 1/8 B/voxel, and 1/8 B for each voxel of a column, which are read back.
 */
export const maskColumns = declareOp({
  name: 'maskColumns',
  kind: 'reduce',
  inputs: { mask: input('mask') },
  params: {
    axis: oneOf(['x', 'y', 'z'], 'z', 'The axis along which sheets lie on each other.'),
    every: nullable(
      integer(
        { min: 1, max: 65535 },
        'Voxels from one column to the next, along both axes across the stack.',
      ),
    ),
  },
  exactness: 'exact',
  result: ({ mask: { size } }, { axis, every }) => {
    const [u, v, along] = AXES[axis];
    if (size[along]! > 65535)
      throw invalidArgument('maskColumns', 'axis', axis, 'an axis of 65535 voxels at most');
    const most = Math.max(size[u]!, size[v]!);
    if (every !== null && every > most)
      throw invalidArgument('maskColumns', 'every', every, `1 … ${String(most)}, the longer side`);
    return yields.plain<MaskColumns>();
  },
});

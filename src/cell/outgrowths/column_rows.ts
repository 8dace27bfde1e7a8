// Results that stand in columns, on the host.
import type { Axis, Vec3 } from '../../recipe/geometry.js';
import { yields } from '../../recipe/meta.js';
import { declareOp, input } from '../../recipe/op.js';
import { normalParam } from './foil_blocks.js';

/** One value of every column, or of the few that have one. */
export type ColumnRow =
  | { readonly dense: Float32Array<ArrayBuffer> }
  | { readonly at: Uint32Array<ArrayBuffer>; readonly values: Float32Array<ArrayBuffer> };

/** The rows of all columns of a volume along an axis. */
export interface ColumnRows {
  readonly normal: Axis;
  /** Columns along the other axes, in their order, the first fastest. */
  readonly size: readonly [number, number];
  readonly rows: readonly ColumnRow[];
  /** Of the volume. */
  readonly spacing: Vec3;
  readonly origin: Vec3;
  readonly unit: string;
}

/**
 * The rows of a volume across `normal` as host data, NaN where there is no value; a row that less
 * than a quarter of the columns have is a list of these. One reading of 4 B/voxel.
 */
export const columnRows = declareOp({
  name: 'columnRows',
  kind: 'reduce',
  inputs: { volume: input('volume') },
  params: { normal: normalParam },
  exactness: 'exact',
  result: () => yields.plain<ColumnRows>(),
});

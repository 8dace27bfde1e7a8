// What is known of the sheets of a stack: where they lie.
import type { CellsAlong } from './mask_columns.js';

/** The axis along which sheets lie on each other. */
export type StackAxis = 'x' | 'y' | 'z';

/**
 * The sheets of an electrode in a stack, as they were measured on columns along its axis. Lengths
 * are in `unit`. `u` and `v` are the two axes across the stack, in the order x, y, z. Each sheet is
 * a table of columns along u and rows along v; sheets are counted from 0 at the lower end of the
 * axis. The cell (sheet, column, row) is at index (sheet · `rows` + row) · `columns` + column.
 */
export interface SheetsData {
  readonly unit: string;
  readonly axis: StackAxis;
  readonly sheets: number;
  /** The spacing along the axis. */
  readonly voxel: number;
  readonly columns: number;
  readonly rows: number;
  /** Position of the first column along u, and the distance of two; as much of rows along v. */
  readonly u: CellsAlong;
  readonly v: CellsAlong;
  /** Position of the sheet's middle along the axis; NaN where it was not seen. */
  readonly middle: Float32Array<ArrayBuffer>;
  /** Extent of the sheet along the axis; NaN where it was not seen. */
  readonly thickness: Float32Array<ArrayBuffer>;
}

// What is known of a wound sheet: where it lies, turn by turn.

/**
 * A wound sheet as it was measured on rays about its axis. Lengths are in `unit`, angles in radians
 * from x to y. The sheet is a table of columns, which follow each other along the spiral from its
 * inner end, and of rows along z; cell (column, row) is at index row · `columns` + column.
 */
export interface WindingsData {
  readonly unit: string;
  /** The roll's axis, a position for each slice of the volume. */
  readonly axis: { readonly x: Float64Array; readonly y: Float64Array };
  /** +1 where the radius grows with the angle, −1 where it grows against it. */
  readonly handed: 1 | -1;
  /** Columns in a turn. */
  readonly angles: number;
  /** Column c lies at the angle `handed` · 2π · (`firstColumn` + c) / `angles`. */
  readonly firstColumn: number;
  readonly columns: number;
  readonly rows: number;
  /** Position along z of the first row, and the distance of two rows. */
  readonly firstZ: number;
  readonly stepZ: number;
  /** Distance of the sheet's middle from the axis; NaN where the sheet was not seen. */
  readonly middle: Float32Array<ArrayBuffer>;
  /** Extent of the sheet along the radius; NaN where it was not seen. */
  readonly thickness: Float32Array<ArrayBuffer>;
}

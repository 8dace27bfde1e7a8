/** The values of a column. */
export type ColumnValues = Float64Array | Float32Array | Uint32Array | Int32Array | Uint8Array;

/** A column as plain data. */
export interface ColumnData {
  readonly name: string;
  /** '' for pure numbers. */
  readonly unit: string;
  readonly description: string;
  readonly data: ColumnValues;
}

/** A table as plain data, as it leaves the engine: typed columns of equal length. */
export interface TableData {
  readonly rows: number;
  readonly columns: readonly ColumnData[];
}

/** The values of a column, or undefined where there is none of that name. */
export function columnValues(table: TableData, name: string): ColumnValues | undefined {
  return table.columns.find((column) => column.name === name)?.data;
}

/** A pore network as plain data. */
export interface NetworkData {
  /** One row per pore, by rising label. */
  readonly pores: TableData;
  /** One row per throat, by its two pores. */
  readonly throats: TableData;
}

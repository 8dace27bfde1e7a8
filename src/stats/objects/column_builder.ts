import type { ColumnData, ColumnValues, TableData } from '../../recipe/table_data.js';

/** Collects the columns of a table of objects; the first is `label`. */
export class ColumnBuilder {
  readonly #ids: Uint32Array;
  readonly #columns: ColumnData[];

  constructor(ids: Uint32Array) {
    this.#ids = ids;
    this.#columns = [{ name: 'label', unit: '', description: 'id of the object', data: ids }];
  }

  /** Adds values that are there. */
  add(name: string, unit: string, description: string, data: ColumnValues): void {
    this.#columns.push({ name, unit, description, data });
  }

  /** Adds a column that is filled row by row; a cell that is not set has no value (NaN). */
  empty(name: string, unit: string, description: string): Float64Array {
    const data = new Float64Array(this.#ids.length).fill(NaN);
    this.add(name, unit, description, data);
    return data;
  }

  /** Adds a value per row. */
  computed(name: string, unit: string, description: string, value: (row: number) => number): void {
    const data = this.empty(name, unit, description);
    for (let row = 0; row < data.length; row += 1) data[row] = value(row);
  }

  table(): TableData {
    return { rows: this.#ids.length, columns: this.#columns };
  }
}

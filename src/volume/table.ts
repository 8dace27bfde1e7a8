import type { Provenance } from '../recipe/backend.js';
import { invalidArgument } from '../recipe/errors.js';
import { TableStatistics } from './methods/table_statistics.js';

/** Values of a column. */
export type ColumnData = Float64Array | Float32Array | Uint32Array | Int32Array | Uint8Array;

/** One column: a typed array with its unit and what it means. */
export interface Column {
  readonly name: string;
  /** '' for pure numbers. */
  readonly unit: string;
  readonly description: string;
  readonly data: ColumnData;
}

/** Lines of one part of a CSV. */
const CSV_LINES = 4096;

/** A row of a table as an object. */
export type Row = Readonly<Record<string, number>>;

/**
 * A table of typed columns: one row per object. It stays usable with a million rows, since nothing is
 * made per row until it is asked for. A cell that has no value is NaN: CSV leaves it empty, JSON writes null,
 * statistics leave it out.
 */
export class Table extends TableStatistics implements Iterable<Row> {
  /** Number of rows. */
  readonly length: number;
  readonly columns: readonly Column[];
  /** What the table was computed by. */
  readonly provenance: Provenance;
  readonly #byName: ReadonlyMap<string, Column>;

  /** @internal */
  constructor(columns: readonly Column[], provenance: Provenance) {
    super();
    this.columns = columns;
    this.length = columns[0]?.data.length ?? 0;
    this.provenance = provenance;
    this.#byName = new Map(columns.map((column) => [column.name, column]));
  }

  /** Names of all columns, in order. */
  get columnNames(): string[] {
    return this.columns.map(({ name }) => name);
  }

  /**
   * The values of a column. They are the table's own: do not change them.
   *
   * @throws VoxmetryError `invalid-argument` when there is no such column; the message lists those that are there.
   */
  override column(name: string): ColumnData {
    const found = this.#byName.get(name);
    if (found === undefined)
      throw invalidArgument('column', 'name', name, this.columnNames.join(', '));
    return found.data;
  }

  /**
   * One row as an object.
   *
   * @throws VoxmetryError `invalid-argument` when there is no such row.
   */
  row(index: number): Row {
    if (!Number.isInteger(index) || index < 0 || index >= this.length)
      throw invalidArgument(
        'row',
        'index',
        index,
        `an integer from 0 to below ${String(this.length)}`,
      );
    return Object.fromEntries(this.columns.map(({ name, data }) => [name, data[index]!]));
  }

  /** All rows, each made as it is reached. */
  *rows(): Generator<Row> {
    for (let i = 0; i < this.length; i++) yield this.row(i);
  }

  /** Rows one after the other, for `for … of`. */
  [Symbol.iterator](): Iterator<Row> {
    return this.rows();
  }

  /**
   * The table as CSV (RFC 4180, `\n` line ends): a header with units in brackets, full precision, empty
   * where a value is not defined (NaN).
   */
  toCSV(): string {
    return [...this.csvParts()].join('');
  }

  /** The CSV of `toCSV` in parts of some thousand lines, for tables whose text is too long for one string. */
  *csvParts(): Generator<string> {
    const header = this.columns.map(({ name, unit }) =>
      quote(unit === '' ? name : `${name} [${unit}]`),
    );
    yield `${header.join(',')}\n`;
    const datas = this.columns.map(({ data }) => data);
    for (let from = 0; from < this.length; from += CSV_LINES) {
      const end = Math.min(this.length, from + CSV_LINES);
      let text = '';
      for (let i = from; i < end; i++) text += `${datas.map((data) => cell(data[i]!)).join(',')}\n`;
      yield text;
    }
  }

  /** The table as plain data for JSON: columns with arrays; null where a value is not defined (NaN), infinities as strings. */
  toJSON(): {
    rows: number;
    columns: {
      name: string;
      unit: string;
      description: string;
      values: (number | string | null)[];
    }[];
  } {
    return {
      rows: this.length,
      columns: this.columns.map(({ name, unit, description, data }) => ({
        name,
        unit,
        description,
        values: Array.from(data as ArrayLike<number>, (n) =>
          Number.isNaN(n) ? null : Number.isFinite(n) ? n : String(n),
        ),
      })),
    };
  }
}

function cell(value: number): string {
  return Number.isNaN(value) ? '' : String(value);
}

function quote(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

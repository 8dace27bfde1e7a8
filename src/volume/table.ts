import type { Provenance } from '../recipe/backend.js';
import { invalidArgument } from '../recipe/errors.js';
import { tableStatistics } from './table_statistics.js';
import { named } from '../recipe/named.js';

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
 * A table of typed columns: one row per object. It stays usable with a million rows, since nothing
 * is made per row until it is asked for. A cell that has no value is NaN: CSV leaves it empty, JSON
 * writes null, statistics leave it out.
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- joined with its statistics below
export class Table<N extends string = string> implements Iterable<Row> {
  /** Number of rows. */
  readonly length: number;
  readonly columns: readonly Column[];
  /** What the table was computed by. */
  readonly provenance: Provenance;
  readonly #byName: ReadonlyMap<string, Column>;

  /** @internal */
  constructor(columns: readonly Column[], provenance: Provenance) {
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
   * @throws VoxmetryError `invalid-argument` when there is no such column; the message lists those
   * that are there.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 0, 2, 2]), size: [4, 1, 1] });
   * const table = await scan.toLabels().measure();
   * console.assert(table.column('voxels').join() === '1,2');
   * await lab.dispose();
   * ```
   */
  column(name: N): ColumnData;
  // Names that are made when the program runs, such as 'intensityP90', are checked then.
  column(name: string): ColumnData;
  column(name: string): ColumnData {
    const found = this.#byName.get(name);
    if (found === undefined)
      throw invalidArgument('column', 'name', name, this.columnNames.join(', '));
    return found.data;
  }

  /**
   * One row as an object.
   *
   * @throws VoxmetryError `invalid-argument` when there is no such row.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 0, 2, 2]), size: [4, 1, 1] });
   * const table = await scan.toLabels().measure({ columns: ['label', 'voxels'] });
   * console.assert(JSON.stringify(table.row(1)) === '{"label":2,"voxels":2}');
   * await lab.dispose();
   * ```
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

  /**
   * All rows, each made as it is reached.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 0, 2, 2]), size: [4, 1, 1] });
   * const table = await scan.toLabels().measure();
   * const large: number[] = [];
   * for (const { label, voxels } of table.rows()) if (voxels! > 1) large.push(label!);
   * console.assert(large.join() === '2');
   * await lab.dispose();
   * ```
   */
  *rows(): Generator<Row> {
    for (let i = 0; i < this.length; i++) yield this.row(i);
  }

  /** Rows one after the other, for `for … of`. */
  [Symbol.iterator](): Iterator<Row> {
    return this.rows();
  }

  /**
   * The table as CSV (RFC 4180, `\n` line ends): a header with units in brackets, full precision,
   * empty where a value is not defined (NaN).
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const data = new Uint8Array([1, 0, 2, 2]);
   * const scan = await lab.open({ data, size: [4, 1, 1] }, { spacing: [2, 2, 2], unit: 'µm' });
   * const table = await scan.toLabels().measure({ columns: ['label', 'volume'] });
   * console.assert(table.toCSV() === 'label,volume [µm³]\n1,8\n2,16\n');
   * await lab.dispose();
   * ```
   */
  toCSV(): string {
    return [...this.csvParts()].join('');
  }

  /**
   * The CSV of `toCSV` in parts of some thousand lines, for tables whose text is too long for one
   * string.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 0, 2, 2]), size: [4, 1, 1] });
   * const table = await scan.toLabels().measure({ columns: ['label', 'voxels'] });
   * const blob = new Blob([...table.csvParts()], { type: 'text/csv' });
   * console.assert((await blob.text()) === 'label,voxels\n1,1\n2,2\n');
   * await lab.dispose();
   * ```
   */
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

  /**
   * The table as plain data for JSON: columns with arrays; null where a value is not defined (NaN),
   * infinities as strings.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 0, 2, 2]), size: [4, 1, 1] });
   * const table = await scan.toLabels().measure({ columns: ['label', 'voxels'] });
   * const { rows, columns } = table.toJSON();
   * console.assert(rows === 2 && columns[1]?.values.join() === '1,2');
   * await lab.dispose();
   * ```
   */
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

  /**
   * The table as a Parquet file, for pandas, Polars, DuckDB and the like: doubles, floats, ids and
   * counts as integers of 64 bits, others of 32, flags of 8. A cell without a value (NaN) is null.
   * Its key-value metadata hold `voxmetry.columns`, JSON of name, unit and description of every
   * column, and `voxmetry.provenance`.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 0, 2, 2]), size: [4, 1, 1] });
   * const bytes = await (await scan.toLabels().measure()).toParquet();
   * console.assert(new TextDecoder().decode(bytes.subarray(0, 4)) === 'PAR1');
   * await lab.dispose();
   * ```
   */
  async toParquet(): Promise<Uint8Array<ArrayBuffer>> {
    return (await import('../exchange/parquet.js')).writeParquet(this.columns, this.provenance);
  }

  /**
   * The table as an Arrow file (Feather 2), which is read without a copy. A cell without a value
   * (NaN) is null. Fields have `unit` and `description` as metadata, the schema
   * `voxmetry.provenance`.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 0, 2, 2]), size: [4, 1, 1] });
   * const bytes = await (await scan.toLabels().measure()).toArrow();
   * console.assert(new TextDecoder().decode(bytes.subarray(0, 6)) === 'ARROW1');
   * await lab.dispose();
   * ```
   */
  async toArrow(): Promise<Uint8Array<ArrayBuffer>> {
    return (await import('../exchange/arrow.js')).writeArrow(this.columns, this.provenance);
  }
}

type Statistics = typeof tableStatistics;
// eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-unused-vars -- as the class
export interface Table<N extends string = string> extends Readonly<Statistics> {}
Object.defineProperties(Table.prototype, Object.getOwnPropertyDescriptors(tableStatistics));

function cell(value: number): string {
  return Number.isNaN(value) ? '' : String(value);
}

function quote(given: string): string {
  // Names of phases and units come from files: a spreadsheet must not take one for a formula.
  const text = /^[=+\-@\t\r]/.test(given) ? `'${given}` : given;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

named('Table', Table);

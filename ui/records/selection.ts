// Chosen rows of records: by conditions on any field or metadata, and in groups.
import { NUMBER_FIELDS, refused, TEXT_FIELDS, type NumberField } from './fields.js';
import type { RecordColumns } from './record_columns.js';
import type { SampleTable } from './sample_table.js';

/** What a row must be: one value, one of several, or within bounds, which belong to it. */
export type Condition =
  | string
  | number
  | readonly (string | number)[]
  | { readonly min?: number | undefined; readonly max?: number | undefined };

/** Conditions by field or column of metadata; all must hold. */
export type Where = Readonly<Record<string, Condition>>;

/** A column as numbers of its different values. */
export interface Dimension {
  readonly values: readonly (string | number | undefined)[];
  /** The place of a row's value among `values`. */
  readonly codes: Uint32Array;
  /** Where the codes are those of samples: the sample of each row. */
  readonly sampleOfRow: Uint32Array | undefined;
}

/** A column of records or of their samples by its name. */
export function dimensionOf(columns: RecordColumns, samples: SampleTable, name: string): Dimension {
  const field = TEXT_FIELDS.find((each) => each === name);
  if (field !== undefined) {
    const { words, codes } = columns.text[field];
    return { values: words, codes, sampleOfRow: undefined };
  }
  const { words, codes: sampleOfRow } = columns.text.sample;
  const values: (string | number | undefined)[] = [];
  const places = new Map<string | number | undefined, number>();
  const codes = Uint32Array.from(words, (sample) => {
    const value = samples.valueOf(sample, name);
    let place = places.get(value);
    if (place === undefined) {
      place = values.push(value) - 1;
      places.set(value, place);
    }
    return place;
  });
  return { values, codes, sampleOfRow };
}

/** The place of each row's value among the values of a column, for some rows. */
export function codesOf({ codes, sampleOfRow }: Dimension, rows: Uint32Array): Uint32Array {
  const found = new Uint32Array(rows.length);
  if (sampleOfRow === undefined) for (let i = 0; i < rows.length; i++) found[i] = codes[rows[i]!]!;
  else for (let i = 0; i < rows.length; i++) found[i] = codes[sampleOfRow[rows[i]!]!]!;
  return found;
}

/** The rows for which all conditions hold, rising. */
export function rowsWhere(
  columns: RecordColumns,
  samples: SampleTable,
  where: Where,
): Uint32Array<ArrayBuffer> {
  let rows = Uint32Array.from({ length: columns.length }, (_, row) => row);
  for (const [name, condition] of Object.entries(where)) {
    const holds = holdsOf(name, condition);
    const numbers = numbersOf(columns, name);
    if (numbers !== undefined) {
      rows = rows.filter((row) => holds(numbers[row]));
      continue;
    }
    const dimension = dimensionOf(columns, samples, name);
    const allowed = Uint8Array.from(dimension.values, (value) => (holds(value) ? 1 : 0));
    const codes = codesOf(dimension, rows);
    let count = 0;
    for (let i = 0; i < rows.length; i++) if (allowed[codes[i]!] === 1) rows[count++] = rows[i]!;
    rows = rows.subarray(0, count);
  }
  return rows;
}

function numbersOf(columns: RecordColumns, name: string): Float64Array | undefined {
  const field = NUMBER_FIELDS.find((each) => each === name);
  return field === undefined ? undefined : columns.numbers[field satisfies NumberField];
}

function holdsOf(
  name: string,
  condition: Condition,
): (value: string | number | undefined) => boolean {
  if (typeof condition === 'string' || typeof condition === 'number')
    return (value) => value === condition;
  if (isList(condition)) {
    const allowed = new Set<unknown>(condition);
    return (value) => allowed.has(value);
  }
  const { min = -Infinity, max = Infinity } = condition;
  if (Number.isNaN(min) || Number.isNaN(max))
    throw refused(`records: a bound of ${name} is NaN; give a number, or leave it out.`);
  return (value) => typeof value === 'number' && value >= min && value <= max;
}

function isList(condition: Condition): condition is readonly (string | number)[] {
  return Array.isArray(condition);
}

/** Rows that have the same values of some columns. */
export interface RowGroup {
  readonly group: Readonly<Record<string, string | number | undefined>>;
  readonly rows: Uint32Array<ArrayBuffer>;
}

/** Rows in groups, in the order in which these are first met. */
export function groupRows(
  columns: RecordColumns,
  samples: SampleTable,
  rows: Uint32Array,
  names: readonly string[],
): readonly RowGroup[] {
  const dimensions = names.map((name) => dimensionOf(columns, samples, name));
  const keys = new Float64Array(rows.length);
  for (const dimension of dimensions) {
    const codes = codesOf(dimension, rows);
    const stride = dimension.values.length;
    for (let i = 0; i < rows.length; i++) keys[i] = keys[i]! * stride + codes[i]!;
  }
  const places = new Map<number, number>();
  const counts: number[] = [];
  const groupOf = new Uint32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const key = keys[i]!;
    let place = places.get(key);
    if (place === undefined) {
      place = counts.push(0) - 1;
      places.set(key, place);
    }
    counts[place]! += 1;
    groupOf[i] = place;
  }
  const lists = counts.map((count) => new Uint32Array(count));
  const filled = new Uint32Array(counts.length);
  for (let i = 0; i < rows.length; i++) {
    const place = groupOf[i]!;
    lists[place]![filled[place]!++] = rows[i]!;
  }
  return lists.map((list) => ({
    rows: list,
    group: Object.fromEntries(
      names.map((name, i) => {
        const dimension = dimensions[i]!;
        const [code] = codesOf(dimension, list.subarray(0, 1));
        return [name, dimension.values[code!]];
      }),
    ),
  }));
}

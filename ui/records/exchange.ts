// Records as files of other programs, and back: CSV, Parquet, JSON, RO-Crate.
import type { Column } from 'voxmetry';
import { csvOf, readCsv } from './csv.js';
import {
  isField,
  NUMBER_FIELDS,
  refused,
  SAMPLE_FIELDS,
  TEXT_FIELDS,
  type MetadataColumn,
  type RecordRow,
} from './fields.js';
import {
  lengthOf,
  numberIn,
  recordFileColumns,
  recordsOfColumns,
  samplesOfColumns,
  textIn,
} from './kept_files.js';
import { OBJECTS_KEY, type ObjectTable } from './object_tables.js';
import { readParquetFile, writeParquetFile, type FileColumn } from './parquet_file.js';
import type { AddedSample, Records } from './records.js';
import type { Where } from './selection.js';
import { unzip } from './zip.js';

/** Formats of one file. */
export type RecordFormat = 'csv' | 'parquet' | 'json';

/** Where a Parquet file says what its columns of metadata are. */
const METADATA_KEY = 'voxmetry.metadata';

/** Chosen records as one flat table: a row each, with what is known of its sample. */
export function flatColumns(records: Records, where: Where = {}): readonly FileColumn[] {
  const rows = records.select(where);
  const ofSamples = new Map(records.samples.map((sample) => [sample.sample, sample]));
  const samples = Array.from(rows, (row) => ofSamples.get(records.columns.word('sample', row)));
  return [
    ...recordFileColumns(records.columns, rows),
    ...SAMPLE_FIELDS.map((name) => ({ name, texts: samples.map((each) => each?.[name] ?? '') })),
    ...records.metadataColumns.map(({ name, kind }) => {
      const values = samples.map((each) => each?.metadata[name]);
      return kind === 'number'
        ? { name, numbers: values.map((value) => (value === undefined ? NaN : Number(value))) }
        : { name, texts: values.map((value) => String(value ?? '')) };
    }),
  ];
}

/**
 * Records as a file: one row per sample, recipe and metric, with what is said of the sample. CSV
 * has points, the units of metadata in brackets, and empty cells where there is no value.
 *
 * @param where - Which records; all if left out.
 * @example
 * ```ts
 * import { exportRecords, openRecords } from 'voxmetry/records';
 * const csv = new TextDecoder().decode(await exportRecords(await openRecords(), 'csv'));
 * console.assert(csv.startsWith('sample,metric,unit,'));
 * ```
 */
export async function exportRecords(
  records: Records,
  format: RecordFormat,
  where: Where = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const columns = flatColumns(records, where);
  const metadata = records.metadataColumns;
  if (format === 'parquet')
    return writeParquetFile({ columns, metadata: { [METADATA_KEY]: JSON.stringify(metadata) } });
  if (format === 'csv') return bytesOf(csvOf(columns.map((column) => withUnit(column, metadata))));
  const rows = columns[0] === undefined ? 0 : lengthOf(columns[0]);
  const table = Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(
      columns.flatMap((column) => {
        const value = 'texts' in column ? textIn(column, row) : cell(numberIn(column, row));
        return value === '' ? [] : [[column.name, value]];
      }),
    ),
  );
  const whole = { format: 'voxmetry-records/1', metadata, limits: records.limits, records: table };
  return bytesOf(`${JSON.stringify(whole, null, 1)}\n`);
}

/** A number as JSON has it. */
function cell(value: number): number | string | null {
  if (Number.isNaN(value)) return null;
  return Number.isFinite(value) ? value : String(value);
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function withUnit(column: FileColumn, metadata: readonly MetadataColumn[]): FileColumn {
  const unit = metadata.find(({ name }) => name === column.name)?.unit ?? '';
  return unit === '' ? column : { ...column, name: `${column.name} [${unit}]` };
}

/**
 * Adds the records of a file: CSV, Parquet or JSON as {@link exportRecords} writes them, or a zip
 * of an RO-Crate. Other columns become metadata of the samples. All of it is added, or nothing.
 *
 * @returns How many records there were.
 * @throws VoxmetryError `invalid-argument` where it lacks a column or a sample is of another file;
 * `corrupt-file` where it cannot be read.
 * @example
 * ```ts
 * import { exportRecords, importRecords, openRecords } from 'voxmetry/records';
 * const bytes = await exportRecords(await openRecords(), 'parquet');
 * console.assert((await importRecords(await openRecords(), bytes, 'records.parquet')) === 0);
 * ```
 */
export async function importRecords(
  records: Records,
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
): Promise<number> {
  const begins = new TextDecoder().decode(bytes.subarray(0, 4));
  if (begins.startsWith('PK')) return importCrate(records, bytes, name);
  const { columns, metadata } = begins.startsWith('PAR1')
    ? await parquetTable(bytes, name)
    : textTable(new TextDecoder().decode(bytes), name);
  return addTable(records, columns, metadata, new Map());
}

interface FlatTable {
  readonly columns: readonly FileColumn[];
  readonly metadata: readonly MetadataColumn[];
}

async function parquetTable(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<FlatTable> {
  const file = await readParquetFile(bytes, name);
  const said = file.metadata[METADATA_KEY];
  return {
    columns: file.columns,
    metadata:
      said === undefined
        ? file.columns
            .filter((column) => !isField(column.name))
            .map((column) => ({
              name: column.name,
              kind: 'texts' in column ? ('text' as const) : ('number' as const),
              unit: '',
            }))
        : (JSON.parse(said) as readonly MetadataColumn[]),
  };
}

function textTable(text: string, name: string): FlatTable {
  const columns = text.trimStart().startsWith('{') ? jsonColumns(text, name) : readCsv(text);
  const metadata: MetadataColumn[] = [];
  const plain = columns.map((column) => {
    if (isField(column.name)) return column;
    const [, own = column.name, unit = ''] = /^(.+) \[([^\]]+)\]$/.exec(column.name) ?? [];
    const rows = Array.from({ length: lengthOf(column) }, (_, row) => row);
    const kind = rows.every((row) => Number.isFinite(Number(textIn(column, row))))
      ? 'number'
      : 'text';
    metadata.push({ name: own, kind, unit });
    return { ...column, name: own };
  });
  return { columns: plain, metadata };
}

function jsonColumns(text: string, name: string): readonly FileColumn[] {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw refused(`records: ${name} is no JSON.`);
  }
  const { records: rows, metadata = [] } = given as {
    readonly records?: readonly Readonly<Record<string, unknown>>[];
    readonly metadata?: readonly MetadataColumn[];
  };
  if (!Array.isArray(rows)) throw refused(`records: ${name} has no list 'records'.`);
  const table = rows as readonly Readonly<Record<string, unknown>>[];
  const others = table.flatMap((row) => Object.keys(row)).filter((each) => !isField(each));
  const names = new Set([...TEXT_FIELDS, ...NUMBER_FIELDS, ...SAMPLE_FIELDS, ...others]);
  const text_ = (value: unknown): string =>
    typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return Array.from(names, (each) => {
    const unit = metadata.find((column) => column.name === each)?.unit ?? '';
    return {
      name: unit === '' ? each : `${each} [${unit}]`,
      texts: table.map((row) => text_(row[each])),
    };
  });
}

async function importCrate(
  records: Records,
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
): Promise<number> {
  const files = await unzip(bytes, name);
  const paths = [...files.keys()];
  const main = paths.find((path) => /(^|\/)records\.parquet$/.test(path));
  if (main === undefined)
    throw refused(`records: ${name} has no records.parquet; it is no crate of records.`);
  const objects = new Map<string, ObjectTable[]>();
  for (const path of paths.filter((each) => /(^|\/)objects\/[^/]+\.parquet$/.test(each))) {
    const file = await readParquetFile(files.get(path)!, path);
    const said = file.metadata[OBJECTS_KEY];
    if (said === undefined) continue;
    const { sample, measure, recipe, columns } = JSON.parse(said) as {
      readonly sample: string;
      readonly measure: string;
      readonly recipe: string;
      readonly columns: readonly Omit<Column, 'data'>[];
    };
    const filled = columns.map((fact) => {
      const column = file.columns.find((each) => each.name === fact.name);
      const length = column === undefined ? 0 : lengthOf(column);
      return { ...fact, data: Float64Array.from({ length }, (_, i) => numberIn(column, i)) };
    });
    objects.set(sample, [...(objects.get(sample) ?? []), { measure, recipe, columns: filled }]);
  }
  const { columns, metadata } = await parquetTable(files.get(main)!, main);
  return addTable(records, columns, metadata, objects);
}

async function addTable(
  records: Records,
  columns: readonly FileColumn[],
  metadata: readonly MetadataColumn[],
  objects: ReadonlyMap<string, readonly ObjectTable[]>,
): Promise<number> {
  const rows = recordsOfColumns(columns);
  const wrong = rows.findIndex(({ sample, metric }) => sample === '' || metric === '');
  if (wrong >= 0)
    throw refused(`records: row ${String(wrong + 1)} has no sample or no metric.`, { row: wrong });
  const bySample = new Map<string, RecordRow[]>();
  for (const row of rows) {
    const own = bySample.get(row.sample);
    if (own === undefined) bySample.set(row.sample, [row]);
    else own.push(row);
  }
  const added = samplesOfColumns(columns, metadata).map((sample): AddedSample => ({
    ...sample,
    values: bySample.get(sample.sample) ?? [],
    objects: objects.get(sample.sample),
  }));
  await records.addAll(added, metadata);
  return rows.length;
}

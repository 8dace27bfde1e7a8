// How records lie in a store: an index, which is written last, names the files that count.
import { VoxmetryError, type Column } from 'voxmetry';
import {
  NUMBER_FIELDS,
  refused,
  SAMPLE_FIELDS,
  TEXT_FIELDS,
  type MetadataColumn,
  type RecordRow,
  type Sample,
} from './fields.js';
import type { Limit } from './limits.js';
import type { KeptObjects } from './object_tables.js';
import { readParquetFile, writeParquetFile, type FileColumn } from './parquet_file.js';
import type { RecordColumns } from './record_columns.js';
import type { RecordStore } from './record_store.js';

/** What the indexes of this version say that they are. */
const FORMAT = 'voxmetry-records/1';
/** The file that names the others. */
export const INDEX_FILE = 'records.json';

/** What the index says: the state of all records. */
export interface RecordIndex {
  readonly format: typeof FORMAT;
  /** Rises with every change. */
  readonly generation: number;
  /** Files of records, whose rows follow each other. */
  readonly records: readonly string[];
  /** The file of samples. */
  readonly samples: string | null;
  readonly metadata: readonly MetadataColumn[];
  readonly limits: readonly Limit[];
  readonly objects: readonly (KeptObjects & { readonly file: string })[];
}

/** The index of a store that holds nothing. */
export const EMPTY_INDEX: RecordIndex = {
  format: FORMAT,
  generation: 0,
  records: [],
  samples: null,
  metadata: [],
  limits: [],
  objects: [],
};

/** Reads the index of a store. */
export async function readIndex(store: RecordStore): Promise<RecordIndex> {
  const bytes = await store.read(INDEX_FILE);
  if (bytes === undefined) return EMPTY_INDEX;
  let given: unknown;
  try {
    given = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw damaged(INDEX_FILE, cause);
  }
  const { format } = (given ?? {}) as { readonly format?: unknown };
  if (format !== FORMAT)
    throw new VoxmetryError(
      'unsupported-format',
      `The records are of the format ${JSON.stringify(format)}, and this version reads '${FORMAT}'.`,
      { op: 'records' },
    );
  return given as RecordIndex;
}

/** Writes the index, and so what it names becomes the state. */
export async function writeIndex(store: RecordStore, index: RecordIndex): Promise<void> {
  await store.write(INDEX_FILE, new TextEncoder().encode(JSON.stringify(index)));
}

function damaged(name: string, cause?: unknown): VoxmetryError {
  return new VoxmetryError(
    'corrupt-file',
    `The file ${name} of the records is missing or damaged. Import a copy of the records into a new store.`,
    { op: 'records', details: { name }, cause },
  );
}

/** A file that the index names. */
export async function readNamed(
  store: RecordStore,
  name: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await store.read(name);
  if (bytes === undefined) throw damaged(name);
  return bytes;
}

/** Some records as the columns of a file. */
export function recordFileColumns(columns: RecordColumns, rows: Uint32Array): FileColumn[] {
  return [
    ...TEXT_FIELDS.map((name) => ({
      name,
      texts: Array.from(rows, (row) => columns.word(name, row)),
    })),
    ...NUMBER_FIELDS.map((name) => ({
      name,
      numbers: Float64Array.from(rows, (row) => columns.numbers[name][row]!),
    })),
  ];
}

/** The records of a file. Fields that it lacks are '' or NaN; those that name a record must be. */
export function recordsOfColumns(columns: readonly FileColumn[]): readonly RecordRow[] {
  const byName = new Map(columns.map((column) => [column.name, column]));
  const missing = ['sample', 'metric', 'value', 'unit'].find((name) => !byName.has(name));
  if (missing !== undefined)
    throw refused(
      `records: the file has no column '${missing}'. It needs sample, metric, value and unit.`,
      { column: missing },
    );
  const [first] = columns;
  const length = first === undefined ? 0 : lengthOf(first);
  return Array.from({ length }, (_, row) => {
    const entries = [
      ...TEXT_FIELDS.map((name) => [name, textIn(byName.get(name), row)] as const),
      ...NUMBER_FIELDS.map((name) => [name, numberIn(byName.get(name), row)] as const),
    ];
    return Object.fromEntries<unknown>(entries) as unknown as RecordRow;
  });
}

/** How many rows a column has. */
export function lengthOf(column: FileColumn): number {
  return 'texts' in column ? column.texts.length : column.numbers.length;
}

/** The text of a cell; a number as it is written. */
export function textIn(column: FileColumn | undefined, row: number): string {
  if (column === undefined) return '';
  if ('texts' in column) return column.texts[row]!;
  const value = column.numbers[row]!;
  return Number.isNaN(value) ? '' : String(value);
}

/** The number of a cell; NaN where there is none. */
export function numberIn(column: FileColumn | undefined, row: number): number {
  if (column === undefined) return NaN;
  if ('numbers' in column) return column.numbers[row]!;
  const written = column.texts[row]!.trim();
  if (written === '' || written === 'NaN') return NaN;
  const value = Number(written);
  if (Number.isNaN(value))
    throw refused(
      `records: '${written}' is no number, in row ${String(row + 1)} of '${column.name}'.`,
    );
  return value;
}

/** Samples as the columns of a file. */
export function sampleFileColumns(
  samples: readonly Sample[],
  metadata: readonly MetadataColumn[],
): FileColumn[] {
  return [
    ...(['sample', ...SAMPLE_FIELDS] as const).map((name) => ({
      name,
      texts: samples.map((sample) => sample[name]),
    })),
    ...metadata.map(({ name, kind }) => {
      const values = samples.map((sample) => sample.metadata[name]);
      return kind === 'number'
        ? { name, numbers: values.map((value) => (value === undefined ? NaN : Number(value))) }
        : { name, texts: values.map((value) => (value === undefined ? '' : String(value))) };
    }),
  ];
}

/** The samples of a file; each name once, by its first row. */
export function samplesOfColumns(
  columns: readonly FileColumn[],
  metadata: readonly MetadataColumn[],
): readonly Sample[] {
  const byName = new Map(columns.map((column) => [column.name, column]));
  const names = byName.get('sample');
  const found = new Map<string, Sample>();
  for (let row = 0; row < (names === undefined ? 0 : lengthOf(names)); row++) {
    const sample = textIn(names, row);
    if (found.has(sample)) continue;
    const said = metadata.flatMap(({ name, kind }) => {
      const value =
        kind === 'number' ? numberIn(byName.get(name), row) : textIn(byName.get(name), row);
      return value === '' || Number.isNaN(value) ? [] : [[name, value] as const];
    });
    found.set(sample, {
      sample,
      file: textIn(byName.get('file'), row),
      content: textIn(byName.get('content'), row),
      voxel: textIn(byName.get('voxel'), row),
      metadata: Object.fromEntries(said),
    });
  }
  return [...found.values()];
}

/** A table of objects as a Parquet file. */
export function writeObjects(columns: readonly Column[]): Promise<Uint8Array<ArrayBuffer>> {
  const facts = columns.map(({ name, unit, description }) => ({ name, unit, description }));
  return writeParquetFile({
    columns: columns.map(({ name, data }) => ({ name, numbers: data })),
    metadata: { 'voxmetry.columns': JSON.stringify(facts) },
  });
}

/** The columns of a table of objects, with what is known of them. */
export async function readObjects(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
  facts: KeptObjects['columns'],
): Promise<readonly Column[]> {
  const { columns } = await readParquetFile(bytes, name);
  return facts.map((fact) => {
    const column = columns.find((each) => each.name === fact.name);
    const length = column === undefined ? 0 : lengthOf(column);
    return { ...fact, data: Float64Array.from({ length }, (_, row) => numberIn(column, row)) };
  });
}

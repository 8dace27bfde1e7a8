// Records as an RO-Crate 1.1: files, and one JSON-LD that says what they are.
import { csvOf } from './csv.js';
import { definitionOf } from './definitions.js';
import { sampleFileColumns } from './kept_files.js';
import { exportRecords } from './exchange.js';
import { OBJECTS_KEY } from './object_tables.js';
import { writeParquetFile } from './parquet_file.js';
import type { Records } from './records.js';
import { zipOf, type NamedFiles } from './zip.js';

/** What is said of a crate. */
export interface CrateAbout {
  /** Its title. */
  readonly name: string;
  readonly description: string;
  /** The address of a licence, `https://spdx.org/licenses/CC-BY-4.0`. Default: none is given. */
  readonly license?: string | undefined;
  /** Who made it. */
  readonly author?: string | undefined;
  /** The study that was applied, as JSON; it is a file of the crate. */
  readonly study?: string | undefined;
  /** ISO 8601. Default: now. */
  readonly date?: string | undefined;
}

type Entity = Readonly<Record<string, unknown>>;

const TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  parquet: 'application/vnd.apache.parquet',
  json: 'application/json',
};

/**
 * Records as the files of an RO-Crate 1.1: all records as CSV and Parquet, samples with what is
 * said of them, tables of objects, and `ro-crate-metadata.json`, in which every metric has its
 * definition, its unit, its estimators, and the term of EMMO or BattINFO where one means the same.
 *
 * @example
 * ```ts
 * import { crateFiles, openRecords } from 'voxmetry/records';
 * const about = { name: 'Cathodes', description: 'Porosity of five batches.' };
 * const files = await crateFiles(await openRecords(), about);
 * console.assert(files.has('ro-crate-metadata.json'));
 * ```
 */
export async function crateFiles(records: Records, about: CrateAbout): Promise<NamedFiles> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const text = (given: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(given);
  files.set('records.csv', await exportRecords(records, 'csv'));
  files.set('records.parquet', await exportRecords(records, 'parquet'));
  files.set(
    'samples.csv',
    text(csvOf(sampleFileColumns(records.samples, records.metadataColumns))),
  );
  if (about.study !== undefined) files.set('study.json', text(about.study));
  for (const [i, entry] of records.objects.entries()) {
    const columns = await records.objectsOf(entry);
    const { sample, measure, recipe } = entry;
    const facts = { sample, measure, recipe, columns: entry.columns };
    files.set(
      `objects/${String(i + 1).padStart(4, '0')}.parquet`,
      await writeParquetFile({
        columns: columns.map(({ name, data }) => ({ name, numbers: data })),
        metadata: { [OBJECTS_KEY]: JSON.stringify(facts) },
      }),
    );
  }
  const crate = {
    '@context': 'https://w3id.org/ro/crate/1.1/context',
    '@graph': graphOf(records, about, files),
  };
  return new Map([
    ['ro-crate-metadata.json', text(`${JSON.stringify(crate, null, 2)}\n`)],
    ...files,
  ]);
}

/** Records as a zip of {@link crateFiles}. */
export async function crateZip(
  records: Records,
  about: CrateAbout,
): Promise<Uint8Array<ArrayBuffer>> {
  return zipOf(await crateFiles(records, about));
}

function graphOf(records: Records, about: CrateAbout, files: NamedFiles): readonly Entity[] {
  const { name, description, license, author, date = new Date().toISOString() } = about;
  const metrics = metricEntities(records);
  const samples = sampleEntities(records);
  const software = records.valuesOf('library').map((library, i) => ({
    '@id': `#software-${String(i + 1)}`,
    '@type': 'SoftwareApplication',
    name: String(library),
  }));
  const refs = (entities: readonly Entity[]): readonly Entity[] =>
    entities.map((entity) => ({ '@id': entity['@id'] }));
  const descriptions: Readonly<Record<string, string>> = {
    'records.csv': 'One row per sample, recipe and metric.',
    'records.parquet': 'As records.csv, with the types of its columns.',
    'samples.csv': 'One row per sample: its file, and what is said of it.',
    'study.json': 'The study that was applied; it can be run again on other files.',
  };
  const fileEntities = Array.from(files, ([path, bytes], i) => ({
    '@id': path,
    '@type': 'File',
    name: path,
    description: descriptions[path] ?? objectsText(records, path, i),
    encodingFormat: TYPES[path.split('.').at(-1)!],
    contentSize: String(bytes.length),
  }));
  const person = { '@id': '#author', '@type': 'Person', name: author };
  return [
    {
      '@id': 'ro-crate-metadata.json',
      '@type': 'CreativeWork',
      conformsTo: { '@id': 'https://w3id.org/ro/crate/1.1' },
      about: { '@id': './' },
    },
    {
      '@id': './',
      '@type': 'Dataset',
      name,
      description,
      datePublished: date,
      license: license === undefined ? 'No licence is given.' : { '@id': license },
      ...(author === undefined ? {} : { author: { '@id': person['@id'] } }),
      hasPart: refs(fileEntities),
      variableMeasured: refs(metrics),
      mentions: refs([...samples.map(({ entity }) => entity), ...software]),
    },
    ...fileEntities,
    ...(author === undefined ? [] : [person]),
    ...(license === undefined
      ? []
      : [{ '@id': license, '@type': 'CreativeWork', name: license.split('/').at(-1) }]),
    ...metrics,
    ...samples.flatMap(({ entity, properties }) => [entity, ...properties]),
    ...software,
  ];
}

function objectsText({ objects }: Records, path: string, place: number): string {
  const entry = objects[Number(/(\d+)\.parquet$/.exec(path)?.[1] ?? place) - 1];
  return entry === undefined
    ? path
    : `The ${String(entry.rows)} objects of '${entry.measure}' in the sample '${entry.sample}'.`;
}

/** Every metric with what it is. */
function metricEntities(records: Records): readonly Entity[] {
  return records.groups(['metric', 'unit']).map(({ group, rows }, i) => {
    const first = records.columns.row(rows[0]!);
    const { text, term } = definitionOf(first.operation, first.quantity);
    const said = (field: 'estimator' | 'border' | 'connectivity'): readonly string[] => [
      ...new Set(Array.from(rows, (row) => records.columns.word(field, row))),
    ];
    const method = (['estimator', 'border', 'connectivity'] as const)
      .map((field) => [field, said(field).filter((word) => word !== '')] as const)
      .filter(([, words]) => words.length > 0)
      .map(([field, words]) => `${field}: ${words.join(' | ')}`);
    return {
      '@id': `#metric-${String(i + 1)}`,
      '@type': 'PropertyValue',
      name: String(group['metric']),
      description: text,
      unitText: String(group['unit']),
      measurementTechnique: method.join('; '),
      ...(term === undefined ? {} : { propertyID: term }),
    };
  });
}

function sampleEntities(
  records: Records,
): readonly { readonly entity: Entity; readonly properties: readonly Entity[] }[] {
  const units = new Map(records.metadataColumns.map(({ name, unit }) => [name, unit]));
  return records.samples.map(({ sample, file, content, voxel, metadata }, i) => {
    const id = `#sample-${String(i + 1)}`;
    const all = Object.entries({ file, content, voxel, ...metadata });
    const properties = all
      .filter(([, value]) => value !== '')
      .map(([name, value], j) => ({
        '@id': `${id}-${String(j + 1)}`,
        '@type': 'PropertyValue',
        name,
        value,
        ...(units.get(name) ? { unitText: units.get(name) } : {}),
      }));
    const entity = {
      '@id': id,
      '@type': 'Thing',
      name: sample,
      additionalProperty: properties.map((property) => ({ '@id': property['@id'] })),
    };
    return { entity, properties };
  });
}

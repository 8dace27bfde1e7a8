import { signal, type ReadonlySignal, type Signal } from '@preact/signals-core';
import { VoxmetryError, type Column } from 'voxmetry';
import {
  compareDistributions,
  compareValues,
  objectQuantiles,
  type DistributionComparison,
  type ObjectQuantiles,
  type ValueComparison,
} from './compare.js';
import {
  refused,
  type MeasuredValue,
  type MetadataColumn,
  type RecordRow,
  type Sample,
} from './fields.js';
import {
  EMPTY_INDEX,
  readIndex,
  readNamed,
  readObjects,
  recordFileColumns,
  recordsOfColumns,
  sampleFileColumns,
  samplesOfColumns,
  writeIndex,
  writeObjects,
  type RecordIndex,
} from './kept_files.js';
import { checkLimit, checkRecord, type Checked, type Limit } from './limits.js';
import type { KeptObjects, ObjectTable } from './object_tables.js';
import { readParquetFile, writeParquetFile } from './parquet_file.js';
import { RecordColumns } from './record_columns.js';
import { memoryRecords, type RecordStore } from './record_store.js';
import { SampleTable } from './sample_table.js';
import { groupRows, rowsWhere, type RowGroup, type Where } from './selection.js';
import { checkAlike, summariseRows, type Alike } from './summarise.js';
import type { Summary, SummaryOptions } from './summarise.js';
import { twinStatistics, type TwinStatistics } from './twin_statistics.js';

/** Files of records that follow each other at most, before they become one. */
const MOST_PARTS = 32;

/** What is added of a sample. */
export interface AddedSample extends Omit<Sample, 'metadata'> {
  readonly metadata?: Sample['metadata'] | undefined;
  readonly values: readonly MeasuredValue[];
  readonly objects?: readonly ObjectTable[] | undefined;
}

/** Which objects of which samples. */
export interface ObjectsOf {
  /** The title of the measure that found them. */
  readonly measure: string;
  /** A column of their tables. */
  readonly column: string;
  /** Which samples; all if left out. */
  readonly where?: Where | undefined;
  /** Whether every object weighs the same, or every sample. Default 'objects'. */
  readonly weigh?: 'objects' | 'samples' | undefined;
}

/**
 * The results of many samples: one record per sample, recipe and metric, what is said of the
 * samples, and the tables of their objects. Made by {@link openRecords}.
 *
 * What changes records resolves when the change is kept. A change that is interrupted leaves what
 * was kept before.
 *
 * @example
 * ```ts no-run
 * import { browserRecords, openRecords } from 'voxmetry/records';
 * const records = await openRecords(browserRecords());
 * for (const { metric, group, mean, sd, n, unit } of records.summarise({}, { by: ['batch'] }))
 *   console.log(metric, group, mean, sd, n, unit);
 * ```
 */
export class Records {
  readonly #store: RecordStore;
  readonly #columns = new RecordColumns();
  readonly #samples = new SampleTable();
  readonly #changes: Signal<number> = signal(0);
  #index: RecordIndex = EMPTY_INDEX;
  #limits: readonly Limit[] = [];
  /** Tables that are not written yet, by their entries. */
  readonly #unwritten = new Map<KeptObjects, readonly Column[]>();
  #objects: readonly KeptObjects[] = [];
  /** Rows that the files of the index hold. */
  #keptRows = 0;
  /** Whether these files must be written anew, since a row of theirs has changed. */
  #stale = false;
  #saving: Promise<void> = Promise.resolve();

  /** @internal */
  constructor(store: RecordStore) {
    this.#store = store;
  }

  /** How many changes there were: what shows records is drawn again when it rises. */
  get changes(): ReadonlySignal<number> {
    return this.#changes;
  }

  /** The number of records. */
  get length(): number {
    return this.#columns.length;
  }

  /** All samples, in the order in which they were added. */
  get samples(): readonly Sample[] {
    return this.#samples.all;
  }

  /** The columns of metadata. */
  get metadataColumns(): readonly MetadataColumn[] {
    return this.#samples.columns;
  }

  /** The limits of metrics. */
  get limits(): readonly Limit[] {
    return this.#limits;
  }

  /** The tables of objects that are kept, without their values. */
  get objects(): readonly KeptObjects[] {
    return this.#objects;
  }

  /** @internal */
  async load(): Promise<void> {
    const index = await readIndex(this.#store);
    for (const column of index.metadata) this.#samples.setColumn(column);
    if (index.samples !== null) {
      const file = await readParquetFile(
        await readNamed(this.#store, index.samples),
        index.samples,
      );
      this.#samples.putAll(samplesOfColumns(file.columns, index.metadata));
    }
    for (const name of index.records) {
      const { columns } = await readParquetFile(await readNamed(this.#store, name), name);
      for (const record of recordsOfColumns(columns)) this.#columns.put(record);
    }
    this.#limits = index.limits;
    this.#objects = index.objects;
    this.#keptRows = this.#columns.length;
    this.#index = index;
  }

  /**
   * Adds the numbers and tables of a sample. Those of the same recipe and metric are replaced.
   *
   * @throws VoxmetryError `invalid-argument` where there is a sample of the name that is of another
   * file, or was opened with another voxel size.
   */
  async add(sample: AddedSample): Promise<void> {
    await this.addAll([sample]);
  }

  /**
   * Adds several samples at once: all of them, or none.
   *
   * @param columns - Columns of metadata, as far as they are not known.
   * @throws VoxmetryError as `add`.
   */
  async addAll(
    added: readonly AddedSample[],
    columns: readonly MetadataColumn[] = [],
  ): Promise<void> {
    const samples = added.map(({ sample, file, content, voxel, metadata = {} }) => {
      return { sample, file, content, voxel, metadata };
    });
    this.#samples.putAll(samples, columns);
    for (const { sample, values, objects = [] } of added) {
      for (const value of values) {
        const record = { ...value, sample };
        if (!this.#columns.isNew(record)) this.#stale = true;
        this.#columns.put(record);
      }
      for (const table of objects) this.#addObjects(sample, table);
    }
    await this.#save();
  }

  #addObjects(sample: string, { measure, recipe, columns }: ObjectTable): void {
    const same = (each: KeptObjects): boolean =>
      each.sample === sample && each.measure === measure && each.recipe === recipe;
    const entry: KeptObjects = {
      sample,
      measure,
      recipe,
      rows: columns[0]?.data.length ?? 0,
      columns: columns.map(({ name, unit, description }) => ({ name, unit, description })),
    };
    this.#objects = [...this.#objects.filter((each) => !same(each)), entry];
    this.#unwritten.set(entry, columns);
  }

  /** Removes records, and the samples and tables that have none left. */
  async remove(where: Where): Promise<void> {
    const gone = new Set(rowsWhere(this.#columns, this.#samples, where));
    const all = rowsWhere(this.#columns, this.#samples, {});
    this.#columns.keep(all.filter((row) => !gone.has(row)));
    this.#stale = true;
    const left = new Set(this.#kept('sample'));
    for (const { sample } of this.samples) if (!left.has(sample)) this.#samples.remove(sample);
    const recipes = new Set(this.#pairs());
    this.#objects = this.#objects.filter(({ sample, recipe }) =>
      recipes.has(`${sample}\n${recipe}`),
    );
    await this.#save();
  }

  /** Gives a sample another name. */
  async rename(from: string, to: string): Promise<void> {
    if (from === to) return;
    this.#samples.rename(from, to);
    this.#columns.renameSample(from, to);
    this.#objects = this.#objects.map((entry) => {
      if (entry.sample !== from) return entry;
      const renamed = { ...entry, sample: to };
      const columns = this.#unwritten.get(entry);
      if (columns !== undefined) this.#unwritten.set(renamed, columns);
      return renamed;
    });
    this.#stale = true;
    await this.#save();
  }

  /**
   * Sets what is said of a sample; undefined takes a value away. A column that is new is of numbers
   * or of texts as its first value is.
   */
  async describe(
    sample: string,
    metadata: Readonly<Record<string, string | number | undefined>>,
  ): Promise<void> {
    this.#samples.describe(sample, metadata);
    await this.#save();
  }

  /** Adds a column of metadata, or changes its unit. */
  async setMetadataColumn(column: MetadataColumn): Promise<void> {
    this.#samples.setColumn(column);
    await this.#save();
  }

  /** Removes a column of metadata with its values. */
  async removeMetadataColumn(name: string): Promise<void> {
    this.#samples.removeColumn(name);
    await this.#save();
  }

  /** Sets the limits of metrics; of each metric one. */
  async setLimits(limits: readonly Limit[]): Promise<void> {
    for (const limit of limits) checkLimit(limit);
    const twice = limits.find(({ metric }, i) => limits.findIndex((l) => l.metric === metric) < i);
    if (twice !== undefined) throw refused(`limits: '${twice.metric}' has two.`);
    this.#limits = limits;
    await this.#save();
  }

  /** The records for which all conditions hold; all if left out. */
  rows(where: Where = {}): readonly RecordRow[] {
    return Array.from(this.select(where), (row) => this.#columns.row(row));
  }

  /** The numbers of the rows for which all conditions hold, rising. */
  select(where: Where = {}): Uint32Array<ArrayBuffer> {
    return rowsWhere(this.#columns, this.#samples, where);
  }

  /** The different values of a field or a column of metadata, among the records. */
  valuesOf(name: string, where: Where = {}): readonly (string | number)[] {
    return groupRows(this.#columns, this.#samples, this.select(where), [name]).flatMap(
      ({ group }) => group[name] ?? [],
    );
  }

  /** Records in groups by the values of columns. */
  groups(by: readonly string[], where: Where = {}): readonly RowGroup[] {
    return groupRows(this.#columns, this.#samples, this.select(where), by);
  }

  /**
   * Mean, standard deviation between samples, Student's interval of the mean, and range of every
   * metric in every group.
   *
   * @throws VoxmetryError `invalid-argument` where values would be pooled that differ in their
   * unit, or in an estimator, border rule or connectivity that is not allowed to, or of which two
   * are of one sample.
   */
  summarise(where: Where = {}, options: SummaryOptions = {}): readonly Summary[] {
    return summariseRows(this.#columns, this.#samples, this.select(where), options);
  }

  /**
   * Compares a metric of two groups of samples by Mann and Whitney's test.
   *
   * @throws VoxmetryError as `summarise`, of all values together.
   */
  compare(
    metric: string,
    first: Where,
    second: Where,
    { allow = [] }: { readonly allow?: readonly Alike[] } = {},
  ): ValueComparison {
    const [a, b] = [first, second].map((where) => this.select({ ...where, metric })) as [
      Uint32Array<ArrayBuffer>,
      Uint32Array<ArrayBuffer>,
    ];
    checkAlike(this.#columns, Uint32Array.from([...a, ...b]), allow);
    const values = [a, b].map((rows) =>
      Array.from(rows, (row) => this.#columns.numbers.value[row]!).filter(Number.isFinite),
    ) as [number[], number[]];
    if (values[0].length === 0 || values[1].length === 0)
      throw refused(`compare: a group has no value of '${metric}'; choose other groups.`, {
        metric,
      });
    return compareValues(...values);
  }

  /** Checks the samples against the limits of their metrics. */
  check(where: Where = {}): readonly Checked[] {
    return this.#limits.flatMap((limit) =>
      this.rows({ ...where, metric: limit.metric }).map((record) => checkRecord(record, limit)),
    );
  }

  /**
   * Means, and the covariance between samples, of some metrics: what a generator of synthetic
   * structures needs to make others like them.
   *
   * @throws VoxmetryError `invalid-argument` as `summarise`, and where fewer than two samples have
   * all of the metrics.
   */
  statisticsFor(
    metrics: readonly string[],
    where: Where = {},
    { allow = [] }: { readonly allow?: readonly Alike[] } = {},
  ): TwinStatistics {
    return twinStatistics(this.#columns, this.select(where), metrics, allow);
  }

  /** The columns of a table of objects. */
  async objectsOf(entry: KeptObjects): Promise<readonly Column[]> {
    const unwritten = this.#unwritten.get(entry);
    if (unwritten !== undefined) return unwritten;
    const { file } = entry as RecordIndex['objects'][number];
    return readObjects(await readNamed(this.#store, file), file, entry.columns);
  }

  /**
   * Quantiles of a column of objects with the spread between samples.
   *
   * @param probabilities - 0…1, rising. Default 0.1, 0.5 and 0.9.
   */
  async quantiles(
    { weigh = 'objects', ...of }: ObjectsOf,
    probabilities: readonly number[] = [0.1, 0.5, 0.9],
  ): Promise<ObjectQuantiles> {
    return objectQuantiles(await this.#valuesOfObjects(of, [{}]), probabilities, weigh);
  }

  /** Compares the distributions of a column of objects in two groups of samples. */
  async compareObjects(
    { weigh = 'objects', ...of }: ObjectsOf,
    first: Where,
    second: Where,
  ): Promise<DistributionComparison> {
    // Both together must be of one unit and one recipe.
    const a = await this.#valuesOfObjects(of, [first, second], 0);
    const b = await this.#valuesOfObjects(of, [first, second], 1);
    return compareDistributions(a, b, weigh);
  }

  /** The values of the objects of each sample of a group, which are all measured alike. */
  async #valuesOfObjects(
    { measure, column, where = {} }: ObjectsOf,
    groups: readonly Where[],
    at = 0,
  ): Promise<readonly Float64Array[]> {
    const inGroups = groups.map((group) => {
      const names = new Set(this.valuesOf('sample', { ...where, ...group }));
      return this.#objects.filter((each) => each.measure === measure && names.has(each.sample));
    });
    const all = [...new Set(inGroups.flat())];
    if (inGroups.some((entries) => entries.length === 0))
      throw refused(`records: no chosen sample has objects of '${measure}'.`, { measure });
    const recipes = new Set(all.map(({ recipe }) => recipe));
    if (recipes.size > 1)
      throw refused(
        `records: the objects of '${measure}' were found by ${String(recipes.size)} recipes. Choose one recipe.`,
        { measure, values: [...recipes] },
      );
    const units = new Set(
      all.map(({ columns }) => columns.find(({ name }) => name === column)?.unit),
    );
    if (units.has(undefined))
      throw refused(`records: not all tables of '${measure}' have a column '${column}'.`, {
        column,
      });
    if (units.size > 1)
      throw refused(
        `records: '${column}' is in different units: ${[...units].join(', ')}. Choose samples of one.`,
        { column },
      );
    const found: Float64Array[] = [];
    for (const entry of inGroups[at]!) {
      const columns = await this.objectsOf(entry);
      found.push(Float64Array.from(columns.find(({ name }) => name === column)!.data));
    }
    return found;
  }

  /** Whether a sample of a content, opened with a voxel size, has records of a recipe. */
  has(content: string, voxel: string, recipe: string): boolean {
    return content !== '' && this.select({ recipe, content, voxel }).length > 0;
  }

  /** @internal */
  get columns(): RecordColumns {
    return this.#columns;
  }

  #kept(name: 'sample'): readonly string[] {
    const rows = rowsWhere(this.#columns, this.#samples, {});
    return Array.from(rows, (row) => this.#columns.word(name, row));
  }

  #pairs(): readonly string[] {
    const rows = rowsWhere(this.#columns, this.#samples, {});
    return Array.from(
      rows,
      (row) => `${this.#columns.word('sample', row)}\n${this.#columns.word('recipe', row)}`,
    );
  }

  /** Keeps the state as it is now. Changes are kept one after the other. */
  async #save(): Promise<void> {
    this.#changes.value += 1;
    const store = this.#store;
    const write = (): Promise<void> => this.#write();
    const saved = this.#saving.then(() =>
      store.alone === undefined ? write() : store.alone(write),
    );
    this.#saving = saved.catch(() => undefined);
    await saved;
  }

  async #write(): Promise<void> {
    const store = this.#store;
    const before = this.#index;
    const kept = await readIndex(store);
    if (kept.generation !== before.generation)
      throw new VoxmetryError(
        'storage',
        'The records were changed by another page, and this change is not kept. Open them again, then repeat it.',
        { op: 'records' },
      );
    const stale = this.#stale || before.records.length >= MOST_PARTS;
    this.#stale = false;
    try {
      await this.#writeAll(before, stale);
    } catch (thrown) {
      this.#stale = true;
      throw thrown;
    }
  }

  async #writeAll(before: RecordIndex, stale: boolean): Promise<void> {
    const store = this.#store;
    const generation = before.generation + 1;
    const name = (what: string): string => `${what}-${String(generation)}.parquet`;
    // The state is taken at once; what changes while it is written is of the save that follows.
    const { samples: all, metadataColumns: metadata, limits } = this;
    const sampleFile = { columns: sampleFileColumns(all, metadata), metadata: {} };
    const rows = this.select();
    const added = rows.subarray(stale ? 0 : this.#keptRows);
    const recordFile = { columns: recordFileColumns(this.#columns, added), metadata: {} };
    const entries = this.#objects;

    const objects = new Map<KeptObjects, RecordIndex['objects'][number]>();
    for (const [i, entry] of entries.entries()) {
      const columns = this.#unwritten.get(entry);
      if (columns === undefined) {
        objects.set(entry, entry as RecordIndex['objects'][number]);
        continue;
      }
      const file = name(`objects-${String(i + 1)}`);
      await store.write(file, await writeObjects(columns));
      objects.set(entry, { ...entry, file });
    }
    const records = stale ? [] : [...before.records];
    if (added.length > 0) {
      await store.write(name('records'), await writeParquetFile(recordFile));
      records.push(name('records'));
    }
    const samples = name('samples');
    await store.write(samples, await writeParquetFile(sampleFile));
    const index: RecordIndex = {
      ...EMPTY_INDEX,
      generation,
      records,
      samples,
      metadata,
      limits,
      objects: [...objects.values()],
    };
    await writeIndex(store, index);
    this.#index = index;
    this.#keptRows = rows.length;
    this.#objects = this.#objects.map((entry) => objects.get(entry) ?? entry);
    for (const entry of entries) this.#unwritten.delete(entry);
    const used = filesOf(index);
    for (const file of filesOf(before)) if (!used.has(file)) await store.remove(file);
  }
}

/** The files that an index names. */
function filesOf({ records, samples, objects }: RecordIndex): ReadonlySet<string> {
  const named = [...records, ...objects.map(({ file }) => file)];
  return new Set(samples === null ? named : [...named, samples]);
}

/**
 * Opens the records that a store keeps; in memory, if none is given.
 *
 * @throws VoxmetryError `corrupt-file` where a file is missing or damaged, `unsupported-format`
 * where a later version wrote them.
 * @example
 * ```ts
 * import { openRecords } from 'voxmetry/records';
 * const records = await openRecords();
 * console.assert(records.length === 0);
 * ```
 */
export async function openRecords(store: RecordStore = memoryRecords()): Promise<Records> {
  const records = new Records(store);
  await records.load();
  return records;
}

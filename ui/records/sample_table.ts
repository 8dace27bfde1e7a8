// The samples of records, and what their user says of them.
import {
  isField,
  refused,
  SAMPLE_FIELDS,
  type Metadata,
  type MetadataColumn,
  type Sample,
} from './fields.js';

/** Samples by name, and the columns of their metadata. */
export class SampleTable {
  readonly #samples = new Map<string, Sample>();
  readonly #columns = new Map<string, MetadataColumn>();

  /** All samples, in the order in which they were added. */
  get all(): readonly Sample[] {
    return [...this.#samples.values()];
  }

  /** The columns of metadata. */
  get columns(): readonly MetadataColumn[] {
    return [...this.#columns.values()];
  }

  /** A sample; undefined where there is none of that name. */
  find(name: string): Sample | undefined {
    return this.#samples.get(name);
  }

  /** A sample that must be there. */
  need(name: string): Sample {
    const found = this.#samples.get(name);
    if (found === undefined) throw refused(`records: there is no sample '${name}'.`);
    return found;
  }

  /** What is known of a sample by the name of a field or of a column of metadata. */
  valueOf(sample: string, name: string): string | number | undefined {
    const field = SAMPLE_FIELDS.find((each) => each === name);
    if (field === undefined && !this.#columns.has(name))
      throw refused(
        `records: there is no column '${name}'; there are ${[...this.#columns.keys()].join(', ') || 'no columns of metadata'} and the fields of records.`,
        { column: name },
      );
    const found = this.#samples.get(sample);
    return field === undefined ? found?.metadata[name] : found?.[field];
  }

  /**
   * Adds samples, or checks that those of their names are of the same content and voxel size. What
   * is said of them is added to what was. Where one is refused, none is added.
   */
  putAll(samples: readonly Sample[], columns: readonly MetadataColumn[] = []): void {
    const before = [new Map(this.#samples), new Map(this.#columns)] as const;
    try {
      for (const column of columns) if (!this.#columns.has(column.name)) this.setColumn(column);
      for (const sample of samples) this.#put(sample);
    } catch (error) {
      restore(this.#samples, before[0]);
      restore(this.#columns, before[1]);
      throw error;
    }
  }

  #put(sample: Sample): void {
    if (sample.sample.trim() === '') throw refused('records: a sample needs a name.');
    const known = this.#samples.get(sample.sample);
    if (known !== undefined && (known.content !== sample.content || known.voxel !== sample.voxel))
      throw refused(
        known.content === sample.content
          ? `records: the sample '${sample.sample}' was measured with voxels of ${known.voxel || 'no size'}, and now they are ${sample.voxel || 'of none'}. Give another name, or remove it first.`
          : `records: the sample '${sample.sample}' is of another file, '${known.file}'. Give another name, or remove it first.`,
        { sample: sample.sample },
      );
    const metadata = { ...known?.metadata, ...this.#checked(sample.metadata) };
    this.#samples.set(sample.sample, { ...sample, metadata });
  }

  /** Removes a sample. */
  remove(name: string): void {
    this.#samples.delete(name);
  }

  /** Gives a sample another name; its place stays. */
  rename(from: string, to: string): void {
    const sample = this.need(from);
    if (to.trim() === '') throw refused('records: a sample needs a name.');
    if (this.#samples.has(to)) throw refused(`records: there is a sample '${to}' already.`);
    const all = this.all.map((each) => (each === sample ? { ...each, sample: to } : each));
    this.#samples.clear();
    for (const each of all) this.#samples.set(each.sample, each);
  }

  /** Sets what is said of a sample; undefined takes a value away. */
  describe(name: string, given: Readonly<Record<string, string | number | undefined>>): void {
    const sample = this.need(name);
    const kept = Object.entries({ ...sample.metadata, ...given }).filter(
      (entry): entry is [string, string | number] => entry[1] !== undefined && entry[1] !== '',
    );
    this.#samples.set(name, { ...sample, metadata: this.#checked(Object.fromEntries(kept)) });
  }

  /** Adds a column, or gives one another unit; its kind stays while a sample has a value. */
  setColumn(column: MetadataColumn): void {
    const { name, kind } = column;
    if (name.trim() === '' || isField(name))
      throw refused(
        `records: a column cannot be called '${name}'${isField(name) ? ', as a field of records is' : ''}; choose another name.`,
        { column: name },
      );
    const known = this.#columns.get(name);
    const used = this.all.some(({ metadata }) => metadata[name] !== undefined);
    if (known !== undefined && known.kind !== kind && used)
      throw refused(
        `records: the column '${name}' holds ${known.kind}s; empty it first to make it one of ${kind}s.`,
        { column: name },
      );
    this.#columns.set(name, column);
  }

  /** Removes a column and its values. */
  removeColumn(name: string): void {
    this.#columns.delete(name);
    for (const sample of this.all) {
      const kept = Object.entries(sample.metadata).filter(([column]) => column !== name);
      this.#samples.set(sample.sample, { ...sample, metadata: Object.fromEntries(kept) });
    }
  }

  /** Checks values against the kinds of their columns; a new column is what its first value is. */
  #checked(metadata: Metadata): Metadata {
    for (const [name, value] of Object.entries(metadata)) {
      const kind = typeof value === 'number' ? 'number' : 'text';
      if (kind === 'number' && !Number.isFinite(value))
        throw refused(`records: ${name} is ${String(value)}; allowed: a finite number.`);
      const known = this.#columns.get(name);
      if (known === undefined) this.setColumn({ name, kind, unit: '' });
      else if (known.kind !== kind)
        throw refused(
          `records: ${name} is ${JSON.stringify(value)}, and the column holds ${known.kind}s.`,
          { column: name },
        );
    }
    return metadata;
  }
}

function restore<K, V>(map: Map<K, V>, before: ReadonlyMap<K, V>): void {
  map.clear();
  for (const [key, value] of before) map.set(key, value);
}

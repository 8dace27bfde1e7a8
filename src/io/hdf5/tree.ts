import { VoxmetryError } from '../../recipe/errors.js';
import type { Hdf5File } from './hdf5_file.js';
import type { Hdf5Library, LibraryMetadata } from './library.js';
import { storedTypeOf, unreadFilter } from './types.js';
import type { AttributeValue } from './values.js';
import { attributeValue, numbersIn } from './values.js';

/** A dataset that a file holds. */
export interface Hdf5Dataset {
  /** Its path, '/' between and in front. */
  readonly path: string;
  readonly metadata: LibraryMetadata;
  readonly shape: readonly number[];
  /** The filter by which it cannot be read. */
  readonly unread: string | undefined;
}

/** Objects of a file that are looked at, and how deep groups may lie in each other. */
const [MOST_OBJECTS, DEEPEST] = [100_000, 64];

/** Numbers along an axis that are read. */
const LONGEST_AXIS = 2 ** 20;

export type Attributes = ReadonlyMap<string, AttributeValue>;

/** Groups, datasets and attributes of a file, read once. */
export class Hdf5Tree {
  readonly file: Hdf5File;
  readonly datasets = new Map<string, Hdf5Dataset>();
  readonly groups = new Set<string>();
  /** Paths that are but another name of a dataset, and that of the dataset. */
  readonly aliases = new Map<string, string>();
  readonly #attributes = new Map<string, Promise<Attributes>>();
  readonly #signal: AbortSignal | undefined;

  private constructor(file: Hdf5File, signal: AbortSignal | undefined) {
    this.file = file;
    this.#signal = signal;
  }

  static async read(file: Hdf5File, signal: AbortSignal | undefined): Promise<Hdf5Tree> {
    const tree = new Hdf5Tree(file, signal);
    tree.groups.add('/');
    for (let level = ['/'], depth = 0; level.length > 0; depth++) {
      if (depth > DEEPEST) throw tooMany(file.name, `groups in groups, ${DEEPEST} deep`);
      const next: string[] = [];
      for (const group of level) next.push(...(await tree.#readGroup(group)));
      level = next;
    }
    return tree;
  }

  /** Attributes of a group or a dataset. */
  attributes(path: string): Promise<Attributes> {
    const known = this.#attributes.get(path);
    if (known !== undefined) return known;
    const read = this.file.do((library, file) => {
      const found = new Map<string, AttributeValue>();
      for (const name of library.get_attribute_names(file, path)) {
        const value = attributeValue(library, file, path, name);
        if (value !== undefined) found.set(name, value);
      }
      return found;
    }, this.#signal);
    this.#attributes.set(path, read);
    return read;
  }

  /** The numbers of a dataset of one axis; undefined where there is none, or it is long. */
  async numbers(path: string): Promise<readonly number[] | undefined> {
    const dataset = this.datasets.get(path);
    if (dataset?.shape.length !== 1 || dataset.unread !== undefined) return undefined;
    const [length] = dataset.shape;
    return length! > LONGEST_AXIS ? undefined : this.corner(dataset, [length!]);
  }

  /** The numbers at the beginning of every axis of a dataset. */
  async corner(
    { path, metadata }: Hdf5Dataset,
    count: readonly number[],
  ): Promise<readonly number[] | undefined> {
    const type = storedTypeOf(metadata);
    if (typeof type !== 'string') return undefined;
    const read = (library: Hdf5Library, file: bigint): Uint8Array<ArrayBuffer> =>
      readBlock(
        library,
        file,
        { path, metadata },
        count.map(() => 0),
        count,
      );
    return numbersIn(type, await this.file.do(read, this.#signal));
  }

  /** Reads what a group holds, and gives the groups in it. */
  async #readGroup(group: string): Promise<string[]> {
    const prefix = group === '/' ? '/' : `${group}/`;
    const names = await this.file.do(
      (library, file) => library.get_names(file, group, false),
      this.#signal,
    );
    const found: string[] = [];
    for (const name of names) {
      const path = prefix + name;
      if (this.groups.size + this.datasets.size >= MOST_OBJECTS)
        throw tooMany(this.file.name, `more than ${MOST_OBJECTS} groups and datasets`);
      const object = await this.file.do(
        (library, file) => objectAt(library, file, path),
        this.#signal,
      );
      if (object === undefined) continue;
      if ('group' in object) {
        // A group by another name may be one that it lies in.
        if (object.link !== undefined) continue;
        this.groups.add(path);
        found.push(path);
        continue;
      }
      if (object.link !== undefined) this.aliases.set(path, absolute(object.link, group));
      this.datasets.set(path, object.dataset);
    }
    return found;
  }
}

type FoundObject =
  | { readonly group: true; readonly link: string | undefined }
  | { readonly dataset: Hdf5Dataset; readonly link: string | undefined };

function objectAt(library: Hdf5Library, file: bigint, path: string): FoundObject | undefined {
  const kind = library.get_type(file, path);
  const link = library.get_symbolic_link(file, path) ?? undefined;
  if (kind === library.H5G_GROUP) return { group: true, link };
  if (kind !== library.H5G_DATASET) return undefined;
  const metadata = library.get_dataset_metadata(file, path);
  const filters = library.get_dataset_filters(file, path);
  return {
    link,
    dataset: { path, metadata, shape: metadata.shape ?? [], unread: unreadFilter(filters) },
  };
}

/** Bytes of a box of a dataset, in the order of its axes, little-endian. */
export function readBlock(
  library: Hdf5Library,
  file: bigint,
  { path, metadata }: { readonly path: string; readonly metadata: LibraryMetadata },
  start: readonly number[],
  count: readonly number[],
): Uint8Array<ArrayBuffer> {
  const length = count.reduce((product, n) => product * n, metadata.size);
  const at = library._malloc(length);
  if (at === 0)
    throw new VoxmetryError(
      'out-of-memory',
      `No memory for ${length} bytes of ${path} at once. Store it with smaller chunks.`,
      { details: { needed: length } },
    );
  try {
    const ones = count.map(() => 1n);
    const status = library.get_dataset_data(
      file,
      path,
      count.map(BigInt),
      start.map(BigInt),
      ones,
      BigInt(at),
    );
    // A failure is reported beside, and what it left is not used.
    return status < 0 ? new Uint8Array(0) : library.HEAPU8.slice(at, at + length);
  } finally {
    library._free(at);
  }
}

function absolute(target: string, group: string): string {
  const parts = (target.startsWith('/') ? target : `${group}/${target}`).split('/');
  const kept: string[] = [];
  for (const part of parts) {
    if (part === '..') kept.pop();
    else if (part !== '' && part !== '.') kept.push(part);
  }
  return `/${kept.join('/')}`;
}

function tooMany(name: string, what: string): VoxmetryError {
  return new VoxmetryError(
    'limit',
    `${name} holds ${what}, which is more than is looked at. Copy the dataset into a file of its own: h5copy.`,
  );
}

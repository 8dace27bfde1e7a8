import { optionalPeer } from '../../recipe/optional_peer.js';
import { libraryUrl } from './library_url.js';

/** What of an Emscripten file system is used. */
export interface LibraryFileSystem {
  readonly ErrnoError: new (code: number) => Error;
  readonly streams: (object | null)[];
  makedev(major: number, minor: number): number;
  registerDevice(device: number, operations: object): void;
  mkdev(path: string, mode: number, device: number): void;
  open(path: string, flags: string): object;
  createDataFile(
    parent: string,
    name: string,
    data: Uint8Array,
    readable: boolean,
    writable: boolean,
  ): unknown;
  lookupPath(path: string): { readonly node: LibraryNode };
  unlink(path: string): void;
}

/** A file of an Emscripten file system, whose operations can be replaced. */
export interface LibraryNode {
  node_ops: { readonly getattr: (node: LibraryNode) => object };
  stream_ops: { readonly llseek: unknown };
}

/** What h5wasm says of a dataset or an attribute. */
export interface LibraryMetadata {
  /** The class of the type: 0 integer, 1 float, 3 text, 4 bits, 8 enumeration, … */
  readonly type: number;
  /** Bytes of a value. */
  readonly size: number;
  readonly signed: boolean;
  readonly vlen: boolean;
  readonly shape: readonly number[] | null;
  readonly total_size: number;
  readonly chunks: readonly number[] | null;
  readonly enum_type?: { readonly type: number };
  readonly virtual_sources?: readonly unknown[];
}

/** What of h5wasm is used: its functions on an opened file, by paths within it. */
export interface Hdf5Library {
  readonly FS: LibraryFileSystem;
  readonly HEAPU8: Uint8Array<ArrayBuffer>;
  readonly H5G_GROUP: number;
  readonly H5G_DATASET: number;
  open(path: string, mode: number, trackOrder: boolean, low: number, high: number): bigint;
  close_file(file: bigint): number;
  get_names(file: bigint, path: string, recursive: boolean): string[];
  get_type(file: bigint, path: string): number;
  get_symbolic_link(file: bigint, path: string): string | null;
  get_attribute_names(file: bigint, path: string): string[];
  get_attribute_metadata(file: bigint, path: string, name: string): LibraryMetadata;
  get_attribute_data(file: bigint, path: string, name: string, to: bigint): number;
  reclaim_vlen_memory(file: bigint, path: string, name: string, at: bigint): number;
  get_dataset_metadata(file: bigint, path: string): LibraryMetadata;
  get_dataset_filters(file: bigint, path: string): { readonly id: number; readonly name: string }[];
  create_object_reference(file: bigint, path: string): Iterable<number>;
  get_dataset_data(
    file: bigint,
    path: string,
    count: readonly bigint[],
    offset: readonly bigint[],
    strides: readonly bigint[],
    to: bigint,
  ): number;
  UTF8ToString(at: number): string;
  _malloc(bytes: number): number;
  _free(at: number): void;
}

/** Loads h5wasm, once. */
export const hdf5Library = optionalPeer(
  { what: 'HDF5 is read', name: 'h5wasm', version: '0.10', address: 'openLab({ hdf5: url })' },
  async () => {
    const url = libraryUrl();
    // A bundler sees the name here, and leaves out what is not installed: it is an optional peer.
    const module: unknown =
      url === undefined
        ? await import('h5wasm')
        : await import(/* @vite-ignore */ /* webpackIgnore: true */ url);
    return (module as { readonly ready: Promise<Hdf5Library> }).ready;
  },
);

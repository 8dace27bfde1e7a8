import type { Dtype, GridArray } from './dtype.js';
import type { Region, Vec3 } from './geometry.js';

/** Options of a long read. */
export interface SourceReadOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called with the fraction done, 0…1. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

/** The axis of a spectrum: what a channel stands for. */
export interface SignalAxis {
  /** As the file calls it: 'Energy'. */
  readonly name: string;
  /** Unit of `scale` and `offset`: 'keV', 'eV', 'nm'. */
  readonly unit: string;
  /** Distance of two channels. */
  readonly scale: number;
  /** Where channel 0 lies. */
  readonly offset: number;
}

/** One of the resolutions of a grid. */
export interface Resolution {
  readonly size: Vec3;
  /** Distance between voxel centres. */
  readonly spacing: Vec3;
}

/**
 * A grid of intensities that can be read by region, again and again: the engine's view of a file, a
 * URL or a host array. Data come x fastest, tightly packed, little-endian host typed arrays.
 */
export interface GridSource {
  /** File name or given name. */
  readonly name: string;
  /** 'raw', 'npy', 'tiff', 'array', … */
  readonly format: string;
  readonly dtype: Dtype;
  readonly size: Vec3;
  readonly spacing: Vec3;
  readonly unit: string;
  readonly origin: Vec3;
  /** Things the user should know: 'f64 read as f32', … They go into the provenance. */
  readonly warnings: readonly string[];
  /** The resolutions that the file has, the full one first; left out where there is one. */
  readonly levels?: readonly Resolution[] | undefined;
  /** What lies along z, where the grid is a spectrum image that says so. */
  readonly signal?: SignalAxis | undefined;
  /** Reads one region into a new array of the source's dtype. */
  read(region: Region, options?: SourceReadOptions): Promise<GridArray>;
  /** Frees what the source holds open. Reading afterwards rejects with `disposed`. */
  close(): void;
}

/** Bytes that can be read by range, again and again: a file, a buffer, a URL. */
export interface ByteSource {
  /** File name, for messages and for guesses from the name. */
  readonly name: string;
  /** Length in bytes. */
  readonly size: number;
  /**
   * Exactly `length` bytes from `offset`. They may be a view of the source itself: never write to
   * them. A range behind the end rejects with `corrupt-file`.
   */
  read(offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
  /** Lets go of what is held. */
  close(): void;
}

/**
 * Facts that the caller states; they override what the file says, and raw files need size and
 * dtype.
 */
export interface OpenOptions {
  readonly name?: string | undefined;
  readonly size?: Vec3 | undefined;
  readonly dtype?: Dtype | undefined;
  readonly spacing?: Vec3 | undefined;
  readonly unit?: string | undefined;
  readonly origin?: Vec3 | undefined;
  /** Of a file with several grids: the path of one, as `inspect` lists them. */
  readonly dataset?: string | undefined;
  /** Of a grid with several channels: the name of one, or its number from 0. */
  readonly channel?: string | number | undefined;
  /** Of a grid with several times: the number of one, from 0. */
  readonly time?: number | undefined;
  /** Of a pyramid: the number of a resolution. Default 0, the full one. */
  readonly level?: number | undefined;
  /** Whether the channels of a spectrum image lie along z. Default false. */
  readonly spectrum?: boolean | undefined;
  /** Raw files: bytes before the first voxel. Default 0. */
  readonly headerBytes?: number | undefined;
  /** Raw files: big-endian values. Default false. */
  readonly bigEndian?: boolean | undefined;
  /** Cancels the opening. */
  readonly signal?: AbortSignal | undefined;
  /** Called with the fraction read, 0…1, where opening has to read much. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

/** One grid of a file, described and not read. */
export interface ImageFacts {
  /** Its name within the file, for `dataset`; '' where there is but one. */
  readonly path: string;
  readonly size: Vec3;
  readonly dtype: Dtype;
  readonly spacing: Vec3;
  readonly unit: string;
  /** Where spacing and unit were read; undefined where the file states none. */
  readonly spacingFrom: string | undefined;
  /** Names of its channels; none where it has no such axis. */
  readonly channels: readonly string[];
  /** Points in time; 1 where it has no such axis. */
  readonly times: number;
  /** What its channels stand for, where they are those of a spectrum. */
  readonly signal?: SignalAxis | undefined;
  /** Sizes of its resolutions, the full one first. */
  readonly levels: readonly Vec3[];
  readonly warnings: readonly string[];
}

/** What a file holds. */
export interface FileFacts {
  readonly name: string;
  readonly format: string;
  readonly images: readonly ImageFacts[];
}

/** A file of several that belong together, and its path among them: `raw/scan_001.tif`. */
export interface NamedFile {
  readonly path: string;
  readonly file: Blob;
}

/** Files that lie together, each of which is opened when it is needed. */
export interface FolderSource {
  readonly name: string;
  /** Paths of all files, relative, with '/' between. */
  readonly paths: readonly string[];
  /** Bytes of a file; undefined where there is none of that path. */
  open(path: string): Promise<ByteSource | undefined>;
  /** Lets go of what is held. */
  close(): void;
}

/**
 * Anything that can be opened: a file, files that belong together, a folder, a URL, bytes of a
 * file, an array that is the grid itself, a file or folder on disk by `fileSource(path)` or
 * `folderSource(path)`, other files that the caller reads by range, or (only in the caller's own
 * thread, with `openEngine`) a reader of the caller's.
 */
export type OpenInput =
  | GridSource
  | ByteSource
  | FolderSource
  | Blob
  | readonly (Blob | NamedFile)[]
  | FileSystemFileHandle
  | FileSystemDirectoryHandle
  | URL
  | string
  | ArrayBuffer
  | { readonly data: GridArray | readonly number[]; readonly size: Vec3 };

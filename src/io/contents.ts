import type { Dtype } from '../recipe/dtype.js';
import type { Vec3 } from '../recipe/geometry.js';
import type { SignalAxis } from '../recipe/source.js';
import type { ByteSource } from './byte_source.js';
import type { Folder } from './folder/folder.js';
import type { GridReader } from './grid_source.js';

/** A file that was found, for the reader of its format. */
export interface FoundFile {
  readonly bytes: ByteSource;
  /** Its first bytes, where they were read already. */
  readonly head?: Uint8Array | undefined;
  /** Its path among the files beside it. */
  readonly path: string;
  /** The files beside it, of which some headers name one; undefined where it came alone. */
  readonly beside: Folder | undefined;
  /** The compressed file, where `bytes` inflates it. */
  readonly packed?: ByteSource | undefined;
  readonly signal: AbortSignal | undefined;
  /** The size that the caller states, for files that leave their slices unsaid. */
  readonly size?: Vec3 | undefined;
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

/** Which of an image's channels and times is read. */
export interface Place {
  readonly channel: number;
  readonly time: number;
}

/** One grid that a file holds, described and not yet read. */
export interface StoredImage {
  /** Its name within the file: a dataset's path, a series' pattern; '' where there is but one. */
  readonly path: string;
  readonly dtype: Dtype;
  readonly size: Vec3;
  /** Distances of voxels as the file states them; undefined where it does not. */
  readonly spacing: Vec3 | undefined;
  /** The unit that the file states; undefined where it states none. */
  readonly unit: string | undefined;
  readonly origin?: Vec3 | undefined;
  /** Where spacing and unit were read: 'ElementSpacing'. */
  readonly spacingFrom: string | undefined;
  /** Names of its channels, each another; none where it has no such axis. */
  readonly channels: readonly string[];
  /** Points in time; 1 where it has no such axis. */
  readonly times: number;
  readonly warnings: readonly string[];
  /** Warnings that a spacing of the caller's makes pointless. */
  readonly scaleWarnings?: readonly string[];
  /** Whether it belongs to another image, a thumbnail of it: it is opened only by its name. */
  readonly auxiliary?: boolean;
  /** What is opened where no channel is chosen: equal colours as one grey value. */
  readonly grey?: StoredImage;
  /**
   * The image with its channels along z, and what these are, where they are those of a spectrum;
   * the axis is undefined where the file does not say its scale.
   */
  readonly spectrum?: { readonly image: StoredImage; readonly axis: SignalAxis | undefined };
  /** The image at all its resolutions, itself first; left out where there is one. */
  readonly levels?: readonly StoredImage[];
  /** What reads it by region. */
  reader(place: Place): GridReader;
}

/** What a file holds. There is at least one image. */
export interface FileContents {
  /** 'nrrd', 'nifti', … */
  readonly format: string;
  readonly images: readonly StoredImage[];
  close(): void;
}

/** Reads what a file holds: its header and what else describes it, no voxels. */
export type ContentsReader = (file: FoundFile) => Promise<FileContents>;

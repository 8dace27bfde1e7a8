import type { ByteSource } from '../byte_source.js';
import type { Pace } from '../pace.js';
import type { SharedBlocks } from './blocks.js';
import type { Directories, Directory } from './directory.js';
import { readDirectories } from './directory.js';
import { pageOf } from './page.js';
import type { Plane } from './planes.js';

/** A TIFF file whose directories have been read. */
export interface TiffFile extends Directories {
  readonly bytes: ByteSource;
  readonly name: string;
  /** A page as a plane, or `unsupported-format` or `corrupt-file` with the reason. */
  plane(directory: Directory): Plane;
}

/** Reads the directories of a file. */
export async function openTiffFile(bytes: ByteSource, pace: Pace): Promise<TiffFile> {
  const directories = await readDirectories(bytes, pace);
  const shared: SharedBlocks = new WeakMap();
  const known = new Map<Directory, Plane>();
  const { bigEndian } = directories;
  return {
    ...directories,
    bytes,
    name: bytes.name,
    plane: (directory) => {
      const plane = known.get(directory) ?? {
        page: pageOf(directory, bytes, shared),
        bytes,
        bigEndian,
      };
      known.set(directory, plane);
      return plane;
    },
  };
}

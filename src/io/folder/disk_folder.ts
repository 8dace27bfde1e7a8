import { throwIfAborted, VoxmetryError } from '../../recipe/errors.js';
import type { FolderSource } from '../../recipe/source.js';
import { checkRange, type ByteSource } from '../byte_source.js';
import { fileSource } from '../file_source.js';
import { builtin } from '../process_folder.js';
import type { Folder } from './folder.js';
import { isHidden, naturally } from './folder.js';

interface Entry {
  readonly name: string;
  readonly parentPath: string;
  isFile(): boolean;
}

interface FileSystem {
  readdir(path: string, how: { recursive: true; withFileTypes: true }): Promise<Entry[]>;
}

/** A folder of more files than this is none of a scan. */
const MOST_FILES = 1_000_000;

/**
 * A folder on disk to open, in Node and Deno: `lab.open(await folderSource(path))`. What it holds
 * is what `lab.open` takes of a folder: numbered slices, an OME-Zarr or Zarr store, files of
 * which one describes the other, a DICOM series. Only the ranges that a query needs are read, and
 * no file stays open between two reads. Links are not followed.
 *
 * @param path - That of a folder; relative paths begin at the working directory.
 * @throws VoxmetryError `invalid-argument` where there is no such folder, or it holds no files;
 * `unsupported-format` in a browser, where the handle of a folder is opened instead.
 * @example
 * ```ts
 * import { folderSource, openEngine } from 'voxmetry/engine';
 * const lab = await openEngine();
 * const open = async () => lab.open(await folderSource('scan.ome.zarr'), { level: 2 });
 * await lab.dispose();
 * ```
 */
export async function folderSource(path: string): Promise<FolderSource> {
  const fs = builtin('node:fs/promises') as FileSystem | undefined;
  if (fs === undefined)
    throw new VoxmetryError(
      'unsupported-format',
      'folderSource reads paths in Node and Deno. In a browser, open the handle that showDirectoryPicker() gives.',
      { op: 'folderSource' },
    );
  const given: unknown = path;
  if (typeof given !== 'string' || given === '')
    throw refused(String(given), 'is no path; give the path of a folder');
  const entries = await fs
    .readdir(path, { recursive: true, withFileTypes: true })
    .catch((cause: unknown) => {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw refused(path, `cannot be listed: ${reason}`, cause);
    });
  const root = path.replace(/[/\\]+$/, '');
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${parentPath}/${name}`.slice(root.length + 1))
    .map((within) => within.replaceAll('\\', '/').replace(/^\/+/, ''))
    .filter((within) => !within.split('/').some(isHidden))
    .sort(naturally);
  if (paths.length === 0) throw refused(path, 'holds no files');
  if (paths.length > MOST_FILES)
    throw refused(path, `holds more than ${String(MOST_FILES)} files; give the folder of one scan`);
  const known = new Set(paths);
  const folder: Folder = {
    name: root.replace(/^.*[/\\]/, ''),
    paths,
    open: async (within) => (known.has(within) ? diskFile(`${root}/${within}`) : undefined),
    read: async (within, signal) =>
      known.has(within) ? wholeFile(`${root}/${within}`, signal) : undefined,
    close: () => undefined,
  };
  return folder;
}

/** A file that is open only while it is read, once for all: a folder may hold thousands. */
async function diskFile(path: string): Promise<ByteSource> {
  const first = await fileSource(path);
  const { name, size } = first;
  first.close();
  let file: Promise<ByteSource> | undefined;
  let readers = 0;
  const source: ByteSource = {
    name,
    size,
    read: async (offset, length, signal) => {
      throwIfAborted(signal);
      checkRange(source, offset, length);
      readers++;
      file ??= fileSource(path);
      const opened = file;
      try {
        return await (await opened).read(offset, length, signal);
      } finally {
        if (--readers === 0) {
          file = undefined;
          opened.then(
            (idle) => {
              idle.close();
            },
            () => undefined,
          );
        }
      }
    },
    close: () => undefined,
  };
  return source;
}

async function wholeFile(path: string, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const file = await fileSource(path);
  try {
    return await file.read(0, file.size, signal);
  } finally {
    file.close();
  }
}

function refused(path: string, why: string, cause?: unknown): VoxmetryError {
  return new VoxmetryError('invalid-argument', `folderSource: ${path} ${why}.`, {
    op: 'folderSource',
    details: { path },
    cause,
  });
}

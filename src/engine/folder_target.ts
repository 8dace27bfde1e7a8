import { builtin } from '../io/process_folder.js';
import { VoxmetryError } from '../recipe/errors.js';
import type { WritableFolder } from '../io/folder_writer.js';

interface FileSystem {
  mkdir(path: string, options?: { recursive: true }): Promise<unknown>;
  writeFile(path: string, data: Uint8Array): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  readdir(path: string, options?: { recursive: true }): Promise<string[]>;
  stat(path: string): Promise<{ readonly mtimeMs: number }>;
  rm(path: string, options: { recursive: true; force: true }): Promise<void>;
}

/** What a process that was killed left is swept when nothing was written to it for a day, in ms. */
const STALE = 24 * 3600 * 1000;

function fileSystem(): FileSystem {
  const found = builtin('node:fs/promises');
  if (found === undefined)
    throw new VoxmetryError(
      'unsupported-format',
      'folderTarget writes to paths in Node and Deno. In a browser, save to the handle that showDirectoryPicker() gives.',
    );
  return found as FileSystem;
}

/**
 * A folder on disk to save an OME-Zarr store to, in Node and Deno. It is written beside, under a
 * name that begins with `path`.part-, and takes its own name when it is complete; after a failure
 * or a cancel nothing of it stays. What a process that was killed left of a save to the same path
 * is removed by the next one, when it is a day old. A folder that is there already, and not empty,
 * is never replaced: that and what the disk refuses is `storage`.
 *
 * @example
 * ```ts
 * import { folderTarget, openEngine } from 'voxmetry/engine';
 * const lab = await openEngine();
 * const scan = await lab.open({ data: new Uint8Array([1, 2, 3, 4]), size: [2, 2, 1] });
 * const save = () => scan.save(folderTarget('scan.ome.zarr'), { format: 'ome-zarr' });
 * await lab.dispose();
 * ```
 */
export function folderTarget(path: string): WritableFolder {
  const fs = fileSystem();
  const own = path.replace(/[/\\]+$/, '');
  let part: Promise<string> | undefined;
  const step = async <T>(act: () => Promise<T>): Promise<T> => {
    try {
      return await act();
    } catch (cause) {
      throw cause instanceof VoxmetryError ? cause : notWritten(own, cause);
    }
  };
  const begin = async (): Promise<string> => {
    const there = await fs.readdir(own).catch((error: unknown) => {
      if ((error as { code?: unknown }).code === 'ENOENT') return [];
      throw error;
    });
    if (there.length > 0) throw notWritten(own, new Error('it is there already, and not empty'));
    await sweep(fs, own);
    // Not by mkdtemp, whose folders nobody else may read.
    const made = `${own}.part-${crypto.randomUUID()}`;
    await fs.mkdir(made);
    return made;
  };
  return {
    writeFile: (name, bytes) =>
      step(async () => {
        const file = `${await (part ??= begin())}/${name}`;
        await fs.mkdir(file.slice(0, file.lastIndexOf('/')), { recursive: true });
        await fs.writeFile(file, bytes);
      }),
    close: () => step(async () => fs.rename(await (part ??= begin()), own)),
    abort: async () => {
      const begun = await part?.catch(() => undefined);
      if (begun !== undefined) await fs.rm(begun, { recursive: true, force: true });
    },
  };
}

/** Removes what saves to a path left that were killed; another that is under way writes now. */
async function sweep(fs: FileSystem, own: string): Promise<void> {
  const cut = Math.max(own.lastIndexOf('/'), own.lastIndexOf('\\')) + 1;
  const [parent, begin] = [own.slice(0, cut), `${own.slice(cut)}.part-`];
  const isPart = (name: string): boolean =>
    name.startsWith(begin) &&
    /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(name.slice(begin.length));
  try {
    for (const name of (await fs.readdir(parent === '' ? '.' : parent)).filter(isPart))
      if (await isStale(fs, parent + name))
        await fs.rm(parent + name, { recursive: true, force: true });
  } catch {
    // Gone already, or not ours to remove: no reason not to save.
  }
}

async function isStale(fs: FileSystem, folder: string): Promise<boolean> {
  const isOld = async (path: string): Promise<boolean> =>
    (await fs.stat(path)).mtimeMs < Date.now() - STALE;
  if (!(await isOld(folder))) return false;
  for (const name of await fs.readdir(folder, { recursive: true }))
    if (!(await isOld(`${folder}/${name}`))) return false;
  return true;
}

function notWritten(path: string, cause: unknown): VoxmetryError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new VoxmetryError(
    'storage',
    `save: the folder ${path} cannot be written: ${reason}. Free space there, or save to another place.`,
    { op: 'save', details: { path }, cause },
  );
}

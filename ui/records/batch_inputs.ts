// Files of a picker or a drop as the inputs of a batch.
import type { NamedFile } from 'voxmetry';
import { contentHash } from '../session/content_hash.js';
import type { BatchInput } from './batch.js';

/** Whether each file is a scan, or all files of a folder are one. */
export type FolderIs = 'files' | 'scan';

/**
 * Inputs of files: each by itself, or those of each folder together, as slices, DICOM and OME-Zarr
 * are. Of a folder that has folders alone, each of them is a scan. A `.zarr` is one always, and
 * files outside of a folder are always scans by themselves.
 *
 * @param files - Files with their paths, as a picker gives them.
 * @param folderIs - What a folder is.
 */
export function batchInputs(files: readonly NamedFile[], folderIs: FolderIs): BatchInput[] {
  const shown = files.filter(
    ({ path }) => !path.split('/').some((part) => part.startsWith('.') && !isZarrPart(path, part)),
  );
  const groups = new Map<string, NamedFile[]>();
  const alone = folderIs === 'scan' ? scanFolders(shown) : new Set<string>();
  for (const file of shown) {
    const key = storeOf(file.path) ?? folderOf(file.path, alone) ?? file.path;
    groups.set(key, [...(groups.get(key) ?? []), file]);
  }
  return Array.from(groups, ([path, own]) => inputOf(path, own)).sort((a, b) =>
    a.name.localeCompare(b.name, 'en', { numeric: true }),
  );
}

/** A store of Zarr keeps its metadata in files whose names begin with a dot. */
function isZarrPart(path: string, part: string): boolean {
  return part.startsWith('.z') && storeOf(path) !== undefined;
}

/** The folder of a path that is a store of Zarr. */
function storeOf(path: string): string | undefined {
  const parts = path.split('/');
  const at = parts.findIndex((part, i) => i < parts.length - 1 && /\.zarr$/i.test(part));
  return at < 0 ? undefined : parts.slice(0, at + 1).join('/');
}

/** The folders that are scans: those that hold files themselves, and are in no other such. */
function scanFolders(files: readonly NamedFile[]): ReadonlySet<string> {
  const holding = new Set(
    files.flatMap(({ path }) => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : [])),
  );
  const inner = (folder: string): boolean =>
    [...holding].some((other) => folder.startsWith(`${other}/`));
  return new Set([...holding].filter((folder) => !inner(folder)));
}

function folderOf(path: string, folders: ReadonlySet<string>): string | undefined {
  return [...folders].find((folder) => path.startsWith(`${folder}/`));
}

function inputOf(path: string, files: readonly NamedFile[]): BatchInput {
  const [first] = files;
  const name = path.split('/').at(-1)!;
  const one = files.length === 1 && first!.path === path ? first!.file : undefined;
  return {
    name,
    input: one ?? files,
    bytes: files.reduce((sum, { file }) => sum + file.size, 0),
    hash: () => contentHash(one ?? files),
  };
}

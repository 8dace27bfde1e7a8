import { invalidArgument } from '../../recipe/errors.js';
import type { NamedFile } from '../../recipe/source.js';
import { blobSource } from '../byte_source.js';
import type { Folder } from './folder.js';
import { naturally } from './folder.js';

/** Files that were chosen together. Of paths that all begin in one folder, that is left out. */
export function fileListFolder(files: readonly (Blob | NamedFile)[]): Folder {
  if (files.length === 0) throw invalidArgument('open', 'input', 'no files', 'at least one file');
  const given = files.map(pathAndFile);
  const top = commonFolder(given.map(({ path }) => path));
  const byPath = new Map<string, Blob>();
  for (const { path, file } of given) {
    const within = path.slice(top.length);
    if (byPath.has(within))
      throw invalidArgument('open', 'input', within, 'files of different names, each once');
    byPath.set(within, file);
  }
  return {
    name: top === '' ? 'files' : top.slice(0, -1),
    paths: [...byPath.keys()].sort(naturally),
    open: async (path) => {
      const file = byPath.get(path);
      return file === undefined ? undefined : blobSource(file, path);
    },
    close: () => {
      byPath.clear();
    },
  };
}

function pathAndFile(given: Blob | NamedFile, index: number): NamedFile {
  if (given instanceof Blob) {
    const { name } = given as { name?: unknown };
    if (typeof name === 'string' && name !== '') return { path: name, file: given };
  } else {
    const { path, file } = given as { path?: unknown; file?: unknown };
    if (typeof path === 'string' && path !== '' && file instanceof Blob)
      return { path: path.replaceAll('\\', '/').replace(/^\/+/, ''), file };
  }
  throw invalidArgument(
    'open',
    `input[${index}]`,
    given instanceof Blob ? 'a Blob without a name' : typeof given,
    'a File, or { path, file }',
  );
}

/** The first folder of all paths, with its '/'; empty where they have none in common. */
function commonFolder(paths: readonly string[]): string {
  const [first = ''] = paths;
  const top = first.slice(0, first.indexOf('/') + 1);
  return paths.every((path) => path.startsWith(top)) ? top : '';
}

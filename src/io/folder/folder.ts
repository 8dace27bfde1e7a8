import { VoxmetryError } from '../../recipe/errors.js';
import type { ByteSource } from '../byte_source.js';

/** Files that lie together: a folder, a selection of files, an archive. */
export interface Folder {
  readonly name: string;
  /** Paths of all files, relative, with '/' between, in natural order. */
  readonly paths: readonly string[];
  /** Bytes of a file; undefined where there is none of that path. */
  open(path: string): Promise<ByteSource | undefined>;
  /** All bytes of a small file at once, where that costs less than opening it. */
  read?(path: string, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer> | undefined>;
  close(): void;
}

/** Whether the system hides a name: those that begin with a dot, but those of Zarr. */
export function isHidden(name: string): boolean {
  return name.startsWith('.') && !name.startsWith('.z');
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Natural order: `im2` before `im10`. */
export function naturally(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}

/**
 * The path of a file that another one names, beside it. A name that leads elsewhere, upwards or to
 * a place of its own, is refused: a file opens nothing that its user did not hand over.
 */
export function pathBeside(path: string, name: string): string {
  const parts = name.replaceAll('\\', '/').split('/');
  if (parts.some((part) => part === '..') || parts[0] === '' || /^[a-z][a-z0-9+.-]*:/i.test(name)) {
    throw new VoxmetryError(
      'unsupported-format',
      `${path} names a file outside its own folder, which is not opened. Put both into one folder, ` +
        'and name the file without a path.',
    );
  }
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  return folder + parts.filter((part) => part !== '' && part !== '.').join('/');
}

/** Opens a file that another one names, beside it. */
export async function openBeside(
  folder: Folder | undefined,
  path: string,
  name: string,
): Promise<ByteSource> {
  const wanted = pathBeside(path, name);
  const found = await folder?.open(wanted);
  if (found !== undefined) return found;
  throw new VoxmetryError(
    'corrupt-file',
    `${path} keeps its voxels in ${wanted}, which was not given. Open both files together: ` +
      'choose them both, or their folder.',
    { details: { missing: wanted } },
  );
}

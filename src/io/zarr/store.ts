import type { AsyncReadable } from 'zarrita';
import type { ByteSource } from '../byte_source.js';
import type { Folder } from '../folder/folder.js';

/** Opened files that are kept for further ranges: shards, of which many ranges are asked for. */
const KEPT_OPEN = 64;

/** A store of Zarr on the files of a folder, below `root` (empty, or ending in '/'). */
export function folderStore(folder: Folder, root: string): AsyncReadable {
  const kept = new Map<string, Promise<ByteSource | undefined>>();
  const open = (key: string): Promise<ByteSource | undefined> => {
    const known = kept.get(key);
    if (known !== undefined) return known;
    const opened = folder.open(root + key.slice(1));
    opened.catch(() => kept.delete(key));
    kept.set(key, opened);
    if (kept.size > KEPT_OPEN) kept.delete(kept.keys().next().value!);
    return opened;
  };
  return {
    get: async (key, options) => {
      const path = root + key.slice(1);
      if (folder.read !== undefined) return folder.read(path, options?.signal ?? undefined);
      const bytes = await folder.open(path);
      return bytes?.read(0, bytes.size, options?.signal ?? undefined);
    },
    getRange: async (key, range, options) => {
      const bytes = await open(key);
      if (bytes === undefined) return undefined;
      const length =
        'suffixLength' in range ? Math.min(range.suffixLength, bytes.size) : range.length;
      const offset = 'suffixLength' in range ? bytes.size - length : range.offset;
      return bytes.read(offset, length, options?.signal ?? undefined);
    },
  };
}

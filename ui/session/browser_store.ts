import type { StudyStore } from './autosave.js';

/**
 * Keeps texts in the browser's own files (OPFS), which survive a reload and which no other site
 * reads. A file that is being written is put in place when it is whole.
 *
 * @param folder - The folder among the site's files. Default 'voxmetry'.
 * @example
 * ```ts no-run
 * import { Autosave, browserStore, openSession, restore } from 'voxmetry/session';
 * const store = browserStore();
 * const { study } = await restore(store, 'study.json');
 * const session = await openSession(study);
 * new Autosave(session, store, 'study.json');
 * ```
 */
export function browserStore(folder = 'voxmetry'): StudyStore {
  const open = async (): Promise<FileSystemDirectoryHandle> =>
    (await navigator.storage.getDirectory()).getDirectoryHandle(folder, { create: true });
  const read = async (name: string): Promise<string | undefined> => {
    try {
      return await (await (await (await open()).getFileHandle(name)).getFile()).text();
    } catch (error) {
      if (error instanceof DOMException && error.name === 'NotFoundError') return undefined;
      throw error;
    }
  };
  const write = async (name: string, text: string): Promise<void> => {
    const file = await (await open()).getFileHandle(name, { create: true });
    const stream = await file.createWritable();
    await stream.write(text);
    await stream.close();
  };
  return {
    read,
    write,
    rename: async (from, to) => {
      const text = await read(from);
      if (text === undefined) return;
      await write(to, text);
      await (await open()).removeEntry(from);
    },
  };
}

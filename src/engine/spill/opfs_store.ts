import type { ByteStore } from './byte_store.js';

/** The synchronous file of the origin-private file system, which only workers have. */
interface SyncFile {
  read(into: Uint8Array, options: { at: number }): number;
  write(from: Uint8Array, options: { at: number }): number;
  truncate(bytes: number): void;
  close(): void;
}

/**
 * A store in the browser's origin-private file system. The file is removed when the store is
 * closed.
 */
export class OpfsStore implements ByteStore {
  readonly bytes: number;
  readonly #file: SyncFile;
  readonly #remove: () => Promise<void>;

  private constructor(bytes: number, file: SyncFile, remove: () => Promise<void>) {
    this.bytes = bytes;
    this.#file = file;
    this.#remove = remove;
  }

  static async create(bytes: number): Promise<OpfsStore> {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('voxmetry-spill', { create: true });
    const name = crypto.randomUUID();
    const handle = await folder.getFileHandle(name, { create: true });
    const file = await (
      handle as unknown as { createSyncAccessHandle(): Promise<SyncFile> }
    ).createSyncAccessHandle();
    const remove = (): Promise<void> => folder.removeEntry(name);
    try {
      file.truncate(bytes);
    } catch (error) {
      file.close();
      await remove();
      throw error;
    }
    return new OpfsStore(bytes, file, remove);
  }

  write(offset: number, data: Uint8Array<ArrayBuffer>): Promise<void> {
    const written = this.#file.write(data, { at: offset });
    return written === data.length
      ? Promise.resolve()
      : Promise.reject(new Error('the origin-private file system is full'));
  }

  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const data = new Uint8Array(length);
    return this.#file.read(data, { at: offset }) === length
      ? Promise.resolve(data)
      : Promise.reject(new Error('the spill file ends too early'));
  }

  async close(): Promise<void> {
    this.#file.close();
    await this.#remove();
  }
}

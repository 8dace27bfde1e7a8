import { builtin, makeProcessFolder } from '../../io/process_folder.js';
import type { ByteStore } from './byte_store.js';

interface FileHandle {
  truncate(bytes: number): Promise<void>;
  read(
    into: Uint8Array,
    offset: number,
    length: number,
    at: number,
  ): Promise<{ bytesRead: number }>;
  write(
    from: Uint8Array,
    offset: number,
    length: number,
    at: number,
  ): Promise<{ bytesWritten: number }>;
  close(): Promise<void>;
}

interface FileSystem {
  open(path: string, flags: string): Promise<FileHandle>;
  rm(path: string, options: { recursive: boolean; force: boolean }): Promise<void>;
}

/**
 * A store in a temporary file, for Node and Deno. The file loses its name as soon as it is open, so
 * that the system frees it when the process ends, however it ends. Where a system keeps the names
 * of open files, it goes when the store is closed, or is swept by the next store that is opened.
 */
export class FileStore implements ByteStore {
  readonly bytes: number;
  readonly #file: FileHandle;
  readonly #remove: () => Promise<void>;

  private constructor(bytes: number, file: FileHandle, remove: () => Promise<void>) {
    this.bytes = bytes;
    this.#file = file;
    this.#remove = remove;
  }

  /** Whether this runtime has files. */
  static get available(): boolean {
    return builtin('node:fs/promises') !== undefined;
  }

  static async create(bytes: number): Promise<FileStore> {
    const fs = builtin('node:fs/promises') as FileSystem;
    const { tmpdir } = builtin('node:os') as { tmpdir: () => string };
    const folder = await makeProcessFolder(tmpdir(), 'voxmetry-spill-');
    const remove = (): Promise<void> => fs.rm(folder, { recursive: true, force: true });
    let file: FileHandle | undefined;
    try {
      file = await fs.open(`${folder}/spill`, 'w+');
      await remove().catch(() => undefined);
      await file.truncate(bytes);
      return new FileStore(bytes, file, remove);
    } catch (error) {
      await file?.close().catch(() => undefined);
      await remove().catch(() => undefined);
      throw error;
    }
  }

  async write(offset: number, data: Uint8Array<ArrayBuffer>): Promise<void> {
    for (let done = 0; done < data.length;)
      done += (await this.#file.write(data, done, data.length - done, offset + done)).bytesWritten;
  }

  async read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const data = new Uint8Array(length);
    for (let done = 0; done < length;) {
      const { bytesRead } = await this.#file.read(data, done, length - done, offset + done);
      if (bytesRead === 0) throw new Error('the spill file ends too early');
      done += bytesRead;
    }
    return data;
  }

  async close(): Promise<void> {
    await this.#file.close();
    await this.#remove();
  }
}

import type { FileHandle } from 'node:fs/promises';
import type { ByteStore } from './byte_store.js';

/** A store in a temporary file, for Node and Deno. The file is removed when the store is closed. */
export class FileStore implements ByteStore {
  readonly bytes: number;
  readonly #file: FileHandle;
  readonly #remove: () => Promise<void>;

  private constructor(bytes: number, file: FileHandle, remove: () => Promise<void>) {
    this.bytes = bytes;
    this.#file = file;
    this.#remove = remove;
  }

  static async create(bytes: number): Promise<FileStore> {
    const [{ mkdtemp, open, rm }, { tmpdir }, { join }] = await Promise.all([
      import('node:fs/promises'),
      import('node:os'),
      import('node:path'),
    ]);
    const folder = await mkdtemp(join(tmpdir(), 'voxmetry-'));
    const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
    try {
      const file = await open(join(folder, 'spill'), 'w+');
      await file.truncate(bytes);
      return new FileStore(bytes, file, remove);
    } catch (error) {
      await remove();
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

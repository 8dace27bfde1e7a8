/**
 * A place for bytes that fit neither the GPU nor the heap: the intermediate grids of bricked ops.
 * Offsets are plain numbers, exact to 2^53.
 */
export interface ByteStore {
  readonly bytes: number;
  write(offset: number, data: Uint8Array<ArrayBuffer>): Promise<void>;
  /** What was written; not to be changed, and valid until it is written anew. */
  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
  /** Frees the place; nothing of it stays behind. */
  close(): Promise<void>;
}

/** A store in the heap: the fastest, for what is small. */
export class MemoryStore implements ByteStore {
  readonly bytes: number;
  #data: Uint8Array<ArrayBuffer>;

  constructor(bytes: number) {
    this.bytes = bytes;
    this.#data = new Uint8Array(bytes);
  }

  write(offset: number, data: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#data.set(data, offset);
    return Promise.resolve();
  }

  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    return Promise.resolve(this.#data.subarray(offset, offset + length));
  }

  close(): Promise<void> {
    this.#data = new Uint8Array(0);
    return Promise.resolve();
  }
}

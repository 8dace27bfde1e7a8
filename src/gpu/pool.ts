// Pool of GPU buffers.
import { VoxmetryError } from '../recipe/errors.js';
import { mib } from '../recipe/mib.js';

/** A storage buffer lent by the pool. `bytes` is what was asked for; the buffer may be larger. */
export interface PooledBuffer {
  readonly buffer: GPUBuffer;
  readonly bytes: number;
  /** Whether it has never been used, so that WebGPU guarantees zeros. */
  readonly fresh: boolean;
}

/** Byte counts of a pool. */
export interface PoolStats {
  /** Bytes lent out now. */
  readonly live: number;
  /** Bytes kept for reuse. */
  readonly idle: number;
  /** The largest `live` since the last reset. */
  readonly peak: number;
}

/** Room for buffers within a budget. */
export interface Room {
  /**
   * Called before so many bytes more are lent: whoever holds buffers that nobody needs gives them
   * back. Tells whether there is room now.
   */
  readonly make: (bytes: number) => boolean;
  /** Whether that would make room for so many bytes; gives nothing back. */
  readonly couldMake: (bytes: number) => boolean;
}

/**
 * Lends storage buffers and takes them back. Sizes are rounded up to eighths of a power of two, so
 * that similar requests share buffers and at most an eighth is wasted.
 */
export class BufferPool {
  readonly #device: GPUDevice;
  readonly #idle = new Map<number, GPUBuffer[]>();
  readonly #maxIdle: number;
  #live = 0;
  #idleBytes = 0;
  #peak = 0;
  /** Who keeps what is lent within a budget. */
  room: Room = { make: () => true, couldMake: () => true };
  /** New buffers whose memory is not yet known to be there. */
  readonly #unconfirmed = new Map<GPUBuffer, Promise<GPUError | null>>();

  constructor(device: GPUDevice, maxIdle: number) {
    this.#device = device;
    this.#maxIdle = maxIdle;
  }

  get stats(): PoolStats {
    return { live: this.#live, idle: this.#idleBytes, peak: this.#peak };
  }

  resetPeak(): void {
    this.#peak = this.#live;
  }

  /**
   * Lends a buffer of at least `bytes`. Running out of memory shows when {@link confirm} is
   * awaited.
   */
  lend(bytes: number, label: string): PooledBuffer {
    const limit = this.#device.limits.maxBufferSize;
    if (bytes > limit)
      throw new VoxmetryError(
        'limit',
        `${label} needs a GPU buffer of ${mib(bytes)}, and this GPU allows ${mib(limit)}. Crop or bin the volume.`,
        { details: { needed: bytes, available: limit } },
      );
    const size = Math.min(roundSize(bytes), Math.floor(limit / 4) * 4);
    this.room.make(size);
    const reused = this.#idle.get(size)?.pop();
    if (reused !== undefined) this.#idleBytes -= size;
    else this.#trim(size);
    const buffer = reused ?? this.#create(size, label);
    this.#live += size;
    this.#peak = Math.max(this.#peak, this.#live);
    return { buffer, bytes, fresh: reused === undefined };
  }

  /** Takes a buffer back. The work that uses it must have been submitted. */
  giveBack({ buffer }: PooledBuffer): void {
    this.#live -= buffer.size;
    // A buffer that may be without memory must not be lent again.
    const doubtful = this.#unconfirmed.delete(buffer);
    if (doubtful || this.#idleBytes + buffer.size > this.#maxIdle) {
      buffer.destroy();
      return;
    }
    const list = this.#idle.get(buffer.size);
    if (list === undefined) this.#idle.set(buffer.size, [buffer]);
    else list.push(buffer);
    this.#idleBytes += buffer.size;
  }

  /** Counts memory beside the pool's buffers, of a texture, as lent; room is made for it. */
  hold(bytes: number): void {
    this.room.make(bytes);
    this.#live += bytes;
    this.#peak = Math.max(this.#peak, this.#live);
  }

  /** Ends what {@link hold} began. */
  letGo(bytes: number): void {
    this.#live -= bytes;
  }

  /** Rejects with `out-of-memory` if one of these buffers has got no memory. */
  async confirm(buffers: readonly PooledBuffer[]): Promise<void> {
    for (const { buffer } of buffers) {
      const error = await this.#unconfirmed.get(buffer);
      if (error !== undefined && error !== null)
        throw new VoxmetryError(
          'out-of-memory',
          `The GPU is out of memory: ${mib(buffer.size)} are not to be had beside ${mib(this.#live - buffer.size)} in use. Close other tabs that use it, lower memoryBudget, or crop the volume.`,
          { details: { needed: buffer.size, lent: this.#live }, cause: error },
        );
      this.#unconfirmed.delete(buffer);
    }
  }

  /** Destroys all idle buffers. */
  clear(): void {
    for (const list of this.#idle.values()) for (const buffer of list) buffer.destroy();
    this.#idle.clear();
    this.#idleBytes = 0;
  }

  #create(size: number, label: string): GPUBuffer {
    this.#device.pushErrorScope('out-of-memory');
    const buffer = this.#device.createBuffer({
      label,
      size,
      usage:
        GPUBufferUsage.STORAGE |
        GPUBufferUsage.COPY_SRC |
        GPUBufferUsage.COPY_DST |
        GPUBufferUsage.INDIRECT,
    });
    // A lost device rejects here; that it is lost shows in all that is done with it.
    this.#unconfirmed.set(
      buffer,
      this.#device.popErrorScope().catch(() => null),
    );
    return buffer;
  }

  /**
   * Frees idle buffers of other sizes before a new one is made, so that idle ones are never a leak.
   */
  #trim(wanted: number): void {
    if (this.#idleBytes + wanted <= this.#maxIdle) return;
    for (const [size, list] of [...this.#idle].sort((a, b) => b[0] - a[0])) {
      while (list.length > 0 && this.#idleBytes + wanted > this.#maxIdle) {
        list.pop()?.destroy();
        this.#idleBytes -= size;
      }
      if (list.length === 0) this.#idle.delete(size);
    }
  }
}

/** Rounds a byte count up to an eighth of its power of two, at least 256. */
export function roundSize(bytes: number): number {
  if (bytes <= 256) return 256;
  const step = Math.max(256, 2 ** (Math.floor(Math.log2(bytes)) - 3));
  return Math.ceil(bytes / step) * step;
}

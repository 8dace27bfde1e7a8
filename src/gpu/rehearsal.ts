// A run that computes nothing: it compiles what an implementation would dispatch.
import type { DispatchArgs } from './dispatch.js';
import type { Gpu } from './gpu.js';
import type { Access, Kernel } from './kernel.js';
import type { ParamSchema } from './layout.js';
import type { PooledBuffer } from './pool.js';
import { Run, type Reading } from './run.js';

/** How a rehearsal ends where what follows depends on data. */
class DataNeeded extends Error {}

/**
 * What a rehearsal sees of a GPU: its limits and its pipelines. Whatever reaches beyond them, as to
 * the pool's books, the queue or what is kept by GPU, ends there, or finds nothing.
 */
function idle({ device: { limits, features }, adapter, pipelines }: Gpu): Gpu {
  return { device: { limits, features }, adapter, pipelines } as unknown as Gpu;
}

/**
 * Stands in for a {@link Run} before there is any data: every dispatch begins to compile its
 * kernel, and nothing else is done. Buffers have a size and no memory. Whatever would read data
 * rejects, which ends the work that is rehearsed.
 */
export class Rehearsal extends Run {
  constructor(gpu: Gpu, signal?: AbortSignal) {
    super(idle(gpu), { signal });
  }

  override alloc(bytes: number): PooledBuffer {
    const size = Math.max(4, Math.ceil(bytes / 4) * 4);
    return { buffer: { size } as GPUBuffer, bytes: size, fresh: false };
  }

  override free(): void {
    // Nothing was lent.
  }

  override keep(): PooledBuffer {
    throw new DataNeeded();
  }

  override dispatch<
    B extends Readonly<Record<string, Access>>,
    P extends ParamSchema,
    C extends readonly string[],
    G extends keyof B = never,
  >(kernel: Kernel<B, P, C>, { constants }: DispatchArgs<B, P, C, G>): void {
    const given = (constants ?? {}) as Readonly<Record<string, number>>;
    // Whoever dispatches it in earnest hears of a failure.
    this.gpu.pipelines.get(kernel as unknown as Kernel, given).catch(() => undefined);
  }

  override declareTraffic(): void {
    // Nothing is moved.
  }

  override clear(): void {
    // Nothing is recorded.
  }

  override copy(): void {
    // Nothing is recorded.
  }

  override upload(): void {
    // Nothing is recorded.
  }

  override pace(): Promise<void> {
    return Promise.resolve();
  }

  override flush(): Promise<void> {
    return this.signal?.aborted === true ? Promise.reject(new DataNeeded()) : Promise.resolve();
  }

  override read(): Promise<ArrayBuffer> {
    return Promise.reject(new DataNeeded());
  }

  override readAll(): Promise<ArrayBuffer[]> {
    return Promise.reject(new DataNeeded());
  }

  override beginReading(): Promise<Reading> {
    return Promise.reject(new DataNeeded());
  }

  override end(): Promise<void> {
    return Promise.resolve();
  }
}

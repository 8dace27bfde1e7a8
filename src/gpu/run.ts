// Command recording and submission of one computation.
import { throwIfAborted, VoxmetryError } from '../recipe/errors.js';
import { asStage } from '../recipe/as_stage.js';
import type { Gpu } from './gpu.js';
import {
  buffersOf,
  countedTraffic,
  uniformsOf,
  type AnyDispatch,
  type DispatchArgs,
} from './dispatch.js';
import type { Access, Kernel } from './kernel.js';
import type { ParamSchema } from './layout.js';
import { roundSize, type PooledBuffer } from './pool.js';
import { cutOff } from './cut.js';
import { shareOfDispatch, SUBMISSION_MS, type Share } from './rates.js';
import type { Pipeline } from './pipelines.js';
import { submitChecked, type DispatchItem, type Item, type Step } from './submission.js';
import { PassTimer } from './timing.js';
import { TrafficLog, type Traffic } from './traffic.js';

/** Whose times are measured: nobody's, those of every op, or, apart, those of every kernel. */
export type Profile = boolean | 'kernels';

/** The stage of work that waits for the GPU, and of what its kernels took, with their names. */
export const ON_GPU = 'submit and wait';
export const KERNEL = 'kernel ';

/** Workgroups that keep a GPU busy, and a processor: fewer are no part of a dispatch. */
const FEWEST = 256;
const FEWEST_ON_PROCESSOR = 16;

/** A part of a buffer to read back: from `offset` (0), `bytes` (the rest). */
export interface Part {
  readonly source: PooledBuffer;
  readonly offset?: number;
  readonly bytes?: number;
}

/** Bytes that are on their way back; an object, so that they are not waited for. */
export interface Reading {
  readonly bytes: Promise<ArrayBuffer[]>;
}

/**
 * One run's way to the GPU: records dispatches, copies and uploads in order and submits them in few
 * batches. Nothing reaches the GPU before {@link Run.flush}; buffers freed here are lent to others
 * only after the work that uses them is submitted.
 */
export class Run {
  readonly gpu: Gpu;
  readonly signal: AbortSignal | undefined;
  readonly log = new TrafficLog();
  readonly #profile: Profile;
  readonly #urgent: boolean;
  readonly #onWork: ((bytes: number) => void) | undefined;
  /** Kernels that this run has been through, so that their times are known. */
  readonly #met = new Set<string>();
  readonly #held = new Set<PooledBuffer>();
  #unconfirmed: PooledBuffer[] = [];
  #items: Item[] = [];
  #released: PooledBuffer[] = [];
  /** Milliseconds that what is recorded is expected to take. */
  #recordedMs = 0;
  #op = '';
  #timers: PassTimer[] = [];
  #compiledMs = 0;
  /** Of kernels, where stages are taken down. */
  #waitedMs = 0;

  /**
   * @param options - `urgent` work goes before all that is not; `onWork` is called whenever some
   * of it is done, with the bytes that it was declared to move.
   */
  constructor(
    gpu: Gpu,
    options: {
      signal?: AbortSignal | undefined;
      profile?: Profile;
      urgent?: boolean | undefined;
      onWork?: ((bytes: number) => void) | undefined;
    } = {},
  ) {
    this.gpu = gpu;
    this.#urgent = options.urgent ?? false;
    this.#onWork = options.onWork;
    this.signal = options.signal;
    this.#profile =
      gpu.device.features.has('timestamp-query') &&
      (gpu.stages === undefined ? (options.profile ?? false) : 'kernels');
  }

  /** Milliseconds in which it waited for pipelines, which are compiled once. */
  get compiledMs(): number {
    return this.#compiledMs;
  }

  /** Names the op that the following dispatches belong to. */
  enter(op: string): void {
    this.#op = op;
  }

  /** Borrows a buffer; its content is undefined unless `zero`. */
  alloc(bytes: number, label: string, options: { zero?: boolean } = {}): PooledBuffer {
    this.gpu.assertAlive();
    const wanted = Math.max(4, Math.ceil(bytes / 4) * 4);
    const least = this.#released.findIndex(
      (b) => b.buffer.size >= wanted && b.buffer.size <= wanted * 1.25 + 256,
    );
    // Where there is no room for another, a larger one does too.
    const index =
      least >= 0 || this.#released.length === 0 || this.gpu.pool.room.make(roundSize(wanted))
        ? least
        : this.#released.findIndex((b) => b.buffer.size >= wanted);
    let lent: PooledBuffer;
    if (index >= 0) {
      const [reused] = this.#released.splice(index, 1);
      lent = { buffer: reused!.buffer, bytes: wanted, fresh: false };
    } else lent = this.gpu.pool.lend(wanted, `${this.#op}: ${label}`);
    this.#held.add(lent);
    if (lent.fresh) this.#unconfirmed.push(lent);
    if (options.zero === true && !lent.fresh) this.clear(lent);
    return lent;
  }

  /** Returns a buffer; recorded work may still use it. */
  free(...buffers: readonly (PooledBuffer | undefined)[]): void {
    for (const buffer of buffers)
      if (buffer !== undefined && this.#held.delete(buffer)) this.#released.push(buffer);
  }

  /** Hands a buffer over to a longer-lived owner, who returns it to the pool. */
  keep(buffer: PooledBuffer): PooledBuffer {
    this.#held.delete(buffer);
    return buffer;
  }

  /** Records one dispatch. */
  dispatch<
    B extends Readonly<Record<string, Access>>,
    P extends ParamSchema,
    C extends readonly string[],
    G extends keyof B = never,
  >(kernel: Kernel<B, P, C>, args: DispatchArgs<B, P, C, G>): void {
    const erased = kernel as unknown as Kernel;
    const given = args as unknown as AnyDispatch;
    const buffers = buffersOf(erased, given);
    const limit = this.gpu.device.limits.maxStorageBufferBindingSize;
    for (const { bytes } of buffers)
      if (bytes > limit)
        throw new VoxmetryError(
          'limit',
          `${this.#op}: a grid of ${String(bytes)} bytes is above this GPU's binding limit of ${String(limit)}. Crop or bin the volume.`,
          { op: this.#op, details: { needed: bytes, available: limit } },
        );
    // Shaders are parsed here, and compiled beside what follows.
    const parsed = this.gpu.stages?.begin('compile');
    const pipeline = this.gpu.pipelines.get(erased, given.constants ?? {});
    parsed?.();
    const traffic = { ...countedTraffic(erased, given, buffers), ...given.traffic };
    const uniforms = uniformsOf(erased, given);
    const variant = `${erased.name} ${JSON.stringify(given.constants ?? {})}`;
    const share = shareOfDispatch(variant, traffic.read + traffic.write, uniforms);
    const item: DispatchItem = {
      type: 'dispatch',
      op: this.#op,
      kernel: erased,
      pipeline,
      buffers,
      uniforms,
      size: given.size,
      share,
    };
    this.#items.push(item);
    this.log.record(this.#op, traffic);
    this.#recordedMs += this.#feared(share);
  }

  /** Declares bytes that depended on data when their dispatch was recorded, and are known now. */
  declareTraffic(traffic: Traffic): void {
    this.log.recordTraffic(this.#op, traffic);
  }

  /** Records filling with zeros. */
  clear(target: PooledBuffer, offset = 0, bytes = target.bytes - offset): void {
    this.#items.push({ type: 'clear', buffer: target.buffer, offset, bytes });
  }

  /** Records a copy between buffers. */
  copy(
    from: PooledBuffer,
    fromOffset: number,
    to: PooledBuffer,
    toOffset: number,
    bytes: number,
  ): void {
    this.#items.push({
      type: 'copy',
      from: from.buffer,
      fromOffset,
      to: to.buffer,
      toOffset,
      bytes,
    });
    this.log.record(this.#op, { read: bytes, write: bytes });
  }

  /** Records an upload. The bytes must stay unchanged until the next flush. */
  upload(target: PooledBuffer, data: ArrayBufferView<ArrayBuffer>, offset = 0): void {
    if (data.byteLength === 0) return;
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    this.#items.push({ type: 'upload', buffer: target.buffer, offset, data: bytes });
  }

  /**
   * Submits what is recorded once it is expected to take as long as a submission should, or where
   * buffers that wait for it take the room of those to come: of so many bytes, or as many as wait.
   * Call between passes of long ops, after freeing.
   */
  async pace(coming?: number): Promise<void> {
    const bytes = coming ?? this.#released.reduce((sum, { buffer }) => sum + buffer.size, 0);
    if (this.#recordedMs >= SUBMISSION_MS || !this.gpu.pool.room.couldMake(bytes))
      await this.flush();
  }

  /**
   * Submits everything recorded, in parts of a bounded time between which other runs get their turn
   * and a cancel is seen; resolves when all is submitted and known to be valid.
   */
  async flush(): Promise<void> {
    throwIfAborted(this.signal, this.#op);
    await this.gpu.pool.confirm(this.#unconfirmed.splice(0));
    const items = this.#items;
    this.#items = [];
    this.#recordedMs = 0;
    const start = performance.now();
    const { stages } = this.gpu;
    const pipelines = await asStage(stages, 'compile', () =>
      Promise.all(
        items.map((item) =>
          item.type === 'dispatch' ? item.pipeline : Promise.resolve(undefined),
        ),
      ),
    ).catch(async (cause: unknown) => {
      throw await this.gpu.failure(cause, this.#op);
    });
    this.#compiledMs += performance.now() - start;
    if (stages === undefined) await this.#submitAll(items, pipelines);
    else {
      const kernels = items.some(({ type }) => type === 'dispatch');
      const before = stages.spent(ON_GPU);
      await asStage(stages, kernels ? ON_GPU : 'upload', async () => {
        await this.#submitAll(items, pipelines);
        // What comes after would wait for it under another name.
        if (items.length > 0) await this.gpu.device.queue.onSubmittedWorkDone();
      });
      this.#waitedMs += stages.spent(ON_GPU) - before;
    }
    throwIfAborted(this.signal, this.#op);
  }

  async #submitAll(
    items: readonly Item[],
    pipelines: readonly (Pipeline | undefined)[],
  ): Promise<void> {
    const verdicts: Promise<VoxmetryError | undefined>[] = [];
    let rest: readonly Step[] = items.map((item, i) => ({ item, pipeline: pipelines[i] }));
    while (rest.length > 0)
      await this.gpu.turns.take(
        this.#urgent,
        () => {
          this.gpu.assertAlive();
          throwIfAborted(this.signal, this.#op);
          const cut = cutOff(rest, {
            feared: (share) => this.#feared(share),
            fewest: this.gpu.adapter.software ? FEWEST_ON_PROCESSOR : FEWEST,
          });
          rest = cut.rest;
          verdicts.push(
            submitChecked(this.gpu, this.#op, cut.steps, {
              passOf: ({ op, kernel }) => (this.#profile === 'kernels' ? kernel.name : op),
              timestamps: (name) => this.#timestamps(name),
            }),
          );
          return cut;
        },
        (shares) => {
          for (const { kernel } of shares) this.#met.add(kernel);
          this.#onWork?.(shares.reduce((sum, { bytes }) => sum + bytes, 0));
        },
      );
    this.#giveBackReleased();
    for (const error of await Promise.all(verdicts)) if (error !== undefined) throw error;
    if (items.length > 0) this.gpu.assertAlive();
  }

  #feared(share: Share): number {
    return this.gpu.rates.feared(share, this.#met.has(share.kernel));
  }

  /** Submits everything and reads bytes back. */
  async read(
    source: PooledBuffer,
    offset = 0,
    bytes = source.bytes - offset,
  ): Promise<ArrayBuffer> {
    const [read] = await this.readAll([{ source, offset, bytes }]);
    return read!;
  }

  /** Submits everything and reads parts of buffers back: one wait for all of them. */
  async readAll(parts: readonly Part[]): Promise<ArrayBuffer[]> {
    return (await this.beginReading(parts)).bytes;
  }

  /**
   * Submits everything and begins to read parts of buffers back. When this resolves the buffers may
   * be freed and other work may follow; the bytes come when they come.
   */
  async beginReading(parts: readonly Part[]): Promise<Reading> {
    const { device } = this.gpu;
    let padded = 0;
    const copies = parts.map(({ source, offset = 0, bytes = source.bytes - offset }) => {
      const at = padded;
      padded += Math.ceil(bytes / 4) * 4;
      return { source, offset, bytes, at };
    });
    device.pushErrorScope('out-of-memory');
    const staging = device.createBuffer({
      label: `${this.#op}: read-back`,
      size: padded,
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    });
    const failure = device.popErrorScope();
    // The copies go with what is recorded, so that one submission does both.
    for (const { source, offset, bytes, at } of copies)
      this.#items.push({
        type: 'copy',
        from: source.buffer,
        fromOffset: offset,
        to: staging,
        toOffset: at,
        bytes: Math.ceil(bytes / 4) * 4,
      });
    const [sent, lack] = await Promise.allSettled([this.flush(), failure]);
    try {
      // Without the buffer the copies into it fail too, and are not to blame.
      if (lack.status === 'fulfilled' && lack.value !== null)
        throw new VoxmetryError(
          'out-of-memory',
          `${this.#op}: no memory to read ${String(padded)} bytes back. Read a smaller region.`,
          { op: this.#op, details: { needed: padded, lent: this.gpu.pool.stats.live } },
        );
      if (sent.status === 'rejected') throw sent.reason;
      if (lack.status === 'rejected') throw lack.reason;
    } catch (error) {
      staging.destroy();
      throw error;
    }
    const bytes = asStage(this.gpu.stages, 'read-back', () => this.#mapped(staging, copies));
    // Whoever waits for the bytes hears of it.
    bytes.catch(() => undefined);
    return { bytes };
  }

  async #mapped(
    staging: GPUBuffer,
    parts: readonly { readonly at: number; readonly bytes: number }[],
  ): Promise<ArrayBuffer[]> {
    try {
      await staging.mapAsync(GPUMapMode.READ).catch(async (cause: unknown) => {
        throw await this.gpu.failure(cause, this.#op);
      });
      throwIfAborted(this.signal, this.#op);
      const mapped = staging.getMappedRange();
      return parts.map(({ at, bytes }) => mapped.slice(at, at + bytes));
    } finally {
      staging.destroy();
    }
  }

  /** Ends the run: collects times, returns every buffer still held. Call in `finally`. */
  async end(): Promise<void> {
    this.#items = [];
    for (const buffer of this.#held) this.#released.push(buffer);
    this.#held.clear();
    this.#giveBackReleased();
    const { stages } = this.gpu;
    const times = stages === undefined ? this.log : new TrafficLog();
    await asStage(stages, 'read the timers', async () => {
      for (const timer of this.#timers) {
        await timer.collect(times).catch(() => undefined);
        timer.destroy();
      }
    });
    stages?.divide(
      ON_GPU,
      times.costs().map(({ op, gpuMs }) => ({ name: `${KERNEL}${op}`, ms: gpuMs ?? 0 })),
      this.#waitedMs,
    );
    this.#timers = [];
    this.gpu.traffic.merge(this.log);
  }

  #giveBackReleased(): void {
    for (const buffer of this.#released.splice(0)) this.gpu.pool.giveBack(buffer);
  }

  #timestamps(op: string): GPUComputePassTimestampWrites | undefined {
    if (this.#profile === false) return undefined;
    let writes = this.#timers.at(-1)?.next(op);
    if (writes === undefined) {
      const timer = new PassTimer(this.gpu.device);
      this.#timers.push(timer);
      writes = timer.next(op);
    }
    return writes;
  }
}

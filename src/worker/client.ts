import * as Comlink from 'comlink';
import type {
  Backend,
  LabEvents,
  LabInfo,
  MemoryStats,
  OpenedModel,
  OpenedSource,
  RunOptions,
  RunRequest,
  RunResponse,
} from '../recipe/backend.js';
import { cancelled, invalidArgument, VoxmetryError } from '../recipe/errors.js';
import { Listeners } from '../recipe/listeners.js';
import { buffersOf, ownedInput } from '../recipe/owned_input.js';
import type { FileFacts, OpenInput, OpenOptions } from '../recipe/source.js';
import { isByteSource, isFolderSource, isReader } from '../recipe/source_kinds.js';
import type { BackendView, ViewListener } from '../recipe/view/state.js';
import { offerFiles } from './files_port.js';
import { watchLock } from './liveness.js';
import { isSideMessage, type Reply, type WorkerApi, type WorkerSetup } from './protocol.js';

/** How a worker is opened. */
export interface WorkerOptions extends WorkerSetup {
  readonly createWorker: () => Worker;
  /** Loads what stands in where nothing is heard of that worker; it is then started from memory. */
  readonly spare?: (() => Promise<SpareWorker>) | undefined;
  /** Milliseconds that the worker may take to load and to open its GPU. */
  readonly timeout: number;
  readonly signal?: AbortSignal | undefined;
}

/** A worker that stands in for one that did not load. */
export interface SpareWorker {
  readonly createWorker: () => Worker;
  /** The error that remains where neither starts. */
  readonly explain: (first: VoxmetryError, second: VoxmetryError) => VoxmetryError;
}

/**
 * Milliseconds without a word after which the spare worker is loaded. The first is given up only if
 * it is silent still when the spare, which is many times larger, is there: a network that is slow
 * is slow for both.
 */
const SILENCE = 5000;

/** Every worker in use is pinned here: a collected Comlink proxy would drop its pending calls. */
const pinned = new Set<WorkerBackend>();

/** An engine in a worker. All of its calls are rejected when the worker fails or is terminated. */
export class WorkerBackend implements Backend {
  readonly #worker: Worker;
  readonly #api: Comlink.Remote<WorkerApi>;
  readonly #listeners = new Listeners<LabEvents>();
  readonly #progress = new Map<number, (fraction: number) => void>();
  readonly #views = new Map<number, ViewListener>();
  readonly #rejections = new Set<(error: VoxmetryError) => void>();
  /** Aborted when the worker is of no use any more. */
  readonly #end = new AbortController();
  #failure: VoxmetryError | undefined;
  /** Whether the worker has said anything: its file was loaded, and is ours. */
  #heard = false;
  #info: LabInfo | undefined;
  #nextCall = 1;
  #forgotten = false;

  private constructor(worker: Worker) {
    this.#worker = worker;
    this.#api = Comlink.wrap<WorkerApi>(worker);
    worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      this.#heard = true;
      if (!isSideMessage(data)) return;
      if (data.voxmetry === 'progress') this.#progress.get(data.call)?.(data.fraction);
      else if (data.voxmetry === 'event') this.#listeners.emit(data.event, data.data as never);
      else if (data.voxmetry === 'frame') this.#views.get(data.view)?.frame(data.frame);
      else if (data.voxmetry === 'view error')
        this.#views.get(data.view)?.error(VoxmetryError.fromData(data.error));
    });
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      const { message } = event as { message?: string };
      this.#fail(
        new VoxmetryError(
          'worker-failed',
          `The worker failed${message === undefined || message === '' ? ' to load' : `: ${message}`}. Check that the worker's file is served and allowed by the page's content security policy, or pass createWorker.`,
        ),
      );
    });
    worker.addEventListener('messageerror', () => {
      this.#fail(
        new VoxmetryError(
          'worker-failed',
          'A message from the worker could not be read. Open a new lab.',
        ),
      );
    });
    pinned.add(this);
  }

  /** Starts the worker, or its spare, and waits until its engine is ready. */
  static async open(options: WorkerOptions): Promise<WorkerBackend> {
    const { createWorker, spare, timeout, signal, ...setup } = options;
    if (signal?.aborted === true) throw cancelled('openLab');
    let current: WorkerBackend | undefined;
    const started = (backend: WorkerBackend): void => {
      current = backend;
    };
    let stop!: (error: VoxmetryError) => void;
    const stopped = new Promise<never>((_, reject) => {
      stop = (error) => {
        reject(error);
        // Its worker ends now, and not with what waits for it: a page may be about to go.
        if (current !== undefined) current.#fail(error);
      };
    });
    // It may be stopped while nothing waits for it.
    stopped.catch(() => undefined);
    const timer = setTimeout(
      () => {
        stop(
          new VoxmetryError(
            'timeout',
            `The worker did not open a GPU within ${String(timeout)} ms. Try again, or raise timeout.`,
          ),
        );
        // Timers hold 31 bits; what is beyond would end at once.
      },
      Math.min(timeout, 2 ** 31 - 1),
    );
    const abort = (): void => {
      stop(cancelled('openLab'));
    };
    signal?.addEventListener('abort', abort, { once: true });
    try {
      const first = await WorkerBackend.#start(createWorker, setup, stopped, started, spare);
      if (first instanceof WorkerBackend) return first;
      if (spare === undefined) throw first;
      const other = await Promise.race([spare(), stopped]);
      const second = await WorkerBackend.#start(other.createWorker, setup, stopped, started);
      if (second instanceof WorkerBackend) return second;
      throw other.explain(first, second);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    }
  }

  /** A worker whose engine is ready, or why nothing was heard of it. */
  static async #start(
    createWorker: () => Worker,
    setup: WorkerSetup,
    stopped: Promise<never>,
    started: (backend: WorkerBackend) => void,
    spare?: () => Promise<unknown>,
  ): Promise<WorkerBackend | VoxmetryError> {
    let worker: Worker;
    try {
      worker = createWorker();
    } catch (cause) {
      return new VoxmetryError(
        'worker-failed',
        `The worker cannot be started (${String(cause)}). Serve the page over http(s), or pass createWorker.`,
        { cause },
      );
    }
    const backend = new WorkerBackend(worker);
    started(backend);
    const silence =
      spare &&
      setTimeout(() => {
        void spare().then(() => {
          if (!backend.#heard)
            backend.#fail(new VoxmetryError('worker-failed', 'The worker does not answer.'));
        }, Boolean);
      }, SILENCE);
    try {
      const lock = `voxmetry ${String(performance.timeOrigin)} ${String(Math.random())}`;
      const { info, locked } = await Promise.race([
        backend.#call(() => backend.#api.setup(setup, lock)),
        stopped,
      ]);
      backend.#info = info;
      if (locked) backend.#watch(lock);
      return backend;
    } catch (error) {
      const failure = VoxmetryError.from(error);
      backend.#fail(failure);
      if (backend.#heard || failure.code !== 'worker-failed') throw error;
      return failure;
    } finally {
      clearTimeout(silence);
    }
  }

  get info(): LabInfo {
    return this.#info!;
  }

  get ended(): boolean {
    return this.#failure !== undefined;
  }

  /** Nobody can ask for anything any more: disposes once what was asked for is answered. */
  forget(): void {
    this.#forgotten = true;
    if (this.#rejections.size === 0) void this.dispose();
  }

  async open(
    input: OpenInput,
    {
      signal,
      onProgress,
      transfer,
      ...options
    }: OpenOptions & { readonly transfer?: boolean | undefined },
  ): Promise<OpenedSource> {
    const sent = sendable(ownedInput(input, transfer === true), 'open', this.#end.signal);
    return this.#cancellable(signal, onProgress, (call) =>
      this.#api.open(call, sent as never, options),
    );
  }

  async facts(
    input: OpenInput,
    { signal, onProgress, ...options }: OpenOptions,
  ): Promise<FileFacts> {
    const sent = sendable(ownedInput(input, false), 'inspect', this.#end.signal);
    return this.#cancellable(signal, onProgress, (call) =>
      this.#api.inspect(call, sent as never, options),
    );
  }

  run(request: RunRequest, { signal, onProgress }: RunOptions): Promise<RunResponse> {
    return this.#cancellable(signal, onProgress, (call) => this.#api.run(call, request));
  }

  view(canvas: OffscreenCanvas | null, listener: ViewListener): BackendView {
    const view = this.#nextCall++;
    this.#views.set(view, listener);
    const sent = canvas === null ? null : Comlink.transfer(canvas, [canvas]);
    const opening = this.#call(() => this.#api.view(view, sent));
    // What it fails of, later calls fail of too.
    opening.catch(() => undefined);
    return {
      set: (request) => this.#call(() => this.#api.setView(view, request)),
      pick: (x, y) => this.#call(() => this.#api.pickInView(view, x, y)),
      picture: (options) => this.#call(() => this.#api.pictureOfView(view, options)),
      dispose: () => {
        this.#views.delete(view);
        if (this.#failure === undefined)
          this.#call(() => this.#api.closeView(view)).catch(() => undefined);
      },
    };
  }

  closeSource(id: string): void {
    if (this.#failure === undefined)
      void this.#call(() => this.#api.closeSource(id)).catch(() => undefined);
  }

  openModel(bytes: Uint8Array<ArrayBuffer>): Promise<OpenedModel> {
    // The lab's own copy, so it moves.
    const sent = Comlink.transfer(bytes, [bytes.buffer]);
    return this.#call(() => this.#api.openModel(sent));
  }

  closeModel(hash: string): void {
    if (this.#failure === undefined)
      void this.#call(() => this.#api.closeModel(hash)).catch(() => undefined);
  }

  memory(): Promise<MemoryStats> {
    return this.#call(() => this.#api.memory());
  }

  clearCache(): Promise<void> {
    return this.#call(() => this.#api.clearCache());
  }

  on<E extends keyof LabEvents>(event: E, listener: (data: LabEvents[E]) => void): () => void {
    return this.#listeners.on(event, listener);
  }

  async dispose(): Promise<void> {
    if (this.#failure !== undefined) return;
    this.#forgotten = false;
    const orderly = this.#call(() => this.#api.dispose()).catch(() => undefined);
    await Promise.race([orderly, new Promise((resolve) => setTimeout(resolve, 2000))]);
    this.#fail(new VoxmetryError('disposed', 'The lab is disposed. Open a new one.'));
  }

  async #cancellable<T>(
    signal: AbortSignal | undefined,
    onProgress: ((fraction: number) => void) | undefined,
    send: (call: number) => Promise<Reply<T>>,
  ): Promise<T> {
    if (signal?.aborted === true) throw cancelled();
    const call = this.#nextCall++;
    if (onProgress !== undefined) this.#progress.set(call, onProgress);
    const cancel = (): void => {
      this.#worker.postMessage({ voxmetry: 'cancel', call });
    };
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      return await this.#call(() => send(call));
    } finally {
      this.#progress.delete(call);
      signal?.removeEventListener('abort', cancel);
    }
  }

  #answered(reject: (error: VoxmetryError) => void): void {
    this.#rejections.delete(reject);
    if (this.#forgotten && this.#rejections.size === 0) void this.dispose();
  }

  /** One call: its value, its typed error, or the worker's failure if that comes first. */
  #call<T>(send: () => Promise<Reply<T>>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#failure !== undefined) {
        reject(this.#failure);
        return;
      }
      this.#rejections.add(reject);
      send().then(
        (reply) => {
          this.#answered(reject);
          if (reply.ok) resolve(reply.value);
          else reject(VoxmetryError.fromData(reply.error));
        },
        (error: unknown) => {
          this.#answered(reject);
          reject(
            error instanceof DOMException && error.name === 'DataCloneError'
              ? invalidArgument(
                  'open',
                  'input',
                  error.message,
                  'what can be sent to a worker: a File, a Blob, a URL, bytes, or { data, size }',
                )
              : VoxmetryError.from(error),
          );
        },
      );
    });
  }

  /** A worker that is ended from outside tells nobody; what it loses is its lock. */
  #watch(lock: string): void {
    watchLock(lock, this.#end.signal, () => {
      this.#fail(
        new VoxmetryError(
          'worker-failed',
          'The worker was ended from outside: by the browser, for want of memory, or by the page. Open a new lab.',
        ),
      );
    });
  }

  #fail(error: VoxmetryError): void {
    if (this.#failure !== undefined) return;
    this.#failure = error;
    this.#end.abort();
    for (const reject of this.#rejections) reject(error);
    this.#rejections.clear();
    this.#worker.terminate();
    pinned.delete(this);
  }
}

/**
 * An input as it is sent: files that the caller reads are offered by range; a reader of grids stays
 * with who made it.
 */
function sendable(input: OpenInput, op: string, end: AbortSignal): unknown {
  if (isFolderSource(input) || (isByteSource(input) && !isReader(input)))
    return offerFiles(input, end);
  if (typeof input === 'object' && 'read' in input)
    throw invalidArgument(
      op,
      'input',
      'a reader',
      'a file, a URL or an array; readers of your own work with openEngine',
    );
  const sent = input instanceof URL ? input.href : absoluteUrl(input);
  const buffers = buffersOf(sent);
  // Marks the buffer of an input as one to move on instead of copying it once more.
  return buffers.length === 0 ? sent : Comlink.transfer(sent as object, buffers);
}

/** A relative URL means relative to the page, not to the worker's file. */
function absoluteUrl(input: OpenInput): OpenInput {
  const base = (globalThis as { document?: { baseURI: string } }).document?.baseURI;
  return typeof input === 'string' && base !== undefined ? new URL(input, base).href : input;
}

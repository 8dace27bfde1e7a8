import { Gpu, TrafficLog, type DeviceOptions } from '../gpu/index.js';
import { abortable } from '../recipe/abortable.js';
import type { FileFacts, GridSource, OpenInput, OpenOptions } from '../recipe/source.js';
import type {
  Backend,
  LabEvents,
  LabInfo,
  MemoryStats,
  OpenedModel,
  OpenedSource,
  OutputData,
  RunOptions,
  RunRequest,
  RunResponse,
} from '../recipe/backend.js';
import { invalidArgument, VoxmetryError } from '../recipe/errors.js';
import type { Vec3, Region } from '../recipe/geometry.js';
import { fromRecipeJson, topologicalOrder } from '../recipe/json.js';
import { isGridMeta, type Node } from '../recipe/op.js';
import { ownedInput } from '../recipe/owned_input.js';
import { asStage } from '../recipe/as_stage.js';
import type { Stages } from '../recipe/stages.js';
import type { BackendView, ViewListener } from '../recipe/view/state.js';
import { LIBRARY } from '../version.js';
import { Evaluator, type Lease } from './evaluator.js';
import type { QueryContext } from './in_run.js';
import { callBack, Listeners } from '../recipe/listeners.js';
import { makeProvenance } from './provenance.js';
import { setLibraryUrl } from '../io/hdf5/library_url.js';
import { setRuntimeUrl } from '../learn/neural/runtime_url.js';
import { Paces } from './paces.js';
import { RunProgress } from './progress.js';
import { checkReadings, readingOf, readsSlices } from './readings.js';
import { implementations, loadImplementations, OPS } from './registry.js';

/** How an engine is set up. */
export interface EngineOptions extends DeviceOptions {
  /** The caller's device; it is never destroyed. Default: a device of the engine's own. */
  readonly device?: GPUDevice | undefined;
  /** GPU bytes that grids may take. Default min(1 GiB, 4 × binding limit). */
  readonly memoryBudget?: number | undefined;
  /**
   * Measures the time of every op; see `timings` of a result. Costs a wait per op. Default false.
   */
  readonly profile?: boolean | undefined;
  /**
   * The address of h5wasm's module, which reads HDF5, where its name is not resolved: a page
   * without a bundler. Default: the package of that name, where it is installed.
   */
  readonly hdf5?: string | URL | undefined;
  /**
   * The address of onnxruntime-web's module, which runs neural networks, where its name is not
   * resolved. Default: the package of that name, where it is installed.
   */
  readonly onnx?: string | URL | undefined;
  /**
   * The most bytes that one output may have; more is refused before any work. Default: what memory
   * holds.
   */
  readonly mostRead?: number | undefined;
  /**
   * @internal Takes down where the time of queries goes, at the price of a wait per submission.
   */
  readonly stages?: Stages | undefined;
  /** Forces small bricks; for tests. */
  readonly brick?: Vec3 | undefined;
}

/** After so many devices lost in one run, the run fails with `device-lost`. */
const MOST_RECOVERIES = 2;

/** A device and what is computed on it; replaced as a whole when the device is lost. */
interface Session {
  readonly gpu: Gpu;
  readonly evaluator: Evaluator;
}

/**
 * Evaluates recipes on one GPU device: the backend that runs in the caller's thread or in a worker.
 */
export class Engine implements Backend {
  #session: Session;
  #reopening: Promise<Session> | undefined;
  readonly #options: EngineOptions;
  readonly #sources = new Map<string, GridSource>();
  /** Hashes of the models that are open, as often as each is. */
  readonly #models: string[] = [];
  readonly #listeners = new Listeners<LabEvents>();
  readonly #budget: number;
  readonly #disposal = new AbortController();
  /** What ends the views that are open. */
  readonly #views = new Set<() => void>();
  #nextSource = 1;

  private constructor(gpu: Gpu, options: EngineOptions) {
    this.#options = options;
    this.#budget =
      options.memoryBudget ?? Math.min(2 ** 30, 4 * gpu.device.limits.maxStorageBufferBindingSize);
    this.#session = this.#startSession(gpu);
  }

  get gpu(): Gpu {
    return this.#session.gpu;
  }

  get evaluator(): Evaluator {
    return this.#session.evaluator;
  }

  get info(): LabInfo {
    const { device, adapter } = this.gpu;
    return {
      library: LIBRARY,
      adapter,
      features: [...device.features].sort(),
      maxBufferSize: device.limits.maxBufferSize,
      maxBindingSize: device.limits.maxStorageBufferBindingSize,
      memoryBudget: this.#budget,
    };
  }

  /** Opens the device, checks it, and is ready. */
  static async open(options: EngineOptions = {}): Promise<Engine> {
    const { memoryBudget, device, timeout } = options;
    if (memoryBudget !== undefined && !(memoryBudget >= 2 ** 20))
      throw invalidArgument('openEngine', 'memoryBudget', memoryBudget, 'at least 1 MiB, in bytes');
    if (timeout !== undefined && !(timeout > 0))
      throw invalidArgument('openEngine', 'timeout', timeout, 'milliseconds, above 0');
    if (options.hdf5 !== undefined) setLibraryUrl(String(options.hdf5));
    if (options.onnx !== undefined) setRuntimeUrl(String(options.onnx));
    const gpu = device === undefined ? await Gpu.open(options) : await Gpu.adopt(device, timeout);
    return new Engine(gpu, options);
  }

  async open(
    input: OpenInput,
    { transfer, ...options }: OpenOptions & { readonly transfer?: boolean | undefined },
  ): Promise<OpenedSource> {
    this.#assertOpen();
    const owned = ownedInput(input, transfer === true);
    const { openSource } = await import('../io/open.js');
    const source = await openSource(owned, options);
    const id = `s${String(this.#nextSource++)}`;
    this.#sources.set(id, source);
    const { name, format, warnings, levels, signal, size, spacing, unit, origin, dtype } = source;
    return {
      id,
      name,
      format,
      warnings,
      levels,
      signal,
      meta: { kind: 'volume', storage: dtype, size, spacing, unit, origin },
    };
  }

  async facts(input: OpenInput, options: OpenOptions): Promise<FileFacts> {
    this.#assertOpen();
    const { inspectSource } = await import('../io/open.js');
    // Files get their paths as in open; of what else there is, nothing is kept, so nothing copied.
    return inspectSource(Array.isArray(input) ? ownedInput(input, false) : input, options);
  }

  async run(request: RunRequest, options: RunOptions): Promise<RunResponse> {
    const outputs = fromRecipeJson(request.recipe, OPS);
    checkReadings(request.recipe, outputs, this.#options.mostRead ?? Infinity);
    const nodes = topologicalOrder(Object.values(outputs));
    await asStage(this.#options.stages, 'load code', () =>
      abortable(loadImplementations(nodes), options.signal),
    );
    let recoveries = 0;
    let shortage: VoxmetryError | undefined;
    for (;;) {
      this.#assertOpen();
      const session = await this.#liveSession();
      const { budget } = session.evaluator;
      try {
        return await asStage(this.#options.stages, 'plan', () =>
          this.#runOn(session, outputs, request, options),
        );
      } catch (error) {
        if (this.#disposal.signal.aborted) throw disposed();
        const typed = VoxmetryError.from(error);
        if (typed.code === 'device-lost' && session.gpu.ownsDevice && recoveries < MOST_RECOVERIES)
          recoveries += 1;
        else if (typed.code === 'out-of-memory' && shrink(session, budget, typed)) shortage = typed;
        // With the smaller budget it cannot be done at all: the want of memory is the reason.
        else throw typed.code === 'limit' ? (shortage ?? typed) : typed;
      }
    }
  }

  /**
   * Computes a region of a grid and leaves it on the GPU, pinned until the lease is released.
   *
   * @param options - What is `urgent` goes before what is not, as a picture that a user waits for.
   * @internal
   */
  async lease(
    node: Node,
    region: Region,
    signal: AbortSignal | undefined,
    { urgent = false }: { readonly urgent?: boolean } = {},
  ): Promise<Lease> {
    await abortable(loadImplementations(topologicalOrder([node])), signal);
    this.#assertOpen();
    const { evaluator, gpu } = await this.#liveSession();
    const context = {
      signal: anySignal(this.#disposal.signal, signal),
      log: new TrafficLog(),
      urgent,
      onStep: () => undefined,
    };
    evaluator.compileAhead(node, region, context.signal);
    try {
      return await evaluator.lease(node, region, context);
    } catch (error) {
      gpu.assertAlive();
      throw inUsersName(VoxmetryError.from(error), { leased: node });
    }
  }

  view(canvas: OffscreenCanvas | null, listener: ViewListener): BackendView {
    this.#assertOpen();
    // What draws is loaded with the first view. Calls wait for it in the order in which they come.
    const opening = import('../view/index.js').then(
      ({ EngineView }) =>
        new EngineView(this, canvas, listener, (recipe) => fromRecipeJson(recipe, OPS)),
    );
    opening.catch(() => undefined);
    const dispose = (): void => {
      this.#views.delete(dispose);
      opening.then(
        (view) => {
          view.dispose();
        },
        () => undefined,
      );
    };
    this.#views.add(dispose);
    return {
      set: async (request) => (await opening).set(request),
      pick: async (x, y) => (await opening).pick(x, y),
      picture: async (options) => (await opening).picture(options),
      dispose,
    };
  }

  /** The device; after a loss, a new one. */
  async liveGpu(): Promise<Gpu> {
    this.#assertOpen();
    return (await this.#liveSession()).gpu;
  }

  closeSource(id: string): void {
    this.#sources.get(id)?.close();
    this.#sources.delete(id);
  }

  async openModel(bytes: Uint8Array<ArrayBuffer>): Promise<OpenedModel> {
    this.#assertOpen();
    const { openModel } = await import('../learn/neural/models.gpu.js');
    const opened = await openModel(bytes);
    this.#models.push(opened.hash);
    return opened;
  }

  closeModel(hash: string): void {
    const at = this.#models.indexOf(hash);
    if (at >= 0) void this.#closeModels(this.#models.splice(at, 1));
  }

  async #closeModels(hashes: readonly string[]): Promise<void> {
    const { closeModel } = await import('../learn/neural/models.gpu.js');
    await Promise.all(hashes.map(closeModel));
  }

  memory(): Promise<MemoryStats> {
    return Promise.resolve(this.#memory());
  }

  clearCache(): Promise<void> {
    this.evaluator.clear();
    return Promise.resolve();
  }

  on<E extends keyof LabEvents>(event: E, listener: (data: LabEvents[E]) => void): () => void {
    return this.#listeners.on(event, listener);
  }

  get ended(): boolean {
    return this.#disposal.signal.aborted;
  }

  async dispose(): Promise<void> {
    if (!this.#disposal.signal.aborted) {
      this.#disposal.abort();
      for (const disposeView of this.#views) disposeView();
      for (const id of [...this.#sources.keys()]) this.closeSource(id);
      this.evaluator.clear();
      // What networks hold on the device goes before it.
      if (this.#models.length > 0) await this.#closeModels(this.#models.splice(0));
      this.gpu.destroy();
    }
  }

  async #runOn(
    { gpu, evaluator }: Session,
    outputs: Readonly<Record<string, Node>>,
    request: RunRequest,
    options: RunOptions,
  ): Promise<RunResponse> {
    const log = new TrafficLog();
    const progress = new RunProgress(Object.values(outputs), Paces.of(gpu.rates), (fraction) => {
      callBack(() => options.onProgress?.(fraction));
    });
    const context: QueryContext = {
      signal: anySignal(this.#disposal.signal, options.signal),
      log,
      urgent: readsSlices(request.recipe, outputs),
      onStep: (node) => {
        progress.step(node);
      },
      onPass: (node, region) => progress.pass(node, region),
      onTask: (node) => progress.task(node),
    };
    const results: Record<string, OutputData> = {};
    try {
      const regions = Object.entries(outputs).map(
        ([name, node]) =>
          [
            node,
            isGridMeta(node.meta) ? readingOf(request.recipe, name, node) : undefined,
          ] as const,
      );
      for (const [node, region] of regions) evaluator.check(node, region);
      for (const [node, region] of regions) evaluator.compileAhead(node, region, context.signal);
      for (const [name, node] of Object.entries(outputs))
        results[name] = await this.#output(evaluator, name, node, request, context);
    } catch (error) {
      // Whatever went wrong on a device that is gone, went wrong because it is gone.
      gpu.assertAlive();
      throw inUsersName(VoxmetryError.from(error), outputs);
    }
    evaluator.cache.evictTo(evaluator.budget);
    this.#listeners.emit('memory', this.#memory());
    callBack(() => options.onProgress?.(1));
    return {
      outputs: results,
      provenance: makeProvenance(
        request.recipe,
        outputs,
        gpu.adapter,
        (id) => this.#source(id).warnings,
      ),
      timings: log.costs(),
    };
  }

  #startSession(gpu: Gpu): Session {
    const { profile = false, brick, stages } = this.#options;
    gpu.stages = stages;
    void gpu.lost.then(({ message, reason }) => {
      if (!this.#disposal.signal.aborted)
        this.#listeners.emit('lost', { reason: message || reason });
    });
    const source = (id: string): GridSource => this.#source(id);
    return {
      gpu,
      evaluator: new Evaluator({
        gpu,
        implementations,
        source,
        budget: this.#budget,
        brick,
        profile,
      }),
    };
  }

  /**
   * The session; after a loss, a new one on a new device. Sources are read again as they are
   * needed.
   */
  async #liveSession(): Promise<Session> {
    if (!this.gpu.isLost || !this.gpu.ownsDevice) return this.#session;
    this.#reopening ??= this.#reopen().finally(() => {
      this.#reopening = undefined;
    });
    return this.#reopening;
  }

  async #reopen(): Promise<Session> {
    this.evaluator.clear();
    const gpu = await Gpu.open(this.#options);
    if (this.#disposal.signal.aborted) {
      gpu.destroy();
      throw disposed();
    }
    this.#session = this.#startSession(gpu);
    this.#listeners.emit('recovered', { adapter: gpu.adapter });
    return this.#session;
  }

  async #output(
    evaluator: Evaluator,
    name: string,
    node: Node,
    request: RunRequest,
    context: QueryContext,
  ): Promise<OutputData> {
    if (!isGridMeta(node.meta))
      // A copy: the value itself stays in the cache.
      return { type: 'value', value: structuredClone(await evaluator.value(node, context)) };
    const region = readingOf(request.recipe, name, node);
    return { type: 'grid', data: await evaluator.read(node, region, context), region };
  }

  #source(id: string): GridSource {
    const source = this.#sources.get(id);
    if (source === undefined)
      throw new VoxmetryError(
        'disposed',
        'The volume was closed, or belongs to another lab. Open it again.',
        {
          details: { source: id },
        },
      );
    return source;
  }

  #memory(): MemoryStats {
    return {
      ...this.gpu.pool.stats,
      cached: this.evaluator.cache.bytes,
      budget: this.evaluator.budget,
    };
  }

  #assertOpen(): void {
    if (this.#disposal.signal.aborted) throw disposed();
    if (!this.gpu.ownsDevice) this.gpu.assertAlive();
  }
}

/** Answers a want of GPU memory with smaller bricks; false where they cannot be smaller. */
function shrink({ evaluator }: Session, budget: number, { details }: VoxmetryError): boolean {
  const lent = details['lent'];
  return typeof lent === 'number' && evaluator.shrink(budget, lent);
}

/**
 * An error said in the name of the operation whose call made the op that failed, where it is only
 * one.
 */
function inUsersName(error: VoxmetryError, outputs: Readonly<Record<string, Node>>): VoxmetryError {
  const made = topologicalOrder(Object.values(outputs)).filter(({ op }) => op.name === error.op);
  const names = new Set(made.map(({ by }) => by));
  const [name] = names;
  return names.size === 1 && name !== undefined ? error.inTheNameOf(name) : error;
}

function disposed(): VoxmetryError {
  return new VoxmetryError('disposed', 'The lab is disposed. Open a new one.');
}

/** `AbortSignal.any`, without keeping short-lived signals alive through the long-lived one. */
function anySignal(a: AbortSignal, b: AbortSignal | undefined): AbortSignal {
  return b === undefined ? a : AbortSignal.any([a, b]);
}

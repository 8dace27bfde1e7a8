// Evaluator of recipe graphs: whole, by region, or brick by brick.
import { Run, type Gpu } from '../gpu/index.js';
import type { Bricked, BrickedContext, GpuGrid, Implementation } from '../implement/index.js';
import type { GridSource } from '../recipe/source.js';
import { throwIfAborted, VoxmetryError } from '../recipe/errors.js';
import { wholeRegion, type Region, type Vec3 } from '../recipe/geometry.js';
import { hashNode } from '../recipe/hash.js';
import { gridMeta, inputMetas, isGridMeta, type InputSpecs, type Node } from '../recipe/op.js';
import type { ParamSpecs } from '../recipe/params.js';
import type { GridMeta } from '../recipe/meta.js';
import { asStage } from '../recipe/as_stage.js';
import { GridCache, type CacheEntry } from './cache.js';
import { InFlight } from './in_flight.js';
import { BrickedStates } from './bricked.js';
import { CompileAhead } from './compile_ahead.js';
import { HOST, inRun, type QueryContext } from './in_run.js';
import type { Pass } from './progress.js';
import { makeSizing } from './make_sizing.js';
import type { Share, Sizing } from './sizing.js';
import { Work, type Values } from './work.js';
import type { Given } from './given.js';
import { implementationOf } from './implementation_of.js';
import { openStore } from './spill/index.js';
import { downloadInto, checkHostArray, makeHostArray, uploadRegion } from './transfer.js';
import { ValueCache } from './value_cache.js';
import type { GridArray } from '../recipe/dtype.js';

/** What an evaluation works with. */
export interface EvaluatorOptions {
  readonly gpu: Gpu;
  readonly implementations: ReadonlyMap<string, Implementation>;
  readonly source: (id: string) => GridSource;
  readonly budget: number;
  /** Forces bricks of at most this size (x a multiple of 32), for tests. */
  readonly brick?: Vec3 | undefined;
  /** What other runs have computed already. */
  readonly given?: Given | undefined;
  /**
   * Measures every op: its GPU time by timestamps and its wall time, at the price of a wait per op.
   */
  readonly profile: boolean;
}

/** A pinned grid; release it when the work that reads it is submitted. */
export interface Lease {
  readonly grid: GpuGrid;
  release(): void;
}

/**
 * Evaluates nodes. Every grid and value is computed at most once at a time, whoever asks; grids go
 * to the cache when they are complete, and inputs of running work are pinned there.
 */
export class Evaluator {
  readonly cache: GridCache;
  readonly #o: EvaluatorOptions;
  readonly #grids: InFlight<CacheEntry>;
  readonly #values = new InFlight<unknown>();
  readonly #valueCache = new ValueCache();
  readonly #states = new BrickedStates();
  readonly #sizing: Sizing;
  readonly #ahead: CompileAhead;

  constructor(options: EvaluatorOptions) {
    this.#o = options;
    this.cache = new GridCache(options.gpu.pool);
    this.#sizing = makeSizing({
      ...options,
      binding: options.gpu.device.limits.maxStorageBufferBindingSize,
    });
    this.#ahead = new CompileAhead({ ...options, sizing: this.#sizing });
    // Whatever nobody needs now makes room, so that all buffers together keep to the budget.
    const { pool } = options.gpu;
    const isRoomFor = (bytes: number): boolean => pool.stats.live + bytes <= this.#sizing.budget;
    pool.room = {
      make: (bytes) => {
        this.cache.evictTo(this.#sizing.budget - bytes);
        return isRoomFor(bytes);
      },
      couldMake: (bytes) => isRoomFor(bytes - this.cache.unpinned),
    };
    this.#grids = new InFlight((entry) => {
      this.cache.release(entry);
    });
  }

  /** GPU bytes that grids may take. */
  get budget(): number {
    return this.#sizing.budget;
  }

  /**
   * Works with smaller bricks from now on, because the GPU had less memory than the budget
   * promised: with half of what was lent when it ran out. Does nothing if that has happened since
   * work with `budget` began. False where the budget is as small as it may be.
   */
  shrink(budget: number, lent: number): boolean {
    if (this.#sizing.budget < budget) return true;
    if (!this.#sizing.shrink(Math.min(budget, lent))) return false;
    this.clear();
    this.#o.gpu.pool.clear();
    return true;
  }

  /** Drops what is cached and not in use. */
  clear(): void {
    this.cache.clear();
    this.#valueCache.clear();
    void this.#states.clear();
  }

  /**
   * Throws `limit` where a value, or a region of a grid, cannot be computed for want of memory, or
   * `out-of-memory` where no array is as long as the region: before any work.
   */
  check(node: Node, region?: Region): void {
    if (region !== undefined) checkHostArray(region);
    this.#sizing.check(node, region);
  }

  /** Begins to compile what an output, or a region of one, will be computed by. */
  compileAhead(node: Node, region: Region | undefined, signal: AbortSignal | undefined): void {
    this.#ahead.begin(node, region, signal);
  }

  /** Reads a region of a grid to the host, brick by brick where it does not fit at once. */
  async read(node: Node, region: Region, context: QueryContext): Promise<GridArray> {
    const target = makeHostArray(gridMeta(node), region);
    await this.bring(node, region, target, context);
    return target;
  }

  /**
   * Reads a region of a grid into an array of that region, brick by brick where it does not fit at
   * once; resolves to a number that no label is above.
   */
  async bring(
    node: Node,
    region: Region,
    target: GridArray,
    context: QueryContext,
  ): Promise<number | undefined> {
    let labelBound: number | undefined;
    const bricks = this.#sizing.bricks(node, region);
    const values: Values = new Map();
    const pass = context.onPass?.(node, region);
    pass?.brick(0, bricks.length);
    for (const [i, brick] of bricks.entries()) {
      const lease = await this.#begun(node, brick, values, context);
      const { signal, urgent } = context;
      const task = context.onTask?.();
      const run = new Run(this.#o.gpu, { signal, urgent, onWork: task?.work });
      try {
        run.enter('read');
        await asStage(this.#o.gpu.stages, 'read-back', () =>
          downloadInto(run, lease.grid, target, region),
        );
        labelBound = largest(labelBound, lease.grid.labelBound);
        task?.end(run.compiledMs);
      } finally {
        lease.release();
        await run.end();
      }
      pass?.brick(i + 1, bricks.length);
    }
    pass?.end();
    return labelBound;
  }

  /** Computes a scalar or a value. */
  value(node: Node, context: QueryContext): Promise<unknown> {
    const hash = hashNode(node);
    const given = this.#o.given?.value(hash);
    if (given !== undefined) return given;
    const known = this.#valueCache.get(hash);
    if (known !== undefined) {
      context.onStep(node);
      return Promise.resolve(known);
    }
    return this.#values.join(hash, context.signal, async (signal) => {
      const pass = context.onPass?.(node);
      const result = await this.#computeValue(node, { ...context, signal }, pass);
      pass?.end();
      throwIfAborted(signal, node.op.name);
      this.#valueCache.set(hash, result);
      context.onStep(node);
      return result;
    });
  }

  /**
   * Computes a region of a grid and pins it until it is released. What is held starts with a word,
   * and may be more than the region. Rejects with `limit` where the region does not
   * fit at once.
   */
  async lease(node: Node, region: Region, context: QueryContext): Promise<Lease> {
    const [first, ...more] = this.#sizing.bricks(node, region);
    if (first !== undefined && more.length > 0)
      throw new VoxmetryError(
        'limit',
        `lease: ${region.size.join('×')} voxels do not fit the GPU at once; ${first.size.join('×')} would. Lease a region.`,
        { op: 'lease', details: { wanted: region.size, available: first.size } },
      );
    return this.#begun(node, region, new Map(), context);
  }

  /** Computes a region of a grid at the head of a chain. */
  async #begun(node: Node, region: Region, values: Values, context: QueryContext): Promise<Lease> {
    return this.#inWork(this.#sizing.share(node, region), values, async (work) => {
      await this.#makeReady(node, work, context);
      return this.#grid(node, region, work, context);
    });
  }

  /** Computes one brick, and lets go of what it held. */
  async #inWork<T>(share: Share, values: Values, then: (work: Work) => Promise<T>): Promise<T> {
    const work = new Work(share, values);
    try {
      return await then(work);
    } finally {
      work.end(this.cache);
    }
  }

  async #grid(node: Node, region: Region, work: Work, context: QueryContext): Promise<Lease> {
    const hash = hashNode(node);
    const planned = work.regionOf(hash) ?? region;
    const hit = this.cache.find(hash, region, (entry) => work.allows(entry, planned));
    const entry =
      hit ??
      (await this.#grids.join(
        `${hash} ${JSON.stringify(planned)}`,
        context.signal,
        async (signal, waiters) => {
          const own = { ...context, signal };
          const grid = await this.#retryingOutOfMemory(() =>
            this.#computeGrid(node, planned, work, own),
          );
          return this.cache.add(hash, grid, waiters());
        },
      ));
    work.hold(entry);
    context.onStep(node);
    let held = true;
    return {
      grid: entry.grid,
      release: () => {
        if (held) this.cache.release(entry);
        held = false;
      },
    };
  }

  /** Running out of memory is met once by dropping all that is not in use. */
  async #retryingOutOfMemory<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof VoxmetryError) || error.code !== 'out-of-memory') throw error;
      this.cache.clear();
      this.#o.gpu.pool.clear();
      return work();
    }
  }

  async #computeGrid(
    node: Node,
    region: Region,
    work: Work,
    context: QueryContext,
  ): Promise<GpuGrid> {
    const meta = gridMeta(node);
    if (this.#sizing.isBricked(node)) return this.#computeBricked(node, region, context);
    return this.#withInputs(node, region, work, context, (inputs) =>
      inRun(this.#o, node, context, async (run) => {
        const grid = await this.#produce(node, meta, region, inputs, run);
        await run.flush();
        run.keep(grid.buffer);
        return grid;
      }),
    );
  }

  /** One region of a global op that works slab by slab. */
  async #computeBricked(node: Node, region: Region, context: QueryContext): Promise<GpuGrid> {
    const bricked = this.#bricked(node);
    const bricks = this.brickedContext(node, context);
    const lease = await this.#prepared(node, bricked, bricks);
    try {
      return await inRun(this.#o, node, context, async (run) => {
        const grid = await bricked.region(lease.state, region, bricks, run);
        await run.flush();
        run.keep(grid.buffer);
        return grid;
      });
    } finally {
      lease.release();
    }
  }

  /** The state of a bricked node, pinned. */
  #prepared(
    node: Node,
    bricked: Bricked<InputSpecs, ParamSpecs, unknown>,
    context: BrickedContext<InputSpecs, ParamSpecs>,
  ): Promise<{ readonly state: unknown; readonly release: () => void }> {
    return this.#states.use(hashNode(node), context.signal, {
      prepare: (signal) => bricked.prepare({ ...context, signal }),
      release: (state) => bricked.release?.(state) ?? Promise.resolve(),
    });
  }

  /**
   * Computes the values and prepares the bricked nodes that a chain takes, before any of its grids
   * is pinned: they have bricks of their own, which may take all of the budget.
   */
  async #makeReady(output: Node, work: Work, context: QueryContext): Promise<void> {
    const stack = [output];
    const seen = new Set(stack);
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      const planned = work.regionOf(hashNode(node));
      const isThere =
        planned !== undefined &&
        this.cache.has(hashNode(node), planned, (entry) => work.wouldAllow(entry, planned));
      if (isThere) continue;
      if (this.#sizing.isBricked(node)) {
        const bricks = this.brickedContext(node, context);
        (await this.#prepared(node, this.#bricked(node), bricks)).release();
        continue;
      }
      for (const child of Object.values(node.inputs)) {
        if (seen.has(child)) continue;
        seen.add(child);
        if (isGridMeta(child.meta)) stack.push(child);
        else await this.#valueOf(child, work.values, context);
      }
    }
  }

  /** What the passes of a global node over slabs are given. */
  brickedContext(node: Node, context: QueryContext): BrickedContext<InputSpecs, ParamSpecs> {
    const values: Values = new Map();
    return {
      params: node.params,
      metas: inputMetas(node),
      meta: gridMeta(node),
      slabs: this.#sizing.slabs(node),
      budget: this.#sizing.slabBudget,
      alone: 2 * this.#sizing.slabBudget,
      binding: this.#o.gpu.device.limits.maxStorageBufferBindingSize,
      deepest: this.#o.brick?.[2] ?? gridMeta(node).size[2],
      signal: context.signal,
      visit: (region, then) =>
        this.#inWork(this.#sizing.shareOfSlab(node, region), values, async (work) => {
          for (const child of Object.values(node.inputs))
            if (isGridMeta(child.meta)) await this.#makeReady(child, work, context);
          return this.#withInputs(node, region, work, context, (inputs) =>
            inRun(this.#o, node, context, (run) => then(inputs as never, run)),
          );
        }),
      inRun: (work) => inRun(this.#o, node, context, work),
      openSpill: openStore,
    };
  }

  async #produce(
    node: Node,
    meta: GridMeta,
    region: Region,
    inputs: Record<string, unknown>,
    run: Run,
  ): Promise<GpuGrid> {
    if (node.op.name === 'source')
      return uploadRegion(run, this.#o.source(node.params['id'] as string), meta, region);
    const how = this.#implementation(node);
    if (how.kind !== 'map' && how.kind !== 'global')
      throw new VoxmetryError(
        'internal',
        `${node.op.name} is not implemented as a grid. Please report it.`,
      );
    return how.compute({ run, inputs, params: node.params, region, meta });
  }

  async #computeValue(node: Node, context: QueryContext, pass: Pass | undefined): Promise<unknown> {
    const how = this.#implementation(node);
    const values: Record<string, unknown> = {};
    const kept: Values = new Map();
    for (const [name, child] of Object.entries(node.inputs)) {
      if (isGridMeta(child.meta)) continue;
      values[name] = await this.#valueOf(child, kept, context);
    }
    const finish = {
      params: node.params,
      metas: inputMetas(node) as never,
      inputs: values as never,
      signal: context.signal,
    };
    if (how.kind === 'host') {
      const task = context.onTask?.(node);
      const result = await asStage(this.#o.gpu.stages, `${HOST}${node.op.name}`, async () =>
        how.compute(finish),
      );
      task?.end(0);
      return result;
    }
    const first = Object.values(node.inputs).find((child) => isGridMeta(child.meta));
    if (first === undefined)
      throw new VoxmetryError('internal', `${node.op.name} has no grid to reduce.`);
    const reduction = this.#reduction(node);
    const regions = reduction.lookedAt?.(finish) ?? [wholeRegion(gridMeta(first).size)];
    const merged = await this.#partials(node, regions, context, kept, pass);
    return asStage(this.#o.gpu.stages, `${HOST}${node.op.name}`, async () =>
      reduction.finish(merged, finish),
    );
  }

  /** What a reduction counts in a region of its first grid. */
  partial(node: Node, region: Region, context: QueryContext): Promise<unknown> {
    return this.#partials(node, [region], context, new Map());
  }

  /** What a reduction counts in some regions of its first grid. */
  async #partials(
    node: Node,
    regions: readonly Region[],
    context: QueryContext,
    kept: Values,
    pass?: Pass,
  ): Promise<unknown> {
    const how = this.#reduction(node);
    const recipes = Object.fromEntries(
      Object.entries(node.inputs).map(([name, child]) => [name, hashNode(child)]),
    );
    let merged: unknown;
    let any = false;
    const bricks = regions.flatMap((region) => this.#sizing.bricks(node, region));
    pass?.brick(0, bricks.length);
    for (const [i, brick] of bricks.entries()) {
      const partial = await this.#inWork(this.#sizing.share(node, brick), kept, async (work) => {
        await this.#makeReady(node, work, context);
        return this.#withInputs(node, brick, work, context, (inputs) =>
          inRun(this.#o, node, context, (run) =>
            how.partial({ run, inputs, params: node.params, region: brick, recipes }),
          ),
        );
      });
      merged = any ? how.merge(merged, partial) : partial;
      any = true;
      pass?.brick(i + 1, bricks.length);
    }
    return merged;
  }

  #reduction(node: Node): Extract<Implementation, { readonly kind: 'reduce' }> {
    const how = this.#implementation(node);
    if (how.kind !== 'reduce')
      throw new VoxmetryError(
        'internal',
        `${node.op.name} is not implemented as a reduction. Please report it.`,
      );
    return how;
  }

  /** A value that bricks take: computed once for all of them. */
  async #valueOf(node: Node, values: Values, context: QueryContext): Promise<unknown> {
    const hash = hashNode(node);
    if (!values.has(hash)) values.set(hash, await this.value(node, context));
    return values.get(hash);
  }

  /** Computes and pins the inputs of a node for a region, and releases them after the work. */
  async #withInputs<T>(
    node: Node,
    region: Region,
    work: Work,
    context: QueryContext,
    then: (inputs: Record<string, unknown>) => Promise<T>,
  ): Promise<T> {
    const leases: Lease[] = [];
    try {
      const inputs: Record<string, unknown> = {};
      for (const [name, child] of Object.entries(node.inputs)) {
        if (!isGridMeta(child.meta)) {
          inputs[name] = await this.#valueOf(child, work.values, context);
          continue;
        }
        const wanted = this.#sizing.inputRegion(node, name, region);
        const lease = await this.#grid(child, wanted, work, context);
        leases.push(lease);
        inputs[name] = lease.grid;
      }
      return await then(inputs);
    } finally {
      for (const lease of leases) lease.release();
    }
  }

  /** How a node is computed slab by slab. */
  #bricked(node: Node): Bricked<InputSpecs, ParamSpecs, unknown> {
    const given = this.#o.given?.bricked(hashNode(node));
    if (given !== undefined) return given;
    const how = this.#implementation(node);
    if (how.kind !== 'global' || how.bricked === undefined)
      throw new VoxmetryError('internal', `${node.op.name} cannot be bricked. Please report it.`);
    return how.bricked;
  }

  #implementation(node: Node): Implementation {
    return implementationOf(this.#o.implementations, node);
  }
}

/** The larger of two numbers that may be missing. */
function largest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
}

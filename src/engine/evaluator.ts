import { Run, type Gpu, type TrafficLog } from '../gpu/index.js';
import {
  bytesOf,
  type BrickedContext,
  type GpuGrid,
  type Implementation,
} from '../implement/index.js';
import type { GridSource } from '../io/source.js';
import { throwIfAborted, VoxmetryError } from '../recipe/errors.js';
import { alignRegion, bricksOf, wholeRegion, type Region, type Vec3 } from '../recipe/geometry.js';
import { hashNode } from '../recipe/hash.js';
import { gridMeta, isGridMeta, neededRegion, type InputSpecs, type Node } from '../recipe/op.js';
import type { ParamSpecs } from '../recipe/params.js';
import type { GridMeta } from '../recipe/meta.js';
import { GridCache, type CacheEntry } from './cache.js';
import { InFlight } from './in_flight.js';
import { BrickedStates } from './bricked.js';
import {
  chooseBrick,
  computedRegion,
  fitsWhole,
  planInputs,
  planRegions,
  slabDepth,
  type Capacity,
  type Plan,
} from './plan.js';
import { openStore } from './spill/index.js';
import { downloadInto, makeHostArray, uploadRegion } from './transfer.js';
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
  /** Measures every op: its GPU time by timestamps and its wall time, at the price of a wait per op. */
  readonly profile: boolean;
}

/** Bricks of a budget below this are no remedy for a GPU without memory. */
const LEAST_BUDGET = 2 ** 20;

/** One query's share of an evaluation. */
export interface QueryContext {
  readonly signal: AbortSignal | undefined;
  readonly log: TrafficLog;
  /** Called whenever a node is done. */
  readonly onStep: () => void;
}

/** A pinned grid; release it when the work that reads it is submitted. */
export interface Lease {
  readonly grid: GpuGrid;
  release(): void;
}

/**
 * Evaluates nodes. Every grid and value is computed at most once at a time, whoever asks; grids go to the
 * cache when they are complete, and inputs of running work are pinned there.
 */
export class Evaluator {
  readonly cache: GridCache;
  readonly #o: EvaluatorOptions;
  readonly #grids: InFlight<CacheEntry>;
  readonly #values = new InFlight<unknown>();
  readonly #valueCache = new ValueCache();
  readonly #bricked = new Map<string, boolean>();
  readonly #states = new BrickedStates();
  #capacity: Capacity;

  constructor(options: EvaluatorOptions) {
    this.#o = options;
    this.cache = new GridCache(options.gpu.pool);
    this.#capacity = {
      budget: options.budget,
      binding: options.gpu.device.limits.maxStorageBufferBindingSize,
    };
    this.#grids = new InFlight((entry) => {
      this.cache.release(entry);
    });
  }

  /** GPU bytes that grids may take. */
  get budget(): number {
    return this.#capacity.budget;
  }

  /**
   * Works with smaller bricks from now on, because the GPU had less memory than the budget promised: with
   * half of what was lent when it ran out. Does nothing if that has happened since work with `budget`
   * began. False where the budget is as small as it may be.
   */
  shrink(budget: number, lent: number): boolean {
    if (this.#capacity.budget < budget) return true;
    const smaller = Math.floor(Math.min(budget, lent) / 2);
    if (smaller < LEAST_BUDGET) return false;
    this.#capacity = { ...this.#capacity, budget: smaller };
    // What fitted whole may not fit now.
    this.#bricked.clear();
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

  /** Reads a region of a grid to the host, brick by brick where it does not fit at once. */
  async read(node: Node, region: Region, context: QueryContext): Promise<GridArray> {
    const meta = gridMeta(node);
    const target = makeHostArray(meta, region);
    for (const brick of this.#bricks(node, alignRegion(region, meta.size))) {
      const lease = await this.#grid(node, brick, this.#plan(node, brick), context);
      const run = new Run(this.#o.gpu, { signal: context.signal });
      try {
        run.enter('read');
        await downloadInto(run, lease.grid, target, region);
      } finally {
        lease.release();
        await run.end();
      }
    }
    return target;
  }

  /** Computes a scalar or a value. */
  value(node: Node, context: QueryContext): Promise<unknown> {
    const hash = hashNode(node);
    const known = this.#valueCache.get(hash);
    if (known !== undefined) return Promise.resolve(known);
    return this.#values.join(hash, context.signal, async (signal) => {
      const result = await this.#computeValue(node, { ...context, signal });
      throwIfAborted(signal, node.op.name);
      this.#valueCache.set(hash, result);
      context.onStep();
      return result;
    });
  }

  /** Computes a region of a grid, x-aligned, and pins it until it is released. */
  lease(node: Node, region: Region, context: QueryContext): Promise<Lease> {
    return this.#grid(node, region, this.#plan(node, region), context);
  }

  /** Whether a global node is computed slab by slab: where it can be and does not fit, or in tests. */
  readonly #isBricked = (node: Node): boolean => {
    if (node.op.kind !== 'global') return false;
    const hash = hashNode(node);
    let known = this.#bricked.get(hash);
    if (known === undefined) {
      const how = this.#implementation(node);
      known =
        how.type === 'grid' &&
        how.bricked !== undefined &&
        (this.#o.brick !== undefined || !fitsWhole(node, this.#capacity, this.#isBricked));
      this.#bricked.set(hash, known);
    }
    return known;
  };

  #plan(node: Node, region: Region): Plan {
    return planRegions(node, region, this.#isBricked);
  }

  *#bricks(node: Node, region: Region): Generator<Region> {
    if (isGridMeta(node.meta) && node.op.kind === 'global' && !this.#isBricked(node)) {
      chooseBrick(node, region, this.#capacity, this.#isBricked);
      yield region;
      return;
    }
    yield* bricksOf(
      region,
      this.#o.brick ?? chooseBrick(node, region, this.#capacity, this.#isBricked),
    );
  }

  async #grid(node: Node, region: Region, plan: Plan, context: QueryContext): Promise<Lease> {
    const hash = hashNode(node);
    const planned = plan.get(hash) ?? region;
    const hit = this.cache.find(hash, region);
    const entry =
      hit ??
      (await this.#grids.join(
        `${hash} ${JSON.stringify(planned)}`,
        context.signal,
        async (signal, waiters) => {
          const own = { ...context, signal };
          const grid = await this.#retryingOutOfMemory(() =>
            this.#computeGrid(node, planned, plan, own),
          );
          context.onStep();
          return this.cache.add(hash, grid, waiters());
        },
      ));
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
    plan: Plan,
    context: QueryContext,
  ): Promise<GpuGrid> {
    const meta = gridMeta(node);
    if (this.#isBricked(node)) return this.#computeBricked(node, region, context);
    return this.#withInputs(node, region, plan, context, async (inputs) => {
      this.cache.evictTo(this.#capacity.budget - 2 * bytesOf(meta.storage, region));
      return this.#inRun(node.op.name, context, async (run) => {
        const grid = await this.#produce(node, meta, region, inputs, run);
        await run.flush();
        run.keep(grid.buffer);
        return grid;
      });
    });
  }

  /** One region of a global op that works slab by slab. */
  async #computeBricked(node: Node, region: Region, context: QueryContext): Promise<GpuGrid> {
    const how = this.#implementation(node);
    if (how.type !== 'grid' || how.bricked === undefined)
      throw new VoxmetryError('internal', `${node.op.name} cannot be bricked. Please report it.`);
    const { bricked } = how;
    const bricks = this.#brickedContext(node, context);
    const hash = hashNode(node);
    const lease = await this.#states.use(hash, context.signal, {
      prepare: (signal) => bricked.prepare({ ...bricks, signal }),
      release: (state) => bricked.release?.(state) ?? Promise.resolve(),
    });
    try {
      this.cache.evictTo(this.#capacity.budget - 2 * bytesOf(gridMeta(node).storage, region));
      return await this.#inRun(node.op.name, context, async (run) => {
        const grid = await bricked.region(lease.state, region, bricks, run);
        await run.flush();
        run.keep(grid.buffer);
        return grid;
      });
    } finally {
      lease.release();
    }
  }

  #brickedContext(node: Node, context: QueryContext): BrickedContext<InputSpecs, ParamSpecs> {
    const meta = gridMeta(node);
    const whole = wholeRegion(meta.size);
    const [x, y] = meta.size;
    // A slab takes its inputs, the output and what comes between, so it gets a part of the budget.
    const share = { budget: this.#capacity.budget / 4, binding: this.#capacity.binding };
    const depth = this.#o.brick?.[2] ?? slabDepth(node, share, this.#capacity, this.#isBricked);
    return {
      params: node.params,
      meta,
      slabs: [...bricksOf(whole, [x, y, depth])],
      budget: this.#capacity.budget / 4,
      signal: context.signal,
      visit: (region, work) => {
        // Beside a slab and what its passes take, the cache may hold what is left.
        this.cache.evictTo(this.#capacity.budget / 2);
        return this.#withInputs(
          node,
          region,
          planInputs(node, region, this.#isBricked),
          context,
          (inputs) => this.#inRun(node.op.name, context, (run) => work(inputs as never, run)),
        );
      },
      inRun: (work) => this.#inRun(node.op.name, context, work),
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
    if (how.type !== 'grid')
      throw new VoxmetryError(
        'internal',
        `${node.op.name} is not implemented as a grid. Please report it.`,
      );
    return how.compute({ run, inputs, params: node.params, region, meta });
  }

  async #computeValue(node: Node, context: QueryContext): Promise<unknown> {
    const how = this.#implementation(node);
    const metas = Object.fromEntries(
      Object.entries(node.inputs).map(([n, child]) => [n, child.meta]),
    );
    const values: Record<string, unknown> = {};
    for (const [name, child] of Object.entries(node.inputs))
      if (!isGridMeta(child.meta)) values[name] = await this.value(child, context);
    const finish = {
      params: node.params,
      metas: metas as never,
      inputs: values as never,
      signal: context.signal,
    };
    if (how.type === 'host') return how.compute(finish);
    if (how.type !== 'reduce')
      throw new VoxmetryError(
        'internal',
        `${node.op.name} is not implemented as a reduction. Please report it.`,
      );
    const first = Object.values(node.inputs).find((child) => isGridMeta(child.meta));
    if (first === undefined)
      throw new VoxmetryError('internal', `${node.op.name} has no grid to reduce.`);
    let merged: unknown;
    let any = false;
    for (const brick of this.#bricks(node, wholeRegion(gridMeta(first).size))) {
      const partial = await this.#withInputs(
        node,
        brick,
        this.#plan(node, brick),
        context,
        (inputs) =>
          this.#inRun(node.op.name, context, (run) =>
            how.partial({ run, inputs, params: node.params, region: brick }),
          ),
      );
      merged = any ? how.merge(merged, partial) : partial;
      any = true;
    }
    return how.finish(merged, finish);
  }

  /** Computes and pins the inputs of a node for a region, and releases them after the work. */
  async #withInputs<T>(
    node: Node,
    region: Region,
    plan: Plan,
    context: QueryContext,
    work: (inputs: Record<string, unknown>) => Promise<T>,
  ): Promise<T> {
    const leases: Lease[] = [];
    try {
      const inputs: Record<string, unknown> = {};
      for (const [name, child] of Object.entries(node.inputs)) {
        if (!isGridMeta(child.meta)) {
          inputs[name] = await this.value(child, context);
          continue;
        }
        const wanted = computedRegion(child, neededRegion(node, name, region), this.#isBricked);
        const lease = await this.#grid(child, wanted, plan, context);
        leases.push(lease);
        inputs[name] = lease.grid;
      }
      return await work(inputs);
    } finally {
      for (const lease of leases) lease.release();
    }
  }

  async #inRun<T>(op: string, context: QueryContext, work: (run: Run) => Promise<T>): Promise<T> {
    const { gpu, profile } = this.#o;
    const run = new Run(gpu, { signal: context.signal, profile });
    run.enter(op);
    const start = performance.now();
    try {
      const result = await work(run);
      if (profile) await gpu.device.queue.onSubmittedWorkDone();
      run.log.recordWall(op, performance.now() - start);
      return result;
    } catch (error) {
      throw VoxmetryError.from(error, op);
    } finally {
      await run.end();
      context.log.merge(run.log);
    }
  }

  #implementation(node: Node): Implementation {
    const found = this.#o.implementations.get(node.op.name);
    if (found === undefined)
      throw new VoxmetryError(
        'internal',
        `Op ${node.op.name} has no implementation. Please report it.`,
      );
    return found;
  }
}

import type { OpTiming, OutputData, Provenance, RunOptions } from '../recipe/backend.js';
import { VoxmetryError } from '../recipe/errors.js';
import type { LabContext } from './context.js';
import { toRecipeJson, type GridReading, type RecipeJson } from '../recipe/json.js';
import type { Node } from '../recipe/op.js';
import { runOptionsOf } from '../recipe/options.js';
import { named } from '../recipe/named.js';

/** Where a query runs, what it computes and how its output becomes the result. */
export interface QueryPlan<T> {
  readonly context: LabContext;
  readonly node: Node;
  /** How a grid is read. */
  readonly reading?: GridReading | undefined;
  readonly read: (output: OutputData, provenance: Provenance) => T;
}

/**
 * A recipe whose result is numbers. It runs when it is awaited or run, once; awaiting it again
 * gives the same result. Options of a run never enter the recipe.
 *
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 2, 3, 4]), size: [2, 2, 1] });
 * const query = scan.threshold({ lo: 3 }).count();
 * console.assert((await query.run({ onProgress: () => {} })) === 2);
 * await lab.dispose();
 * ```
 */
export class Query<T> implements PromiseLike<T> {
  readonly #plan: QueryPlan<T> | VoxmetryError;
  #promise: Promise<T> | undefined;
  #provenance: Provenance | undefined;
  #timings: readonly OpTiming[] = [];

  /** @internal */
  constructor(plan: QueryPlan<T> | VoxmetryError) {
    this.#plan = plan;
  }

  /**
   * @internal A query whose arguments are checked as it is made: a bad one rejects when awaited.
   */
  static of<T>(make: () => QueryPlan<T>): Query<T> {
    try {
      return new Query(make());
    } catch (error) {
      return new Query<T>(VoxmetryError.from(error));
    }
  }

  /**
   * The recipe as data, its result named `result`.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 2, 3]), size: [3, 1, 1] });
   * const { steps } = scan.threshold({ lo: 2 }).count().recipe;
   * console.assert(steps.map(({ op }) => op).join() === 'source,threshold,count');
   * await lab.dispose();
   * ```
   */
  get recipe(): RecipeJson {
    const { node, reading } = this.plan;
    return toRecipeJson({ result: node }, reading === undefined ? {} : { result: reading });
  }

  /** @internal */
  get plan(): QueryPlan<T> {
    if (this.#plan instanceof VoxmetryError) throw this.#plan;
    return this.#plan;
  }

  /**
   * What the result was computed by; undefined until the query has run.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 2, 3]), size: [3, 1, 1] });
   * const query = scan.median().moments();
   * await query;
   * console.assert(query.provenance?.exactness === 'exact' && 'median' in query.provenance.notes);
   * await lab.dispose();
   * ```
   */
  get provenance(): Provenance | undefined {
    return this.#provenance;
  }

  /**
   * What each op cost in this run; ops found in the cache are not listed. Empty until the query has
   * run.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 2, 3]), size: [3, 1, 1] });
   * const query = scan.threshold({ lo: 2 }).count();
   * await query;
   * console.assert(query.timings.some(({ op, read }) => op === 'count' && read > 0)); // bytes
   * await lab.dispose();
   * ```
   */
  get timings(): readonly OpTiming[] {
    return this.#timings;
  }

  /**
   * Runs the query, with a signal to cancel it and a callback for its progress.
   *
   * @throws VoxmetryError `cancelled` by the signal, `disposed`, and what the ops throw.
   * @example
   * ```ts
   * import { VoxmetryError, openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 2, 3]), size: [3, 1, 1] });
   * const signal = AbortSignal.abort();
   * const error: unknown = await scan.moments().run({ signal }).catch((e: unknown) => e);
   * console.assert(error instanceof VoxmetryError && error.code === 'cancelled');
   * await lab.dispose();
   * ```
   */
  run(options: RunOptions = {}): Promise<T> {
    this.#promise ??= this.#execute(options);
    return this.#promise;
  }

  /** Runs the query; so that it can be awaited. */
  then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.run().then(onFulfilled, onRejected);
  }

  /** Runs the query, and handles its failure, as `catch` of a promise. */
  catch<B = never>(onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<T | B> {
    return this.run().catch(onRejected);
  }

  /** Runs the query, and calls back when it has ended, as `finally` of a promise. */
  finally(onEnded?: (() => void) | null): Promise<T> {
    return this.run().finally(onEnded);
  }

  async #execute(options: RunOptions): Promise<T> {
    runOptionsOf('run', options);
    const { context, read } = this.plan;
    const { outputs, provenance, timings } = await context.backend.run(
      { recipe: this.recipe },
      options,
    );
    this.#provenance = provenance;
    this.#timings = timings;
    return read(outputs['result']!, provenance);
  }
}

named('Query', Query);

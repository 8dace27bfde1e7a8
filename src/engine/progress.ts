import { isGridMeta, type Node } from '../recipe/op.js';
import { topologicalOrder } from '../recipe/json.js';

/** One walk over a grid, brick by brick. */
export interface Pass {
  /** So many of the bricks are done; told before the first one as well. */
  brick(done: number, of: number): void;
  end(): void;
}

/** A walk under way: the share of its bricks that are done, and what is done of the present one. */
interface Walk {
  done: number;
  of: number;
  steps: number;
  readonly nodes: number;
}

/**
 * How far a run is. Its work is a pass over bricks for every output and for every number on the way
 * to one; passes lie within each other where a grid waits for a number. Within a brick the nodes
 * that become ready are counted. How many there will be is not known where an op walks over slabs
 * of its own, so they never fill the brick.
 */
export class RunProgress {
  readonly #report: (fraction: number) => void;
  readonly #passes: number;
  readonly #walks: Walk[] = [];
  #ended = 0;
  #told = 0;

  /**
   * `report` is told of every step forwards; a fraction below 1, since the results are still to be
   * handed over.
   */
  constructor(outputs: readonly Node[], report: (fraction: number) => void) {
    this.#report = report;
    const numbers = topologicalOrder(outputs).filter(({ meta }) => !isGridMeta(meta));
    this.#passes = numbers.length + outputs.filter(({ meta }) => isGridMeta(meta)).length;
  }

  /** A pass over the bricks of a node begins. */
  pass(node: Node): Pass {
    const walk: Walk = { done: 0, of: 1, steps: 0, nodes: topologicalOrder([node]).length };
    this.#walks.push(walk);
    return {
      brick: (done, of) => {
        Object.assign(walk, { done, of, steps: 0 });
        this.#tell();
      },
      end: () => {
        const at = this.#walks.indexOf(walk);
        if (at < 0) return;
        this.#walks.splice(at, 1);
        this.#ended += 1;
        this.#tell();
      },
    };
  }

  /** A grid or a number that the present brick needs is ready. */
  step(): void {
    const walk = this.#walks.at(-1);
    if (walk === undefined) return;
    walk.steps += 1;
    this.#tell();
  }

  #tell(): void {
    const under = this.#walks.reduce((sum, walk) => sum + shareOf(walk), 0);
    const fraction = Math.min(0.99, (this.#ended + under) / Math.max(1, this.#passes));
    if (fraction <= this.#told) return;
    this.#told = fraction;
    this.#report(fraction);
  }
}

function shareOf({ done, of, steps, nodes }: Walk): number {
  const within = steps <= nodes ? steps / (nodes + 1) : 1 - 1 / (steps + 1);
  return Math.min(1, (done + within) / of);
}

// Brick (tile) sizing within a memory budget.
import { alignRegion, bricksOf, wholeRegion, type Region, type Vec3 } from '../recipe/geometry.js';
import { hashNode } from '../recipe/hash.js';
import { gridMeta, isGridMeta, neededRegion, type Node } from '../recipe/op.js';
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

/**
 * Smallest budget that is tried: smaller bricks would not help a GPU that has run out of memory.
 */
const LEAST_BUDGET = 2 ** 20;

/** What the sizes of bricks follow from. */
export interface SizingOptions extends Capacity {
  /** Forces bricks of at most this size (x a multiple of 32), for tests. */
  readonly brick: Vec3 | undefined;
  /** Whether a global node has a way to be computed slab by slab. */
  readonly canBrick: (node: Node) => boolean;
}

/**
 * How much is computed at once: which nodes go slab by slab, in which bricks, with how much memory.
 */
export class Sizing {
  readonly #o: SizingOptions;
  readonly #bricked = new Map<string, boolean>();
  #budget: number;

  constructor(options: SizingOptions) {
    this.#o = options;
    this.#budget = options.budget;
  }

  /** GPU bytes that grids may take. */
  get budget(): number {
    return this.#budget;
  }

  /**
   * The part of the budget for a slab, which takes its inputs, the output and what comes between.
   */
  get slabBudget(): number {
    return this.#budget / 4;
  }

  /** Halves a budget that was too large; false where it is as small as it may be. */
  shrink(tooLarge: number): boolean {
    const smaller = Math.floor(tooLarge / 2);
    if (smaller < LEAST_BUDGET) return false;
    this.#budget = smaller;
    // What fitted whole may not fit now.
    this.#bricked.clear();
    return true;
  }

  /**
   * Whether a global node is computed slab by slab: where it can be and does not fit, or in tests.
   */
  readonly isBricked = (node: Node): boolean => {
    if (node.op.kind !== 'global') return false;
    const hash = hashNode(node);
    let known = this.#bricked.get(hash);
    if (known === undefined) {
      known =
        this.#o.canBrick(node) &&
        (this.#o.brick !== undefined || !fitsWhole(node, this.#capacity, this.isBricked));
      this.#bricked.set(hash, known);
    }
    return known;
  };

  /** The regions of all grids behind a node. */
  plan(node: Node, region: Region): Plan {
    return planRegions(node, region, this.isBricked);
  }

  /** The regions of all grids that a slab of a bricked node takes. */
  planSlab(node: Node, region: Region): Plan {
    return planInputs(node, region, this.isBricked);
  }

  /** The region of an input to compute for a region of a node. */
  inputRegion(node: Node, name: string, region: Region): Region {
    const needed = neededRegion(node, name, region);
    return computedRegion(node.inputs[name]!, needed, this.isBricked);
  }

  /** The bricks in which a region of a node is computed, x fastest. */
  *bricks(node: Node, wanted: Region): Generator<Region> {
    const isGrid = isGridMeta(node.meta);
    const region = isGrid ? alignRegion(wanted, gridMeta(node).size) : wanted;
    if (isGrid && node.op.kind === 'global' && !this.isBricked(node)) {
      chooseBrick(node, region, this.#capacity, this.isBricked);
      yield region;
      return;
    }
    yield* bricksOf(
      region,
      this.#o.brick ?? chooseBrick(node, region, this.#capacity, this.isBricked),
    );
  }

  /** The slabs of whole slices in which a bricked node is prepared. */
  slabs(node: Node): Region[] {
    const { size } = gridMeta(node);
    const share = { ...this.#capacity, budget: this.slabBudget };
    const depth = this.#o.brick?.[2] ?? slabDepth(node, share, this.#capacity, this.isBricked);
    return [...bricksOf(wholeRegion(size), [size[0], size[1], depth])];
  }

  get #capacity(): Capacity {
    return { budget: this.#budget, binding: this.#o.binding };
  }
}

// Brick (tile) sizing within a memory budget.
import { VoxmetryError } from '../recipe/errors.js';
import { bricksOf, volumeOf, wholeRegion, type Region, type Vec3 } from '../recipe/geometry.js';
import { hashNode } from '../recipe/hash.js';
import { topologicalOrder } from '../recipe/json.js';
import { gridMeta, isGridMeta, neededRegion, type Node } from '../recipe/op.js';
import { chooseBrick, slabDepth } from './brick_size.js';
import {
  fits,
  needOf,
  needOfSlab,
  needWhole,
  type Capacity,
  type TemporariesOf,
  type Ways,
} from './need.js';
import {
  chainOf,
  computedRegion,
  outputRegion,
  planInputs,
  planRegions,
  type Plan,
} from './plan.js';
import { tooLarge } from './refusal.js';

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
  /** Whether the result of a global node is there already, to be read region by region. */
  readonly isGiven: (node: Node) => boolean;
  /** Whether regions of such a node are made from its inputs anew, once it is prepared. */
  readonly revisits: (node: Node) => boolean;
  readonly temporaries: TemporariesOf;
}

/**
 * What is computed at once: which regions of which grids, those of them that several nodes take, by
 * hash, and the bytes of the budget that this leaves.
 */
export interface Share {
  readonly plan: Plan;
  readonly takenAgain: ReadonlySet<string>;
  readonly spare: number;
}

/**
 * How much is computed at once: which nodes go slab by slab, in which bricks, with how much memory.
 */
export class Sizing {
  readonly #o: SizingOptions;
  readonly #bricked = new Map<string, boolean>();
  readonly #checked = new Set<string>();
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
    this.#checked.clear();
    return true;
  }

  /**
   * Whether a global node is computed slab by slab: where it can be and does not fit, or in tests;
   * or is there to be read so.
   */
  readonly isBricked = (node: Node): boolean => {
    if (node.op.kind !== 'global') return false;
    const hash = hashNode(node);
    let known = this.#bricked.get(hash);
    if (known === undefined) {
      known =
        this.#o.isGiven(node) ||
        (this.#o.canBrick(node) &&
          (this.#o.brick !== undefined || !fits(needWhole(node, this.#ways), this.#capacity)));
      this.#bricked.set(hash, known);
    }
    return known;
  };

  /** The regions of all grids behind a node, and what of the budget they leave. */
  share(node: Node, region: Region): Share {
    const plan = planRegions(node, region, this.isBricked);
    const chain = chainOf(node, this.isBricked);
    const { total } = needOf(node, region, this.#ways, chain, plan);
    return { plan, takenAgain: chain.takenAgain, spare: this.#budget - total };
  }

  /**
   * The regions of all grids that a slab of a bricked node takes, and what of the budget they
   * leave.
   */
  shareOfSlab(node: Node, region: Region): Share {
    const plan = planInputs(node, region, this.isBricked);
    const chain = chainOf(node, this.isBricked);
    const { total } = needOfSlab(node, region, this.#ways, chain, plan);
    return { plan, takenAgain: chain.takenAgain, spare: this.#budget - total - this.slabBudget };
  }

  /** The region of an input to compute for a region of a node. */
  inputRegion(node: Node, name: string, region: Region): Region {
    const needed = neededRegion(node, name, region);
    return computedRegion(node.inputs[name]!, needed, this.isBricked);
  }

  /**
   * The bricks in which a region of a node is computed, x fastest. `limit` where that cannot be.
   */
  bricks(node: Node, wanted: Region): readonly Region[] {
    const isGrid = isGridMeta(node.meta);
    const region = isGrid ? outputRegion(node, wanted) : wanted;
    if (isGrid && node.op.kind === 'global' && !this.isBricked(node)) {
      const need = needOf(node, region, this.#ways);
      if (fits(need, this.#capacity)) return [region];
      const chain = chainOf(node, this.isBricked);
      throw tooLarge(node, chain, region, this.#capacity, need, this.#ways);
    }
    if (this.#o.brick !== undefined) return [...bricksOf(region, this.#o.brick)];
    return this.#cut(node, region);
  }

  /** Bytes that a region of a node takes with all grids behind it, were it computed at once. */
  bytesOf(node: Node, region: Region): number {
    return needOf(node, region, this.#ways).total;
  }

  /** The slabs of whole slices in which a bricked node is prepared. */
  slabs(node: Node): Region[] {
    const { size } = gridMeta(node);
    // A node that is prepared alone, before others work with it, has room for a slab behind it.
    const isAlone = !this.#o.revisits(node);
    const isNested =
      isAlone &&
      chainOf(node, this.isBricked).nodes.some((other) => other !== node && this.isBricked(other));
    const budget = this.slabBudget + (isNested ? this.#ways.slab.total : 0);
    const share = { ...this.#capacity, budget };
    const depth = this.#o.brick?.[2] ?? slabDepth(node, share, this.#capacity, this.#ways, isAlone);
    return [...bricksOf(wholeRegion(size), [size[0], size[1], depth])];
  }

  /**
   * Throws `limit` where a node or what it takes of values and bricked nodes cannot be computed:
   * before any work, and with the smallest of the sizes that would do.
   */
  check(output: Node, region?: Region): void {
    if (this.#o.brick !== undefined) return;
    const refusals: VoxmetryError[] = [];
    for (const node of topologicalOrder([output])) {
      const hash = hashNode(node);
      if (this.#checked.has(hash) && (node !== output || region === undefined)) continue;
      try {
        const first = Object.values(node.inputs).find((child) => isGridMeta(child.meta));
        if (!isGridMeta(node.meta)) {
          if (first !== undefined) this.bricks(node, wholeRegion(gridMeta(first).size));
        } else {
          if (node === output && region !== undefined) this.bricks(node, region);
          if (this.isBricked(node)) this.slabs(node);
        }
        this.#checked.add(hash);
      } catch (error) {
        refusals.push(VoxmetryError.from(error));
      }
    }
    const size = ({ details }: VoxmetryError): number =>
      volumeOf((details['largestSize'] ?? [0, 0, 0]) as Vec3);
    const [tightest] = refusals.sort((a, b) => size(a) - size(b));
    if (tightest !== undefined) throw tightest;
  }

  /**
   * Bricks of one size, and of smaller ones where such a brick needs more than those that stood for
   * all.
   */
  #cut(node: Node, region: Region): readonly Region[] {
    const size = chooseBrick(node, region, this.#capacity, this.#ways);
    const bricks = [...bricksOf(region, size)];
    if (bricks.length <= 1) return bricks;
    const chain = chainOf(node, this.isBricked);
    return bricks.flatMap((brick) =>
      fits(needOf(node, brick, this.#ways, chain), this.#capacity)
        ? [brick]
        : this.#cut(node, brick),
    );
  }

  get #capacity(): Capacity {
    return { budget: this.#budget, binding: this.#o.binding };
  }

  get #ways(): Ways {
    return {
      isBricked: this.isBricked,
      temporaries: this.#o.temporaries,
      // An eighth more for what the pool rounds up.
      slab: { total: 1.125 * this.slabBudget, largest: 0 },
    };
  }
}

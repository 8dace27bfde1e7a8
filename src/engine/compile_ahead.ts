// Kernels of a recipe, compiled side by side while its sources are read.
import { Rehearsal, type Gpu } from '../gpu/index.js';
import { allocGrid, type Implementation } from '../implement/index.js';
import { wholeRegion, type Region } from '../recipe/geometry.js';
import { hashNode } from '../recipe/hash.js';
import { topologicalOrder } from '../recipe/json.js';
import { gridMeta, isGridMeta, type Node } from '../recipe/op.js';
import type { Sizing } from './sizing.js';

/** Stands for a number that is not computed yet: a level, which no kernel is made for. */
const ANY_NUMBER = 1;

/** What compiling ahead works with. */
export interface CompileAheadOptions {
  readonly gpu: Gpu;
  readonly implementations: ReadonlyMap<string, Implementation>;
  readonly sizing: Sizing;
}

/**
 * Rehearses ops before their inputs are there, so that the device compiles what they will dispatch,
 * all at once and while files are read and decoded. What depends on data is not found: that is
 * compiled when it is dispatched, as everything would be without this.
 */
export class CompileAhead {
  readonly #o: CompileAheadOptions;
  /** What was rehearsed: ops with the types of their grids. */
  readonly #done = new Set<string>();

  constructor(options: CompileAheadOptions) {
    this.#o = options;
  }

  /** Begins to compile for an output, or for a region of it where that is a grid. */
  begin(output: Node, region: Region | undefined, signal: AbortSignal | undefined): void {
    for (const node of topologicalOrder([output]))
      if (!isGridMeta(node.meta)) this.#beginAt(node, undefined, signal);
      else if (node === output) this.#beginAt(node, region, signal);
  }

  /** Whether an op's kernels were not asked for yet; sources and what the host does have none. */
  #isNew(node: Node): boolean {
    const how = this.#o.implementations.get(node.op.name);
    return how !== undefined && how.kind !== 'host' && !this.#done.has(variantOf(node));
  }

  /** The same for a node and the grids behind it, in the regions of its first brick. */
  #beginAt(node: Node, region: Region | undefined, signal: AbortSignal | undefined): void {
    const { sizing } = this.#o;
    const first = Object.values(node.inputs).find((child) => isGridMeta(child.meta));
    const grid = isGridMeta(node.meta) ? node : first;
    if (grid === undefined) return;
    const behind = topologicalOrder([node]).filter((each) => this.#isNew(each));
    if (behind.length === 0) return;
    try {
      const [brick] = sizing.bricks(node, region ?? wholeRegion(gridMeta(grid).size));
      if (brick === undefined) return;
      const { plan } = sizing.share(node, brick);
      for (const each of behind) {
        const planned = each === node ? brick : plan.get(hashNode(each));
        if (planned !== undefined) this.#rehearse(each, planned, signal);
      }
    } catch {
      // What cannot be sized is refused where it is asked for.
    }
  }

  #rehearse(node: Node, region: Region, signal: AbortSignal | undefined): void {
    const { gpu, implementations, sizing } = this.#o;
    const how = implementations.get(node.op.name);
    if (how === undefined || how.kind === 'host' || sizing.isBricked(node)) return;
    this.#done.add(variantOf(node));
    const run = new Rehearsal(gpu, signal);
    run.enter(node.op.name);
    const inputs: Record<string, unknown> = {};
    for (const [name, child] of Object.entries(node.inputs))
      if (isGridMeta(child.meta))
        inputs[name] = allocGrid(run, child.meta, sizing.inputRegion(node, name, region));
      else if (child.meta.kind === 'scalar') inputs[name] = ANY_NUMBER;
    const { params } = node;
    const recipes = Object.fromEntries(
      Object.entries(node.inputs).map(([name, child]) => [name, hashNode(child)]),
    );
    const work = async (): Promise<unknown> =>
      how.kind === 'reduce'
        ? how.partial({ run, inputs, params, region, recipes })
        : how.compute({ run, inputs, params, region, meta: gridMeta(node) });
    // It ends where it asks for data, or misses a value that is not there yet.
    work().catch(() => undefined);
  }
}

/** What kernels depend on as a rule: the op, and how its grids are stored. */
function variantOf({ op, inputs, meta }: Node): string {
  const stored = [meta, ...Object.values(inputs).map((child) => child.meta)];
  return [op.name, ...stored.map((each) => (isGridMeta(each) ? each.storage : ''))].join(' ');
}

// Region planning by backward propagation of what ops need (demand-driven evaluation).
import { alignRegion, unionRegion, wholeRegion, type Region } from '../recipe/geometry.js';
import { hashNode } from '../recipe/hash.js';
import { topologicalOrder } from '../recipe/json.js';
import { gridMeta, isGridMeta, neededRegion, type Node } from '../recipe/op.js';

/** For every grid node of a recipe, by hash, the one region to compute: what all its users want. */
export type Plan = ReadonlyMap<string, Region>;

/** Whether a global node is computed slab by slab instead of whole. */
export type IsBricked = (node: Node) => boolean;

/**
 * The aligned region to compute for a wanted one; global ops come whole unless they are bricked.
 */
export function computedRegion(node: Node, wanted: Region, isBricked: IsBricked): Region {
  const { size } = gridMeta(node);
  return comesWhole(node, isBricked) ? wholeRegion(size) : alignRegion(wanted, size);
}

function comesWhole(node: Node, isBricked: IsBricked): boolean {
  return node.op.kind === 'global' && !isBricked(node);
}

/** Voxels of the shortest run that begins and ends with a word in every dtype. */
const QUAD = 4;

/**
 * The aligned region for what is wanted of an output. One that lies in a quad of voxels along x, as
 * a slice across x does, stays in it where the op allows that: it holds no multiple of 32 but at
 * its start, so that nothing that wants aligned regions takes it from the cache.
 */
export function outputRegion(node: Node, wanted: Region): Region {
  const { size } = gridMeta(node);
  const inQuads = alignRegion(wanted, size, QUAD);
  const isThin = node.op.inQuads === true && inQuads.size[0] <= QUAD;
  return isThin ? inQuads : alignRegion(wanted, size);
}

/**
 * Walks a recipe from its output to its sources and collects which region of every grid is needed.
 * Nodes behind a scalar, a value or a bricked node are planned on their own, when that is computed.
 */
export function planRegions(output: Node, region: Region, isBricked: IsBricked): Plan {
  const plan = new Map<string, Region>();
  if (isGridMeta(output.meta))
    plan.set(
      hashNode(output),
      comesWhole(output, isBricked) ? wholeRegion(output.meta.size) : outputRegion(output, region),
    );
  const order = topologicalOrder([output]);
  for (let i = order.length - 1; i >= 0; i--) {
    const node = order[i]!;
    const own = node === output ? (plan.get(hashNode(node)) ?? region) : plan.get(hashNode(node));
    if (own === undefined || (isGridMeta(node.meta) && isBricked(node))) continue;
    for (const [name, child] of Object.entries(node.inputs)) {
      if (!isGridMeta(child.meta)) continue;
      const wanted = computedRegion(child, neededRegion(node, name, own), isBricked);
      const hash = hashNode(child);
      const known = plan.get(hash);
      plan.set(hash, known === undefined ? wanted : unionRegion(known, wanted));
    }
  }
  return plan;
}

/** The plan of all grid inputs of a bricked node, each wanted for the same region. */
export function planInputs(node: Node, region: Region, isBricked: IsBricked): Plan {
  const plan = new Map<string, Region>();
  for (const child of Object.values(node.inputs)) {
    if (!isGridMeta(child.meta)) continue;
    for (const [hash, wanted] of planRegions(child, region, isBricked)) {
      const known = plan.get(hash);
      plan.set(hash, known === undefined ? wanted : unionRegion(known, wanted));
    }
  }
  return plan;
}

/** A node and the grids that its computation takes, each once. */
export interface Step {
  readonly node: Node;
  readonly inputs: readonly Node[];
}

/** An output with all grids that its own computation takes, whatever region is wanted. */
export interface Chain {
  /** Nearest first, each once by hash. */
  readonly nodes: readonly Node[];
  /** As they are computed: every node after its inputs, the output last. */
  readonly steps: readonly Step[];
  /** Hashes of grids that several of the nodes take. */
  readonly takenAgain: ReadonlySet<string>;
}

/**
 * The grids that a node takes, each once. A bricked one takes none but its state; where it is the
 * output itself, its slabs need its inputs.
 */
function gridInputsOf(node: Node, output: Node, isBricked: IsBricked): Node[] {
  if (node !== output && isBricked(node)) return [];
  const grids = Object.values(node.inputs).filter((child) => isGridMeta(child.meta));
  return [...new Map(grids.map((child) => [hashNode(child), child])).values()];
}

/** The chain of an output, not looking behind values or bricked nodes. */
export function chainOf(output: Node, isBricked: IsBricked): Chain {
  const inputs = new Map<string, readonly Node[]>();
  const nodes: Node[] = [];
  const takenAgain = new Set<string>();
  const taken = new Set<string>();
  const stack = [output];
  while (stack.length > 0) {
    const node = stack.pop()!;
    if (inputs.has(hashNode(node))) continue;
    const own = gridInputsOf(node, output, isBricked);
    inputs.set(hashNode(node), own);
    nodes.push(node);
    stack.push(...own);
    for (const hash of own.map(hashNode)) {
      if (taken.has(hash)) takenAgain.add(hash);
      taken.add(hash);
    }
  }
  const steps = topologicalOrder([output]).flatMap((node): Step[] => {
    const own = inputs.get(hashNode(node));
    return own === undefined ? [] : [{ node, inputs: own }];
  });
  return { nodes, steps, takenAgain };
}

// Memory that a computation needs: grids of a chain that are there at a time, with their halos, and
// temporaries of ops.
import { roundSize } from '../gpu/index.js';
import { bytesOf, type BufferBytes } from '../implement/index.js';
import { wholeRegion, type Region, type Vec3 } from '../recipe/geometry.js';
import { hashNode } from '../recipe/hash.js';
import { gridMeta, isGridMeta, type Node } from '../recipe/op.js';
import { chainOf, planInputs, planRegions, type Chain, type IsBricked, type Plan } from './plan.js';

/** What the GPU can hold. */
export interface Capacity {
  readonly budget: number;
  readonly binding: number;
}

/**
 * What a node allocates for a region beside its inputs and its result; undefined where it does not
 * say. `resized` tells the sizes of its inputs, were they others than they are.
 */
export type TemporariesOf = (
  node: Node,
  region: Region,
  resized?: (size: Vec3) => Vec3,
) => BufferBytes | undefined;

/** How the nodes of a recipe are computed, as far as memory goes. */
export interface Ways {
  readonly isBricked: IsBricked;
  readonly temporaries: TemporariesOf;
  /** What a bricked node takes beside a region that it makes. */
  readonly slab: BufferBytes;
}

/**
 * Bytes that a computation takes: at most at a time, of its largest buffer, and of all its grids
 * together, which is what it moves rather than what it holds.
 */
export interface Need extends BufferBytes {
  readonly grids: number;
}

/** Whether a computation fits. */
export function fits({ total, largest }: BufferBytes, { budget, binding }: Capacity): boolean {
  return total <= budget && largest <= binding;
}

/** What a node's chain takes for a region, and one grid more to hand the result over. */
export function needOf(
  output: Node,
  region: Region,
  ways: Ways,
  chain: Chain = chainOf(output, ways.isBricked),
  plan: Plan = planRegions(output, region, ways.isBricked),
): Need {
  const of = (node: Node): Region | undefined =>
    isGridMeta(node.meta) ? plan.get(hashNode(node)) : region;
  return needOfChain(output, chain, of, ways);
}

/** What a slab of a bricked node takes: its inputs, and two grids of its own. */
export function needOfSlab(
  node: Node,
  region: Region,
  ways: Ways,
  chain: Chain = chainOf(node, ways.isBricked),
  plan: Plan = planInputs(node, region, ways.isBricked),
): Need {
  const own = bytesOf(gridMeta(node).storage, region);
  const atEnd = { total: 2 * roundSize(own), largest: own };
  const of = (input: Node): Region | undefined =>
    input === node ? undefined : plan.get(hashNode(input));
  const { grids, ...need } = needOfChain(node, chain, of, ways, { atEnd });
  return { ...need, grids: grids + atEnd.total };
}

/**
 * What a node takes whole, whatever lies behind it, with a grid like its own for what is made of
 * it. The question is about the node itself, so it counts as not bricked.
 */
export function needWhole(node: Node, ways: Ways): Need {
  const isBricked: IsBricked = (other) => other !== node && ways.isBricked(other);
  const whole = wholeRegion(gridMeta(node).size);
  const need = needOf(node, whole, { ...ways, isBricked });
  return { ...need, total: need.total + roundSize(bytesOf(gridMeta(node).storage, whole)) };
}

/**
 * What a chain takes at most at a time. Nodes are computed one after another, the inputs of each in
 * their order: pinned are the inputs that are there, then these, the node's grid, and what its op
 * takes beside them; what is used up makes room. Grids that several nodes of the chain take are
 * held to the end, so that none is computed again. `atEnd` is what the output takes beside its
 * inputs, if not what its op says; `resized` tells the sizes of inputs, were they others.
 */
export function needOfChain(
  output: Node,
  chain: Chain,
  regionOf: (node: Node) => Region | undefined,
  ways: Ways,
  options: {
    readonly atEnd?: BufferBytes;
    readonly resized?: (size: Vec3) => Vec3;
  } = {},
): Need {
  const { atEnd, resized } = options;
  const { nodes, steps, takenAgain: held } = chain;
  let [grids, heldBytes, largest] = [0, 0, atEnd?.largest ?? 0];
  const bytesOfGrid = (node: Node): number => {
    const region = regionOf(node);
    return region === undefined || !isGridMeta(node.meta) ? 0 : bytesOf(node.meta.storage, region);
  };
  for (const node of nodes) {
    const bytes = bytesOfGrid(node);
    largest = Math.max(largest, bytes);
    grids += roundSize(bytes);
    if (held.has(hashNode(node))) heldBytes += roundSize(bytes);
  }
  const pinned = (node: Node): number =>
    held.has(hashNode(node)) ? 0 : roundSize(bytesOfGrid(node));
  /** What is taken when the inputs are there: the grid itself, and what the op takes beside it. */
  const atWork = (node: Node, inputs: readonly Node[]): number => {
    if (node === output && atEnd !== undefined) return atEnd.total;
    const region = regionOf(node);
    if (region === undefined) return 0;
    const said = ways.isBricked(node) ? ways.slab : ways.temporaries(node, region, resized);
    largest = Math.max(largest, said?.largest ?? 0);
    const own = roundSize(bytesOfGrid(node));
    // An op that does not say takes one grid more; so does what hands the output over.
    const unsaid = Math.max(
      own,
      ...(own === 0 ? inputs : []).map((n) => roundSize(bytesOfGrid(n))),
    );
    const beside = said?.total ?? unsaid;
    return pinned(node) + (node === output ? Math.max(beside, own) : beside);
  };
  const known = new Map<string, number>();
  for (const { node, inputs } of steps) {
    let [most, there] = [0, 0];
    for (const input of inputs) {
      most = Math.max(most, there + known.get(hashNode(input))!);
      there += pinned(input);
    }
    known.set(hashNode(node), Math.max(most, there + atWork(node, inputs)));
  }
  return { grids, total: heldBytes + known.get(hashNode(output))!, largest };
}

// Region planning by backward propagation of what ops need (demand-driven evaluation).
import { bytesOf } from '../implement/index.js';
import { VoxmetryError } from '../recipe/errors.js';
import {
  alignRegion,
  map3,
  unionRegion,
  wholeRegion,
  type Region,
  type Vec3,
} from '../recipe/geometry.js';
import { hashNode } from '../recipe/hash.js';
import { topologicalOrder } from '../recipe/json.js';
import { gridMeta, isGridMeta, neededRegion, type Node } from '../recipe/op.js';
import { mib } from '../recipe/mib.js';

/** For every grid node of a recipe, by hash, the one region to compute: what all its users want. */
export type Plan = ReadonlyMap<string, Region>;

/** What the GPU can hold. */
export interface Capacity {
  readonly budget: number;
  readonly binding: number;
}

/** Whether a global node is computed slab by slab instead of whole. */
export type IsBricked = (node: Node) => boolean;

/**
 * The aligned region to compute for a wanted one; global ops come whole unless they are bricked.
 */
export function computedRegion(node: Node, wanted: Region, isBricked: IsBricked): Region {
  const { size } = gridMeta(node);
  return node.op.kind === 'global' && !isBricked(node)
    ? wholeRegion(size)
    : alignRegion(wanted, size);
}

/**
 * Walks a recipe from its output to its sources and collects which region of every grid is needed.
 * Nodes behind a scalar, a value or a bricked node are planned on their own, when that is computed.
 */
export function planRegions(output: Node, region: Region, isBricked: IsBricked): Plan {
  const plan = new Map<string, Region>();
  if (isGridMeta(output.meta))
    plan.set(hashNode(output), computedRegion(output, region, isBricked));
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

/**
 * The grid nodes that a node's own computation takes, with itself, not looking behind values or
 * bricked nodes.
 */
function gridNodes(output: Node, isBricked: IsBricked): Node[] {
  const seen = new Map<string, Node>();
  const stack = [output];
  while (stack.length > 0) {
    const node = stack.pop()!;
    const hash = hashNode(node);
    if (seen.has(hash)) continue;
    seen.set(hash, node);
    // A bricked output itself is looked into: its slabs need its inputs.
    if (node !== output && isGridMeta(node.meta) && isBricked(node)) continue;
    stack.push(...Object.values(node.inputs).filter((child) => isGridMeta(child.meta)));
  }
  return [...seen.values()].filter((node) => isGridMeta(node.meta));
}

/**
 * Bytes that a node's chain takes for a region: of all grids and one more for temporaries, and of
 * the largest.
 */
function bytesFor(
  output: Node,
  nodes: readonly Node[],
  region: Region,
  isBricked: IsBricked,
): { total: number; largest: number } {
  const plan = planRegions(output, region, isBricked);
  let total = 0;
  let largest = 0;
  for (const node of nodes) {
    const own = plan.get(hashNode(node));
    if (own === undefined) continue;
    const bytes = bytesOf(gridMeta(node).storage, own);
    total += bytes;
    largest = Math.max(largest, bytes);
  }
  return { total: total + largest, largest };
}

/** Whether a node and all that it takes fit the GPU whole. */
export function fitsWhole(node: Node, capacity: Capacity, isBricked: IsBricked): boolean {
  const whole = wholeRegion(gridMeta(node).size);
  // The question is about the node itself, so only what lies behind it may be bricked already.
  const behind: IsBricked = (other) => other !== node && isBricked(other);
  const { total, largest } = bytesFor(node, gridNodes(node, behind), whole, behind);
  return total <= capacity.budget && largest <= capacity.binding;
}

/**
 * The largest brick in which a node's chain of local ops fits the GPU: the whole region if it does,
 * else halved along z, then y, then x. `limit` where a global op that cannot be bricked is in the
 * way.
 */
export function chooseBrick(
  output: Node,
  region: Region,
  capacity: Capacity,
  isBricked: IsBricked,
): Vec3 {
  const nodes = gridNodes(output, isBricked);
  let size = region.size;
  for (;;) {
    const { total, largest } = bytesFor(output, nodes, { origin: region.origin, size }, isBricked);
    if (total <= capacity.budget && largest <= capacity.binding) return size;
    const [x, y, z] = size;
    if (z > 1) size = [x, y, Math.ceil(z / 2)];
    else if (y > 1) size = [x, Math.ceil(y / 2), 1];
    else if (x > 32) size = [Math.max(32, Math.ceil(x / 64) * 32), 1, 1];
    else throw tooLarge(output, nodes, region, capacity, total, isBricked);
  }
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

/**
 * Slices of a slab in which a bricked node's inputs and two grids of its own fit: into `share`, or
 * at least, a slice thick, into all that there is.
 */
export function slabDepth(
  node: Node,
  share: Capacity,
  capacity: Capacity,
  isBricked: IsBricked,
): number {
  const meta = gridMeta(node);
  const nodes = gridNodes(node, isBricked);
  const [x, y, z] = meta.size;
  for (let depth = z; ; depth = Math.ceil(depth / 2)) {
    const region: Region = { origin: [0, 0, 0], size: [x, y, depth] };
    const own = bytesOf(meta.storage, region);
    const plan = planInputs(node, region, isBricked);
    let total = 2 * own;
    let largest = own;
    for (const input of nodes) {
      const wanted = plan.get(hashNode(input));
      if (wanted === undefined) continue;
      const bytes = bytesOf(gridMeta(input).storage, wanted);
      total += bytes;
      largest = Math.max(largest, bytes);
    }
    const available = depth === 1 ? capacity : share;
    if (total <= available.budget && largest <= available.binding) return depth;
    if (depth === 1) throw tooLarge(node, nodes, region, capacity, total, isBricked);
  }
}

/** A refusal with needed and available bytes and the largest volume of this shape that would do. */
function tooLarge(
  output: Node,
  nodes: readonly Node[],
  region: Region,
  capacity: Capacity,
  needed: number,
  isBricked: IsBricked,
): VoxmetryError {
  // The one nearest to the output comes first.
  const blocking = nodes.find((node) => node.op.kind === 'global' && !isBricked(node));
  const name = blocking?.op.name ?? output.op.name;
  const whole = blocking === undefined ? region.size : gridMeta(blocking).size;
  const largest = largestThatFits(nodes, whole, capacity);
  return new VoxmetryError(
    'limit',
    `${name} needs the whole volume on the GPU: ${mib(needed)}, and ${mib(capacity.budget)} in all and ${mib(capacity.binding)} per grid are available. A volume of about ${largest.join('×')} would do: crop or bin it, or raise memoryBudget.`,
    {
      op: name,
      details: {
        needed,
        available: capacity.budget,
        binding: capacity.binding,
        largestSize: largest,
      },
    },
  );
}

/**
 * The largest size of the shape of a whole with which all of a chain's grids fit, another one for
 * temporaries, and the sources beside what is cropped from them.
 */
function largestThatFits(nodes: readonly Node[], whole: Vec3, { budget, binding }: Capacity): Vec3 {
  const scaled = (size: Vec3, share: number): Vec3 =>
    map3((i) => {
      const n = Math.max(1, Math.floor(size[i] * share));
      // Rows are padded to 32 voxels, which counts.
      return i === 0 && n > 32 ? 32 * Math.floor(n / 32) : n;
    });
  const fits = (share: number): boolean => {
    const bytes = nodes.map((node) => {
      const { storage, size } = gridMeta(node);
      return bytesOf(storage, { origin: [0, 0, 0], size: scaled(size, share) });
    });
    const largest = Math.max(...bytes);
    const cropped = bytes.filter((_, i) => nodes[i]!.op.name === 'source');
    const total = [...bytes, ...cropped, largest].reduce((a, b) => a + b, 0);
    return total <= budget && largest <= binding;
  };
  let [low, high] = [0, 1];
  for (let i = 0; i < 20; i += 1) {
    const middle = (low + high) / 2;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return scaled(whole, low);
}

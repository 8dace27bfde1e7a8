// Memory that a computation needs: grids of a chain with their halos, and temporaries of ops.
import { roundSize } from '../gpu/index.js';
import { bytesOf, type BufferBytes } from '../implement/index.js';
import { wholeRegion, type Region, type Vec3 } from '../recipe/geometry.js';
import { hashNode } from '../recipe/hash.js';
import { gridMeta, isGridMeta, type Node } from '../recipe/op.js';
import { chainOf, planInputs, planRegions, type IsBricked, type Plan } from './plan.js';

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

/** Bytes that a computation takes: in all, of its largest buffer, and of its grids alone. */
export interface Need extends BufferBytes {
  readonly grids: number;
}

/** Whether a computation fits. */
export function fits({ total, largest }: BufferBytes, { budget, binding }: Capacity): boolean {
  return total <= budget && largest <= binding;
}

/**
 * What a node's chain takes for a region: all its grids, and one more or what an op says it takes
 * beside them, whichever is more. One op works at a time.
 */
export function needOf(
  output: Node,
  region: Region,
  ways: Ways,
  chain: readonly Node[] = chainOf(output, ways.isBricked),
  plan: Plan = planRegions(output, region, ways.isBricked),
): Need {
  const of = (node: Node): Region | undefined =>
    isGridMeta(node.meta) ? plan.get(hashNode(node)) : region;
  return sum(chain, of, ways);
}

/** What a slab of a bricked node takes: its inputs, and two grids of its own. */
export function needOfSlab(
  node: Node,
  region: Region,
  ways: Ways,
  chain: readonly Node[] = chainOf(node, ways.isBricked),
  plan: Plan = planInputs(node, region, ways.isBricked),
): Need {
  const { grids, total, largest } = sum(
    chain.filter((input) => input !== node),
    (input) => plan.get(hashNode(input)),
    ways,
  );
  const own = bytesOf(gridMeta(node).storage, region);
  return {
    grids: grids + 2 * roundSize(own),
    total: grids + Math.max(2 * roundSize(own), total - grids),
    largest: Math.max(largest, own),
  };
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
 * What nodes take: all their grids, and the most that one of them takes beside. `resized` tells the
 * sizes of their inputs, were they others than they are.
 */
export function sum(
  nodes: readonly Node[],
  regionOf: (node: Node) => Region | undefined,
  ways: Ways,
  resized?: (size: Vec3) => Vec3,
): Need {
  let [grids, largest, beside] = [0, 0, 0];
  for (const node of nodes) {
    const region = regionOf(node);
    if (region === undefined) continue;
    if (isGridMeta(node.meta)) {
      const bytes = bytesOf(node.meta.storage, region);
      grids += roundSize(bytes);
      largest = Math.max(largest, bytes);
      beside = Math.max(beside, roundSize(bytes));
    }
    const temporaries = besideOf(node, region, ways, resized);
    largest = Math.max(largest, temporaries?.largest ?? 0);
    beside = Math.max(beside, temporaries?.total ?? 0);
  }
  return { grids, total: grids + beside, largest };
}

/** What a node allocates beside its inputs and its result, if it is known. */
function besideOf(
  node: Node,
  region: Region,
  ways: Ways,
  resized?: (size: Vec3) => Vec3,
): BufferBytes | undefined {
  return ways.isBricked(node) ? ways.slab : ways.temporaries(node, region, resized);
}

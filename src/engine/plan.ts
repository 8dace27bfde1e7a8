import { bytesOf } from '../implement/index.js';
import { VoxmetryError } from '../recipe/errors.js';
import { alignRegion, unionRegion, wholeRegion, type Region, type Vec3 } from '../recipe/geometry.js';
import { hashNode } from '../recipe/hash.js';
import { topologicalOrder } from '../recipe/json.js';
import { gridMeta, isGridMeta, neededRegion, type Node } from '../recipe/op.js';

/** For every grid node of a recipe, by hash, the one region to compute: what all its users want. */
export type Plan = ReadonlyMap<string, Region>;

/** What the GPU can hold. */
export interface Capacity {
  readonly budget: number;
  readonly binding: number;
}

/** The aligned region to compute for a wanted one; global ops only come whole. */
function computedRegion(node: Node, wanted: Region): Region {
  const { size } = gridMeta(node);
  return node.op.kind === 'global' ? wholeRegion(size) : alignRegion(wanted, size);
}

/**
 * Walks a recipe from its output to its sources and collects which region of every grid is needed. Nodes
 * behind a scalar or a value are planned on their own, when that is computed.
 */
export function planRegions(output: Node, region: Region): Plan {
  const plan = new Map<string, Region>();
  if (isGridMeta(output.meta)) plan.set(hashNode(output), computedRegion(output, region));
  const order = topologicalOrder([output]);
  for (let i = order.length - 1; i >= 0; i--) {
    const node = order[i]!;
    const own = node === output ? (plan.get(hashNode(node)) ?? region) : plan.get(hashNode(node));
    if (own === undefined) continue;
    for (const [name, child] of Object.entries(node.inputs)) {
      if (!isGridMeta(child.meta)) continue;
      const wanted = computedRegion(child, neededRegion(node, name, own));
      const hash = hashNode(child);
      const known = plan.get(hash);
      plan.set(hash, known === undefined ? wanted : unionRegion(known, wanted));
    }
  }
  return plan;
}

/** The grid nodes that a node's own computation takes, with itself, not looking behind values. */
function gridNodes(output: Node): Node[] {
  const seen = new Map<string, Node>();
  const stack = [output];
  while (stack.length > 0) {
    const node = stack.pop()!;
    const hash = hashNode(node);
    if (seen.has(hash)) continue;
    seen.set(hash, node);
    stack.push(...Object.values(node.inputs).filter((child) => isGridMeta(child.meta)));
  }
  return [...seen.values()].filter((node) => isGridMeta(node.meta));
}

/**
 * The largest brick in which a node's chain of local ops fits the GPU: the whole region if it does, else
 * halved along z, then y, then x. Ops with temporaries get the room of one more grid.
 */
export function chooseBrick(output: Node, region: Region, capacity: Capacity): Vec3 {
  const nodes = gridNodes(output);
  const bytesFor = (size: Vec3): { total: number; largest: number } => {
    const plan = planRegions(output, { origin: region.origin, size });
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
  };
  let size = region.size;
  for (;;) {
    const { total, largest } = bytesFor(size);
    if (total <= capacity.budget && largest <= capacity.binding) return size;
    const [x, y, z] = size;
    if (z > 1) size = [x, y, Math.ceil(z / 2)];
    else if (y > 1) size = [x, Math.ceil(y / 2), 1];
    else if (x > 32) size = [Math.max(32, Math.ceil(x / 64) * 32), 1, 1];
    else
      throw new VoxmetryError(
        'limit',
        `${output.op.name}: ${nodes
          .filter((node) => node.op.kind === 'global')
          .map((node) => node.op.name)
          .join(', ')} needs ${mib(total)} on the GPU at once; ${mib(capacity.budget)} in all and ${mib(capacity.binding)} per grid are available. Crop or bin the volume, or raise memoryBudget.`,
        { op: output.op.name, details: { needed: total, available: capacity.budget, binding: capacity.binding } },
      );
  }
}

function mib(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}

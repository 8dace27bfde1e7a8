import type { BufferBytes, Implementation } from '../implement/index.js';
import { VoxmetryError } from '../recipe/errors.js';
import type { Region, Vec3 } from '../recipe/geometry.js';
import { isGridMeta, type Node } from '../recipe/op.js';

/** How a node is computed. */
export function implementationOf(
  implementations: ReadonlyMap<string, Implementation>,
  node: Node,
): Implementation {
  const found = implementations.get(node.op.name);
  if (found === undefined)
    throw new VoxmetryError(
      'internal',
      `Op ${node.op.name} has no implementation. Please report it.`,
    );
  return found;
}

/**
 * What a node allocates for a region beside its inputs and its result; undefined where its
 * implementation does not say.
 */
export function temporariesOf(
  on: {
    readonly binding: number;
    readonly implementations: ReadonlyMap<string, Implementation>;
  },
  node: Node,
  region: Region,
  resized: (size: Vec3) => Vec3 = (size) => size,
): BufferBytes | undefined {
  if (node.op.name === 'source') return undefined;
  const how = implementationOf(on.implementations, node);
  if (how.kind === 'host') return undefined;
  const metas = Object.fromEntries(
    Object.entries(node.inputs).map(([name, { meta }]) => [
      name,
      isGridMeta(meta) ? { ...meta, size: resized(meta.size) } : meta,
    ]),
  );
  return how.temporaries?.(region, { params: node.params, metas, binding: on.binding });
}

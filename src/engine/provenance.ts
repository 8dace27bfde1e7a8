import type { AdapterInfo } from '../recipe/adapter.js';
import type { Provenance } from '../recipe/backend.js';
import { hashNode } from '../recipe/hash.js';
import { topologicalOrder, type RecipeJson } from '../recipe/json.js';
import { exactnessOf, type Node } from '../recipe/op.js';
import { LIBRARY } from '../version.js';

/** Writes down what a run computed and how. */
export function makeProvenance(
  recipe: RecipeJson,
  outputs: Readonly<Record<string, Node>>,
  adapter: AdapterInfo,
  warningsOf: (sourceId: string) => readonly string[],
): Provenance {
  const nodes = topologicalOrder(Object.values(outputs));
  const notes: Record<string, Readonly<Record<string, string>>> = {};
  for (const node of nodes) {
    const said = node.op.notes?.(node.params);
    if (said !== undefined) notes[node.op.name] = { ...notes[node.op.name], ...said };
  }
  return {
    library: LIBRARY,
    adapter,
    recipe,
    hashes: Object.fromEntries(
      Object.entries(outputs).map(([name, node]) => [name, hashNode(node)]),
    ),
    exactness: nodes.some((node) => exactnessOf(node) === 'float-dependent')
      ? 'float-dependent'
      : 'exact',
    notes,
    warnings: nodes
      .filter((node) => node.op.name === 'source')
      .flatMap((node) => warningsOf(node.params['id'] as string)),
    date: new Date().toISOString(),
  };
}

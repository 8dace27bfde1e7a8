import { topologicalOrder } from '../recipe/json.js';
import { makeNode, type Node } from '../recipe/op.js';

/**
 * The same recipes with other nodes in the place of some: everything above them is made anew, and
 * checked as if it were called.
 */
export function substitute(
  outputs: Readonly<Record<string, Node>>,
  by: ReadonlyMap<Node, Node>,
): Record<string, Node> {
  const made = new Map<Node, Node>();
  const after = (node: Node): Node => by.get(node) ?? made.get(node)!;
  for (const node of topologicalOrder(Object.values(outputs))) {
    if (by.has(node)) continue;
    const children = Object.entries(node.inputs);
    if (children.every(([, child]) => after(child) === child)) {
      made.set(node, node);
      continue;
    }
    const inputs = Object.fromEntries(children.map(([name, child]) => [name, after(child)]));
    const again = makeNode(node.op, inputs, node.params);
    made.set(node, node.by === undefined ? again : { ...again, by: node.by });
  }
  return Object.fromEntries(Object.entries(outputs).map(([name, node]) => [name, after(node)]));
}

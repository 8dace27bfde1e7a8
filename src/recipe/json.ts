import { VoxmetryError } from './errors.js';
import { makeNode, type AnyOp, type Node } from './op.js';
import type { ParamJson } from './params.js';

/** The version of the recipe format. */
export const RECIPE_VERSION = 1;

/** One step in a recipe's JSON: `inputs` are positions of earlier steps. */
export interface RecipeStep {
  readonly op: string;
  readonly version: number;
  readonly params: Readonly<Record<string, ParamJson>>;
  readonly inputs: Readonly<Record<string, number>>;
}

/** A recipe as data: its steps in topological order, and which of them are results. */
export interface RecipeJson {
  readonly voxmetryRecipe: number;
  readonly steps: readonly RecipeStep[];
  readonly outputs: Readonly<Record<string, number>>;
}

/**
 * NaN, the infinities and −0 as strings that JSON can hold; strings that look like one of these get a
 * backslash in front; everything else as it is.
 */
export function encodeValue(value: ParamJson): ParamJson {
  if (typeof value === 'string')
    return value.startsWith('\\') || Object.hasOwn(DECODED, value) ? `\\${value}` : value;
  if (typeof value === 'number') {
    if (Number.isNaN(value)) return 'NaN';
    if (value === Infinity) return 'Infinity';
    if (value === -Infinity) return '-Infinity';
    return Object.is(value, -0) ? '-0' : value;
  }
  if (isList(value)) return value.map(encodeValue);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, encodeValue(v)]));
  return value;
}

const DECODED: Readonly<Record<string, number>> = {
  NaN,
  Infinity,
  '-Infinity': -Infinity,
  '-0': -0,
};

/** Undoes {@link encodeValue}. */
export function decodeValue(value: ParamJson): ParamJson {
  if (typeof value === 'string') {
    if (value.startsWith('\\')) return value.slice(1);
    return Object.hasOwn(DECODED, value) ? DECODED[value]! : value;
  }
  if (isList(value)) return value.map(decodeValue);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, decodeValue(v)]));
  return value;
}

/** All nodes below the given ones, each once, inputs before their users. Without recursion. */
export function topologicalOrder(outputs: readonly Node[]): Node[] {
  const order: Node[] = [];
  const done = new Set<Node>();
  const stack = [...outputs].reverse();
  while (stack.length > 0) {
    const node = stack.at(-1)!;
    if (done.has(node)) {
      stack.pop();
      continue;
    }
    const missing = Object.values(node.inputs).filter((child) => !done.has(child));
    if (missing.length > 0) {
      stack.push(...missing.reverse());
      continue;
    }
    stack.pop();
    done.add(node);
    order.push(node);
  }
  return order;
}

/** Writes named results as a recipe. */
export function toRecipeJson(outputs: Readonly<Record<string, Node>>): RecipeJson {
  const order = topologicalOrder(Object.values(outputs));
  const position = new Map(order.map((node, index) => [node, index]));
  return {
    voxmetryRecipe: RECIPE_VERSION,
    steps: order.map((node) => ({
      op: node.op.name,
      version: node.op.version,
      params: encodeValue(node.params) as RecipeStep['params'],
      inputs: Object.fromEntries(
        Object.entries(node.inputs).map(([name, child]) => [name, position.get(child)!]),
      ),
    })),
    outputs: Object.fromEntries(
      Object.entries(outputs).map(([name, node]) => [name, position.get(node)!]),
    ),
  };
}

/**
 * Reads a recipe: every step is checked as if it were written by hand. `replace` may put other nodes
 * in the place of sources, which is how a recipe is replayed on other volumes.
 */
export function fromRecipeJson(
  json: RecipeJson,
  ops: ReadonlyMap<string, AnyOp>,
  replace: (step: RecipeStep) => Node | undefined = () => undefined,
): Record<string, Node> {
  const bad = (why: string): VoxmetryError =>
    new VoxmetryError('invalid-argument', `The recipe cannot be read: ${why}.`);
  if (json.voxmetryRecipe !== RECIPE_VERSION)
    throw bad(
      `its format is version ${String(json.voxmetryRecipe)}, and this library reads ${String(RECIPE_VERSION)}`,
    );
  const nodes: Node[] = [];
  json.steps.forEach((step, index) => {
    const replaced = replace(step);
    if (replaced !== undefined) {
      nodes.push(replaced);
      return;
    }
    const op = ops.get(step.op);
    if (op === undefined) throw bad(`op '${step.op}' is unknown here`);
    if (op.version !== step.version)
      throw bad(
        `op '${step.op}' has version ${String(step.version)}, and this library has ${String(op.version)}`,
      );
    const inputs: Record<string, Node> = {};
    for (const [name, at] of Object.entries(step.inputs)) {
      const child = at < index ? nodes[at] : undefined;
      if (child === undefined)
        throw bad(`step ${String(index)} takes step ${String(at)}, which does not come before it`);
      inputs[name] = child;
    }
    nodes.push(makeNode(op, inputs, decodeValue(step.params) as Record<string, ParamJson>));
  });
  const outputs: Record<string, Node> = {};
  for (const [name, at] of Object.entries(json.outputs)) {
    const node = nodes[at];
    if (node === undefined) throw bad(`output '${name}' is step ${String(at)}, which is not there`);
    outputs[name] = node;
  }
  return outputs;
}

function isList(value: ParamJson): value is readonly ParamJson[] {
  return Array.isArray(value);
}

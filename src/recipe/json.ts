import { LIBRARY } from '../version.js';
import { checkRecipe, unreadable } from './check_recipe.js';
import { VoxmetryError } from './errors.js';
import type { Axis, Region } from './geometry.js';
import { makeNode, type AnyOp, type Node } from './op.js';
import type { ParamJson } from './params.js';

/** The version of the recipe format. */
export const RECIPE_VERSION = 1;

/** One step in a recipe's JSON: `inputs` are positions of earlier steps. */
export interface RecipeStep {
  readonly op: string;
  readonly version: number;
  /** The operation whose call made the step, as its user named it. */
  readonly by?: string;
  readonly params: Readonly<Record<string, ParamJson>>;
  readonly inputs: Readonly<Record<string, number>>;
}

/** How a grid that is a result is read: a box of it, or a slice. */
export interface GridReading {
  /** The box; the whole grid if left out. */
  readonly region?: Region | undefined;
  /** The axis across a slice, of which `region` is the box. */
  readonly across?: Axis | undefined;
}

/** A recipe as data: its steps in topological order, and which of them are results. */
export interface RecipeJson {
  /** The version of the format. */
  readonly voxmetryRecipe: number;
  /** The library that wrote it. */
  readonly library?: string;
  readonly steps: readonly RecipeStep[];
  /** The positions of results by name. */
  readonly outputs: Readonly<Record<string, number>>;
  /** How results that are grids are read, by name; whole where nothing is said. */
  readonly readings?: Readonly<Record<string, GridReading>>;
}

/**
 * NaN, the infinities and −0 as strings that JSON can hold; strings that look like one of these get
 * a backslash in front; everything else as it is.
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
export function toRecipeJson(
  outputs: Readonly<Record<string, Node>>,
  readings: Readonly<Record<string, GridReading>> = {},
): RecipeJson {
  const order = topologicalOrder(Object.values(outputs));
  const position = new Map(order.map((node, index) => [node, index]));
  return {
    voxmetryRecipe: RECIPE_VERSION,
    library: LIBRARY,
    steps: order.map((node) => ({
      op: node.op.name,
      version: node.op.version,
      ...(node.by === undefined ? {} : { by: node.by }),
      params: encodeValue(node.params) as RecipeStep['params'],
      inputs: Object.fromEntries(
        Object.entries(node.inputs).map(([name, child]) => [name, position.get(child)!]),
      ),
    })),
    outputs: Object.fromEntries(
      Object.entries(outputs).map(([name, node]) => [name, position.get(node)!]),
    ),
    ...(Object.keys(readings).length === 0 ? {} : { readings }),
  };
}

/**
 * Reads a recipe: it is checked to be plain, bounded data, and every step as if it were written by
 * hand. `replace` may put other nodes in the place of sources, which is how a recipe is replayed on
 * other volumes. Throws `invalid-argument`, naming the step.
 */
export function fromRecipeJson(
  json: unknown,
  ops: ReadonlyMap<string, AnyOp>,
  replace: (step: RecipeStep) => Node | undefined = () => undefined,
): Record<string, Node> {
  checkRecipe(json, RECIPE_VERSION);
  const { library = LIBRARY } = json;
  const needs = library === LIBRARY ? '' : `; the recipe needs ${library}, and this is ${LIBRARY}`;
  const nodes: Node[] = [];
  json.steps.forEach((step, index) => {
    const replaced = replace(step);
    if (replaced !== undefined) {
      nodes.push(replaced);
      return;
    }
    const op = ops.get(step.op);
    if (op === undefined)
      throw unreadable(`step ${String(index)}: op '${step.op}' is unknown here${needs}`);
    if (op.version !== step.version)
      throw unreadable(
        `step ${String(index)}: op '${step.op}' has version ${String(step.version)}, and this library has ${String(op.version)}${needs}`,
      );
    const inputs = Object.fromEntries(
      Object.entries(step.inputs).map(([name, at]) => [name, nodes[at]!]),
    );
    const params = decodeValue(step.params) as Record<string, ParamJson>;
    nodes.push(inStep(index, step, () => makeNode(op, inputs, params)));
  });
  return Object.fromEntries(Object.entries(json.outputs).map(([name, at]) => [name, nodes[at]!]));
}

/**
 * Makes the node of a step: it remembers the operation that asked for it, and errors name the step.
 */
function inStep(index: number, step: RecipeStep, make: () => Node): Node {
  try {
    const node = make();
    return step.by === undefined ? node : { ...node, by: step.by };
  } catch (error) {
    const { code, message, op, details } = VoxmetryError.from(error);
    if (code !== 'invalid-argument') throw unreadable(`step ${String(index)}: ${message}`, error);
    throw new VoxmetryError(code, message, {
      op,
      details: { ...details, step: index },
      cause: error,
    });
  }
}

function isList(value: ParamJson): value is readonly ParamJson[] {
  return Array.isArray(value);
}

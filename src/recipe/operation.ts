import type { Dtype } from './dtype.js';
import { inCaller } from './caller.js';
import { invalidArgument } from './errors.js';
import { checkReach } from './extent.js';
import type { GridKind, ResultMeta, ValueForm } from './meta.js';
import { isGridMeta, type Node } from './op.js';
import { knownOptions } from './options.js';
import { type Param, type ParamJson } from './params.js';
import type { PlacedNode } from './placed_node.js';
import { transformParam } from './transform_param.js';

/**
 * What operations are called on, or take: the four kinds of grid, surfaces, classifiers and neural
 * networks.
 */
export type HandleKind = GridKind | 'surface' | 'classifier' | 'neuralNetwork';

/** An option that is another handle of the same lab. */
export interface HandleOption<
  K extends HandleKind = HandleKind,
  O extends boolean = boolean,
  S extends boolean = boolean,
  N extends boolean = boolean,
> {
  readonly type: 'handle';
  readonly kinds: readonly K[];
  readonly optional: O;
  /** One line that says what it is. */
  readonly doc: string;
  /** Whether a volume must have the dtype of the one that the operation is called on. */
  readonly sameDtype: S;
  /** Whether it may also be an object of masks by name. */
  readonly orMasks?: N;
  /** Whether it is a list of handles, for which one may stand alone. */
  readonly isList?: boolean;
  /** Whether it may also be an object of volumes by name, each of them maybe in another frame. */
  readonly orVolumes?: boolean;
  /** Whether it may also be a volume in another frame, `{ volume, transform }`. */
  readonly orPlaced?: boolean;
}

/** An option that is a number or a volume. */
export interface OperandOption {
  readonly type: 'operand';
  readonly optional: false;
  readonly doc: string;
}

/** One option of an operation: a parameter, or a handle. */
export type OptionSpec = Param<ParamJson, unknown> | HandleOption | OperandOption;

/** The options of an operation by name. */
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** An option that must be a handle of one of some kinds. */
export function handle<const K extends HandleKind>(
  doc: string,
  ...kinds: readonly K[]
): HandleOption<K, false, false> {
  return { type: 'handle', kinds, optional: false, doc, sameDtype: false };
}

/** An option that may be a handle of one of some kinds. */
export function optionalHandle<const K extends HandleKind>(
  doc: string,
  ...kinds: readonly K[]
): HandleOption<K, true, false> {
  return { type: 'handle', kinds, optional: true, doc, sameDtype: false };
}

/** A handle option whose volume must have the dtype of the one that the operation is called on. */
export function ofSameDtype<K extends HandleKind, O extends boolean>(
  option: HandleOption<K, O>,
): HandleOption<K, O, true> {
  return { ...option, sameDtype: true };
}

/** A handle option in place of which masks may be given, each by a name. */
export function orNamedMasks<K extends HandleKind, O extends boolean, S extends boolean>(
  option: HandleOption<K, O, S>,
): HandleOption<K, O, S, true> & { readonly orMasks: true } {
  return { ...option, orMasks: true };
}

/** An option that is a list of handles of some kinds, which may be left out. */
export function handles<const K extends HandleKind>(
  doc: string,
  ...kinds: readonly K[]
): HandleOption<K, true, false> & { readonly isList: true } {
  return { ...optionalHandle(doc, ...kinds), isList: true };
}

/** A handle option in place of which volumes may be given, each by a name. */
export function orNamedVolumes<K extends HandleKind, O extends boolean, S extends boolean>(
  option: HandleOption<K, O, S>,
): HandleOption<K, O, S> & { readonly orVolumes: true } {
  return { ...option, orVolumes: true };
}

/** A handle option in place of which a volume in another frame may be given. */
export function orPlaced<K extends HandleKind, O extends boolean, S extends boolean>(
  option: HandleOption<K, O, S>,
): HandleOption<K, O, S> & { readonly orPlaced: true } {
  return { ...option, orPlaced: true };
}

/** An option that is a number or a volume. */
export function operand(doc: string): OperandOption {
  return { type: 'operand', optional: false, doc };
}

/**
 * What a node's maker gets for an option: the complete value, undefined for null; or the handle's
 * node.
 */
type OptionValue<S extends OptionSpec> =
  S extends Param<infer T, unknown>
    ? null extends T
      ? Exclude<T, null> | undefined
      : T
    : S extends { readonly orMasks: true }
      ? Node | Readonly<Record<string, Node>>
      : S extends { readonly isList: true }
        ? readonly Node[] | undefined
        : S extends { readonly orVolumes: true }
          ? Node | Readonly<Record<string, Node | PlacedNode>> | undefined
          : S extends { readonly orPlaced: true }
            ? Node | PlacedNode
            : S extends HandleOption<HandleKind, infer O>
              ? O extends true
                ? Node | undefined
                : Node
              : Node | number;

/** All options of a call, checked and completed. */
export type OptionValues<O extends OptionSpecs> = { readonly [K in keyof O]: OptionValue<O[K]> };

/**
 * What an operation gives. `grid`: a handle, of the kind and dtype of the one it is called on
 * ('same'), or of the named kind; a volume has the named dtype, or 'same' for that of the volume it
 * is called on. `value`: a query; its type is that of the node, and a table may say which columns
 * it has.
 */
export type Gives =
  | { readonly grid: 'same' }
  | { readonly grid: 'volume'; readonly dtype: Dtype | 'same' }
  | { readonly grid: 'mask' | 'phases' | 'labels' | 'surface' | 'classifier' }
  | { readonly value: ValueForm; readonly columns?: readonly string[] };

/** The author's statement of an operation: one method on a handle. */
export interface OperationSpec<
  O extends OptionSpecs,
  G extends Gives,
  R extends ResultMeta,
  T extends readonly (keyof O & string)[],
> {
  /** The name of the method. */
  readonly name: string;
  /** What it is called on. */
  readonly of: HandleKind | readonly HandleKind[];
  /** Its options by name, in the order in which a form shows them. */
  readonly options: O;
  /** Options that are arguments by position, before the object of the others. Default none. */
  readonly takes?: T;
  /**
   * Whether the last of `takes` is a list that is given as any number of arguments. Default false.
   */
  readonly rest?: boolean;
  readonly gives: G;
  /** Makes the node, of the node that it is called on and of complete options. */
  readonly node: (self: Node, options: OptionValues<O>) => Node<R>;
}

/**
 * An operation: what a user calls, declared once. The method on the handle, the check of its
 * arguments, its errors, its types and its place in forms, tables and schemas all follow from it.
 * Made by {@link operation}.
 */
export interface Operation<
  O extends OptionSpecs = OptionSpecs,
  G extends Gives = Gives,
  R extends ResultMeta = ResultMeta,
  T extends readonly string[] = readonly string[],
> {
  readonly name: string;
  readonly of: readonly HandleKind[];
  readonly options: O;
  readonly takes: T;
  readonly rest: boolean;
  readonly gives: G;
  readonly node: (self: Node, options: OptionValues<O>) => Node<R>;
}

/** An operation with its types forgotten. */
export interface AnyOperation extends Omit<Operation, 'node'> {
  readonly node: (self: Node, options: never) => Node;
}

/** Declares an operation. */
export function operation<
  const O extends OptionSpecs,
  const G extends Gives,
  R extends ResultMeta,
  const T extends readonly (keyof O & string)[] = readonly [],
>(spec: OperationSpec<O, G, R, T>): Operation<O, G, R, T> {
  const { of, takes = [] as unknown as T, rest = false, ...more } = spec;
  return { ...more, of: typeof of === 'string' ? [of] : of, takes, rest };
}

/** Whether what a module exports is an operation. */
export function isOperation(value: unknown): value is AnyOperation {
  return typeof value === 'object' && value !== null && 'gives' in value && 'node' in value;
}

/** Finds the node of a handle that was given for an option; or says what was given instead. */
export type NodeOfHandle = (
  option: HandleOption,
  given: unknown,
) => Node | { readonly instead: unknown };

/**
 * Calls an operation on a node: checks all arguments and makes the node of the result. `nodeOf`
 * gives the node of a handle of the right kind and lab. Throws `invalid-argument` in the
 * operation's name.
 */
export function callOperation(
  operation: AnyOperation,
  self: Node,
  args: readonly unknown[],
  nodeOf: NodeOfHandle,
): Node {
  return inCaller(operation.name, () => {
    const given = namedArguments(operation, args);
    const values: Record<string, unknown> = {};
    for (const [name, spec] of Object.entries(operation.options))
      values[name] = valueOf(operation.name, name, spec, given[name], nodeOf);
    if (isGridMeta(self.meta)) checkReach(operation.name, operation.options, values, self.meta);
    return operation.node(self, values as never);
  });
}

/** The arguments by name: those by position, and the options. Unknown names are refused. */
function namedArguments(
  { name, options, takes, rest }: AnyOperation,
  args: readonly unknown[],
): Readonly<Record<string, unknown>> {
  const given: Record<string, unknown> = {};
  takes.forEach((key, i) => {
    given[key] = rest && i === takes.length - 1 ? args.slice(i) : args[i];
  });
  if (rest) return given;
  const known = Object.keys(options).filter((key) => !takes.includes(key));
  const named = (args[takes.length] ?? {}) as Readonly<Record<string, unknown>>;
  // By position comes first: what is named so is no option.
  return { ...knownOptions(name, named, known), ...given };
}

function isPlainObject(given: unknown): given is Readonly<Record<string, unknown>> {
  return (
    typeof given === 'object' && given !== null && Object.getPrototypeOf(given) === Object.prototype
  );
}

const placing = transformParam('From the grid that is called on to the volume.');

/** A volume in another frame, as it is given. */
function placedOf(
  operation: string,
  name: string,
  given: Readonly<Record<string, unknown>>,
  nodeOf: NodeOfHandle,
): PlacedNode {
  const { volume, transform } = knownOptions(operation, given, ['volume', 'transform']);
  const one = nodeOf(handle('', 'volume'), volume);
  if ('instead' in one)
    throw invalidArgument(operation, `${name}.volume`, one.instead, 'a volume of the same lab');
  const matrix = placing.parse(transform);
  if (matrix === undefined)
    throw invalidArgument(operation, `${name}.transform`, transform, placing.allowed);
  return { placed: one, transform: matrix };
}

function valueOf(
  operation: string,
  name: string,
  spec: OptionSpec,
  given: unknown,
  nodeOf: NodeOfHandle,
): unknown {
  if (spec.type === 'handle') {
    if (given === undefined && spec.optional) return undefined;
    const byName = spec.orMasks === true ? 'mask' : spec.orVolumes === true ? 'volume' : undefined;
    if (byName !== undefined && isPlainObject(given))
      return Object.fromEntries(
        Object.entries(given).map(([key, grid]) => {
          const path = `${name}.${key}`;
          if (byName === 'volume' && isPlainObject(grid))
            return [key, placedOf(operation, path, grid, nodeOf)];
          const one = nodeOf(handle('', byName), grid);
          if (!('instead' in one)) return [key, one];
          throw invalidArgument(operation, path, one.instead, `a ${byName} of the same lab`);
        }),
      );
    if (spec.orPlaced === true && isPlainObject(given) && 'volume' in given)
      return placedOf(operation, name, given, nodeOf);
    const many = spec.isList === true && Array.isArray(given) ? (given as unknown[]) : [given];
    const nodes = many.map((each) => nodeOf(spec, each));
    const wrong = nodes.find((node) => 'instead' in node);
    if (wrong === undefined) return spec.isList === true ? nodes : nodes[0];
    const placed = spec.orPlaced === true ? ', or { volume, transform }' : '';
    const allowed = `a ${spec.kinds.join(' or ')} of the same lab${placed}`;
    throw invalidArgument(operation, name, wrong.instead, allowed);
  }
  if (spec.type === 'operand') {
    if (typeof given === 'number') return given;
    const node = nodeOf(handle('', 'volume'), given);
    if (!('instead' in node)) return node;
    throw invalidArgument(operation, name, node.instead, 'a number, or a volume of the same lab');
  }
  const value = spec.parse(given);
  if (value === undefined) throw invalidArgument(operation, name, given, spec.allowed);
  return value ?? undefined;
}

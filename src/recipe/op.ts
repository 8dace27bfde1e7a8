import { invalidArgument, VoxmetryError } from './errors.js';
import { checkReach } from './extent.js';
import { equal3, wholeRegion, type Region } from './geometry.js';
import { callerName } from './caller.js';
import type { GridKind, GridMeta, ResultMeta, ValueMeta } from './meta.js';
import { parseParams } from './options.js';
import { type ParamsOfSpecs, type ParamSpecs, type ParamJson } from './params.js';

/** What an input of an op may be. */
export interface InputSpec {
  readonly kinds: readonly (GridKind | 'scalar' | 'value')[];
  readonly optional: boolean;
  /** Whether it may lie on another grid than the rest. Default false. */
  readonly apart?: boolean;
  /** For the compiler alone: the type of a value. Never set. */
  readonly type?: unknown;
}

/** The inputs of an op by name. */
export type InputSpecs = Readonly<Record<string, InputSpec>>;

/** A required input. */
export function input<const K extends readonly (GridKind | 'scalar')[]>(
  ...kinds: K
): InputSpec & { kinds: K; optional: false } {
  return { kinds, optional: false };
}

/** A required input that may lie on another grid than the rest; the op `needs` says its region. */
export function inputApart<const K extends readonly GridKind[]>(
  ...kinds: K
): InputSpec & { kinds: K; optional: false } {
  return { kinds, optional: false, apart: true };
}

/** An input that may be left out. */
export function optionalInput<const K extends readonly (GridKind | 'scalar')[]>(
  ...kinds: K
): InputSpec & { kinds: K; optional: true } {
  return { kinds, optional: true };
}

/* eslint-disable @typescript-eslint/no-unnecessary-type-parameters -- the author names the type of the value */

/** A required input that is a value of type `T`, as its op declares it. */
export function valueInput<T>(): InputSpec & {
  readonly kinds: readonly ['value'];
  readonly optional: false;
  readonly type?: T;
} {
  return { kinds: ['value'], optional: false };
}

/** An input of a value of type `T` that may be left out. */
export function optionalValueInput<T>(): InputSpec & {
  readonly kinds: readonly ['value'];
  readonly optional: true;
  readonly type?: T;
} {
  return { kinds: ['value'], optional: true };
}

/* eslint-enable @typescript-eslint/no-unnecessary-type-parameters */

type MetaOfKinds<K> = K extends readonly (infer E)[]
  ? E extends GridKind
    ? GridMeta
    : { readonly kind: E }
  : never;

/** Metas of an op's inputs, as its declaration sees them. */
export type InputMetas<I extends InputSpecs> = {
  readonly [N in keyof I]: I[N]['optional'] extends true
    ? MetaOfKinds<I[N]['kinds']> | undefined
    : MetaOfKinds<I[N]['kinds']>;
};

/**
 * How an op is computed: `map`, a grid region to region; `global`, a grid from whole inputs at
 * once, or slab by slab; `reduce`, a value of partial results per brick that are merged; `host`, a
 * value of numbers and values, without the GPU.
 */
export type OpKind = 'map' | 'global' | 'reduce' | 'host';

/** Whether results are the same integers everywhere, or depend on the rounding of floats. */
export type Exactness = 'exact' | 'float-dependent';

/** What the author of an op states: everything but how a GPU computes it. */
export interface OpSpec<I extends InputSpecs, P extends ParamSpecs, R extends ResultMeta> {
  readonly name: string;
  /** Rises when the same parameters give another result than before. Default 1. */
  readonly version?: number;
  readonly kind: OpKind;
  readonly inputs: I;
  readonly params: P;
  /** What the op yields; may throw `invalid-argument` on what single checks cannot see. */
  readonly result: (inputs: InputMetas<I>, params: ParamsOfSpecs<P>) => R;
  /**
   * `map` and `reduce`: the region wanted of each grid input for a region of the output (for
   * `reduce`, of the first grid input). Inputs that are left out want the same region.
   */
  readonly needs?: (
    region: Region,
    inputs: InputMetas<I>,
    params: ParamsOfSpecs<P>,
  ) => { readonly [N in keyof I]?: Region };
  /**
   * `map`: whether regions may start at any multiple of 4 along x, whatever the dtype, and not at
   * those of 32 alone. A slice across x then costs that much less.
   */
  readonly inQuads?: boolean;
  /** Whether results are the same integers everywhere, or depend on the rounding of floats. */
  readonly exactness?: Exactness | ((inputs: InputMetas<I>, params: ParamsOfSpecs<P>) => Exactness);
  /**
   * `reduce` of a whole grid: what its caller can do besides where the grid does not fit the GPU,
   * but so many voxels would; a sentence for the error.
   */
  readonly instead?: (voxels: number) => string;
  /** What the provenance says of it: estimator, border rule, connectivity, source. */
  readonly notes?: (params: ParamsOfSpecs<P>) => Readonly<Record<string, string>>;
}

/** A declared op. Made by {@link declareOp}. */
export interface Op<
  I extends InputSpecs = InputSpecs,
  P extends ParamSpecs = ParamSpecs,
  R extends ResultMeta = ResultMeta,
> extends OpSpec<I, P, R> {
  readonly version: number;
}

/** An op of any inputs and parameters. */
export type AnyOp = Op;

/** Declares an op. */
export function declareOp<
  const I extends InputSpecs,
  const P extends ParamSpecs,
  R extends ResultMeta,
>(spec: OpSpec<I, P, R>): Op<I, P, R> {
  return { version: 1, ...spec };
}

/** Forgets the types of an op's inputs and parameters, which were checked when a node was made. */
export function eraseOp<I extends InputSpecs, P extends ParamSpecs, R extends ResultMeta>(
  op: Op<I, P, R>,
): AnyOp {
  return op as unknown as AnyOp;
}

/** One step of a recipe: an op with its parameters and the nodes it takes. Immutable. */
export interface Node<R extends ResultMeta = ResultMeta> {
  readonly op: AnyOp;
  readonly params: Readonly<Record<string, ParamJson>>;
  readonly inputs: Readonly<Record<string, Node>>;
  readonly meta: R;
  /** The operation whose call made the node, as its user named it; undefined where none did. */
  readonly by?: string | undefined;
}

/** A node that yields a value of type `T`. */
export type ValueNode<T> = Node<ValueMeta<T>>;

/** The node that an input takes: a value's must yield its type. */
type NodeFor<S extends InputSpec> = S extends { readonly kinds: readonly ['value'] }
  ? ValueNode<NonNullable<S['type']>>
  : Node;

/** The inputs to give an op. */
export type InputNodes<I extends InputSpecs> = {
  readonly [N in keyof I as I[N]['optional'] extends true ? never : N]: NodeFor<I[N]>;
} & {
  readonly [N in keyof I as I[N]['optional'] extends true ? N : never]?: NodeFor<I[N]> | undefined;
};

/**
 * Checks everything and makes a node. Throws `invalid-argument` with op, parameter, value and what
 * is allowed.
 */
export function makeNode<I extends InputSpecs, P extends ParamSpecs, R extends ResultMeta>(
  op: Op<I, P, R>,
  inputs: InputNodes<I>,
  params: Readonly<Record<string, unknown>> = {},
): Node<R> {
  const given = inputs as Readonly<Record<string, Node | undefined>>;
  const nodes: Record<string, Node> = {};
  let first: [name: string, meta: GridMeta] | undefined;
  for (const name of Object.keys(given))
    if (given[name] !== undefined && !(name in op.inputs))
      throw invalidArgument(op.name, name, 'given', `no such input`);
  for (const [name, spec] of Object.entries(op.inputs)) {
    const node = given[name];
    if (node === undefined) {
      if (spec.optional) continue;
      throw invalidArgument(op.name, name, undefined, `a ${spec.kinds.join(' or ')}`);
    }
    if (!(spec.kinds as readonly string[]).includes(node.meta.kind))
      throw invalidArgument(op.name, name, `a ${node.meta.kind}`, `a ${spec.kinds.join(' or ')}`);
    nodes[name] = node;
    if (isGridMeta(node.meta) && spec.apart !== true) {
      if (first === undefined) first = [name, node.meta];
      else checkSameGrid(op.name, first, [name, node.meta]);
    }
  }
  const values = parseParams(op.name, op.params, params);
  if (first !== undefined) checkReach(op.name, op.params, values, first[1]);
  const metas = Object.fromEntries(Object.entries(nodes).map(([name, node]) => [name, node.meta]));
  const meta = op.result(metas as InputMetas<I>, values as ParamsOfSpecs<P>);
  const by = callerName();
  return {
    op: eraseOp(op),
    params: values,
    inputs: nodes,
    meta,
    ...(by === undefined ? {} : { by }),
  };
}

/** Whether a node's own result is exact, its inputs being so; ops that do not say are. */
export function exactnessOf(node: Node): Exactness {
  const { exactness } = node.op;
  if (typeof exactness !== 'function') return exactness ?? 'exact';
  const metas = Object.fromEntries(Object.entries(node.inputs).map(([n, i]) => [n, i.meta]));
  return exactness(metas, node.params);
}

/** Whether a result is a grid. */
export function isGridMeta(meta: ResultMeta): meta is GridMeta {
  return meta.kind !== 'scalar' && meta.kind !== 'value';
}

/** Whether a node is of an op, and so yields what that op does. */
export function isNodeOf<I extends InputSpecs, P extends ParamSpecs, R extends ResultMeta>(
  node: Node,
  op: Op<I, P, R>,
): node is Node<R> {
  return node.op.name === op.name;
}

/** The grid meta of a node that is known to yield a grid. */
export function gridMeta(node: Node): GridMeta {
  if (!isGridMeta(node.meta))
    throw new VoxmetryError('internal', `${node.op.name} yields no grid. Please report it.`);
  return node.meta;
}

/** The metas of a node's inputs, by name. */
export function inputMetas({ inputs }: Node): InputMetas<InputSpecs> {
  return Object.fromEntries(Object.entries(inputs).map(([name, { meta }]) => [name, meta]));
}

/** The region that a node wants of one of its inputs. */
export function neededRegion(node: Node, name: string, region: Region): Region {
  const source = node.inputs[name]!;
  const meta = gridMeta(source);
  if (node.op.kind === 'global') return wholeRegion(meta.size);
  const metas = Object.fromEntries(Object.entries(node.inputs).map(([n, i]) => [n, i.meta]));
  const needs = node.op.needs?.(region, metas, node.params);
  return needs?.[name] ?? region;
}

/** Part of a voxel by which the origins of one grid may differ. */
const APART = 0.01;

/** Whether voxel 0 of two grids lies at the same place. */
export function areAtOnePlace(a: GridMeta, b: GridMeta): boolean {
  return ([0, 1, 2] as const).every(
    (i) => Math.abs(a.origin[i] - b.origin[i]) <= APART * a.spacing[i],
  );
}

function checkSameGrid(op: string, a: [string, GridMeta], b: [string, GridMeta]): void {
  if (!equal3(a[1].size, b[1].size))
    throw invalidArgument(
      op,
      b[0],
      `of size ${b[1].size.join('×')}`,
      `the size of ${a[0]}, ${a[1].size.join('×')}; crop or resample one of them`,
    );
  const close = ([0, 1, 2] as const).every(
    (i) => Math.abs(a[1].spacing[i] - b[1].spacing[i]) <= 1e-6 * a[1].spacing[i],
  );
  if (!close || a[1].unit !== b[1].unit)
    throw invalidArgument(
      op,
      b[0],
      `of spacing ${b[1].spacing.join('×')} ${b[1].unit}`,
      `the spacing of ${a[0]}, ${a[1].spacing.join('×')} ${a[1].unit}; state it when opening`,
    );
  if (!areAtOnePlace(a[1], b[1]))
    throw invalidArgument(
      op,
      b[0],
      `a grid from ${b[1].origin.join(', ')} ${b[1].unit} on`,
      `the place of ${a[0]}, from ${a[1].origin.join(', ')} on: resampleTo it, or state the origin when opening`,
    );
}

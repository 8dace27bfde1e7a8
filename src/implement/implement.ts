import { VoxmetryError } from '../recipe/errors.js';
import type { Run } from '../gpu/index.js';
import type { Region } from '../recipe/geometry.js';
import type { GridKind, GridMeta, ResultMeta, ValueOf } from '../recipe/meta.js';
import type { AnyOp, InputMetas, InputSpec, InputSpecs, Op, OpKind } from '../recipe/op.js';
import type { ParamsOfSpecs, ParamSpecs } from '../recipe/params.js';
import { eraseOp } from '../recipe/op.js';
import type { BufferBytes } from './buffer_bytes.js';
import type { GpuGrid } from './grid.js';

/** What an input is to an implementation: a grid, a number, or a value of its declared type. */
type InputValue<S extends InputSpec> = S extends { readonly kinds: readonly ['value'] }
  ? NonNullable<S['type']>
  : 'value' extends S['kinds'][number] // of an op whose types are forgotten
    ? unknown
    : S['kinds'] extends readonly (infer E)[]
      ? E extends GridKind
        ? GpuGrid
        : number
      : never;

type OrUndefined<S extends InputSpec> = S['optional'] extends true
  ? InputValue<S> | undefined
  : InputValue<S>;

/** Inputs of an op as its implementation gets them: grids, numbers, values. */
export type InputValues<I extends InputSpecs> = { readonly [N in keyof I]: OrUndefined<I[N]> };

/** The inputs that need no GPU: numbers and values. */
export type HostInputs<I extends InputSpecs> = {
  readonly [
    N in keyof I as I[N]['kinds'] extends readonly ('scalar' | 'value')[] ? N : never
  ]: OrUndefined<I[N]>;
};

/** What every implementation gets. */
export interface OpContext<I extends InputSpecs, P extends ParamSpecs> {
  readonly run: Run;
  /** Grid inputs hold at least the region that `needs` asked for; they may hold more. */
  readonly inputs: InputValues<I>;
  readonly params: ParamsOfSpecs<P>;
  /** `map`: the region of the output to fill. `reduce`: the brick to count. `global`: the whole. */
  readonly region: Region;
}

/** What `map` and grid-yielding `global` implementations get besides. */
export interface GridContext<I extends InputSpecs, P extends ParamSpecs> extends OpContext<I, P> {
  /** Meta of the whole output. */
  readonly meta: GridMeta;
}

/** What the end of a reduction knows. */
export interface FinishContext<I extends InputSpecs, P extends ParamSpecs> {
  readonly params: ParamsOfSpecs<P>;
  readonly metas: InputMetas<I>;
  readonly inputs: HostInputs<I>;
  readonly signal: AbortSignal | undefined;
}

/** What the counting of a brick gets besides. */
export interface PartialContext<I extends InputSpecs, P extends ParamSpecs> extends OpContext<
  I,
  P
> {
  /** The hashes of the inputs' recipes, by which what is kept for the next time can be named. */
  readonly recipes: Readonly<Record<string, string>>;
}

/** A place for intermediate grids that fit neither the GPU nor the heap. */
export interface Spill {
  write(offset: number, data: Uint8Array<ArrayBuffer>): Promise<void>;
  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
  close(): Promise<void>;
}

/** What the passes of a global op over a volume that does not fit the GPU are given. */
export interface BrickedContext<I extends InputSpecs, P extends ParamSpecs> {
  readonly params: ParamsOfSpecs<P>;
  readonly metas: InputMetas<I>;
  /** Meta of the whole output. */
  readonly meta: GridMeta;
  /** Slices of a slab that fits: whole rows and slices, in the order of z. */
  readonly slabs: readonly Region[];
  /** Bytes that one visit may take. */
  readonly budget: number;
  /**
   * Bytes that work without inputs (`inRun`) may take while a state is prepared: nothing else holds
   * grids then, so that the room of a slab behind it is there too.
   */
  readonly alone: number;
  /** Bytes that one binding may hold. */
  readonly binding: number;
  /** Most slices of the slabs of such work: all, but in tests. */
  readonly deepest: number;
  readonly signal: AbortSignal | undefined;
  /** Computes the inputs for a region and works on them. */
  visit<T>(region: Region, work: (inputs: InputValues<I>, run: Run) => Promise<T>): Promise<T>;
  /** Works on the GPU without inputs. */
  inRun<T>(work: (run: Run) => Promise<T>): Promise<T>;
  openSpill(bytes: number): Promise<Spill>;
}

/**
 * How a global op is computed slab by slab: passes that leave a state, from which any region is
 * made.
 */
export interface Bricked<I extends InputSpecs, P extends ParamSpecs, S> {
  readonly prepare: (context: BrickedContext<I, P>) => Promise<S>;
  readonly region: (
    state: S,
    region: Region,
    context: BrickedContext<I, P>,
    run: Run,
  ) => Promise<GpuGrid>;
  /** Frees what the state holds outside the heap. */
  readonly release?: (state: S) => Promise<void>;
  /** Whether `region` visits the inputs anew; false if left out: all it takes is in the state. */
  readonly revisits?: (metas: InputMetas<I>) => boolean;
}

/** What is known of an op's work before it begins. */
export interface SizeContext<I extends InputSpecs, P extends ParamSpecs> {
  readonly params: ParamsOfSpecs<P>;
  readonly metas: InputMetas<I>;
  /** Bytes that one binding may hold. */
  readonly binding: number;
}

/** What an op allocates for a region beside its inputs and its result, at most. */
export type Temporaries<I extends InputSpecs, P extends ParamSpecs> = (
  region: Region,
  context: SizeContext<I, P>,
) => BufferBytes;

/** How one op is computed, with its types forgotten. */
export type Implementation =
  | {
      readonly kind: 'map' | 'global';
      readonly op: AnyOp;
      readonly compute: (
        context: GridContext<InputSpecs, ParamSpecs>,
      ) => Promise<GpuGrid> | GpuGrid;
      readonly bricked?: Bricked<InputSpecs, ParamSpecs, unknown>;
      readonly temporaries?: Temporaries<InputSpecs, ParamSpecs>;
    }
  | {
      readonly kind: 'reduce';
      readonly op: AnyOp;
      readonly temporaries?: Temporaries<InputSpecs, ParamSpecs>;
      readonly partial: (context: PartialContext<InputSpecs, ParamSpecs>) => Promise<unknown>;
      readonly merge: (a: unknown, b: unknown) => unknown;
      readonly lookedAt?: (
        context: FinishContext<InputSpecs, ParamSpecs>,
      ) => readonly [Region, ...Region[]];
      readonly finish: (
        partial: unknown,
        context: FinishContext<InputSpecs, ParamSpecs>,
      ) => unknown;
    }
  | {
      readonly kind: 'host';
      readonly op: AnyOp;
      readonly compute: (context: FinishContext<InputSpecs, ParamSpecs>) => unknown;
    };

/**
 * Says how a grid-yielding op is computed. The grid must be allocated from `run`; it is not freed.
 * A global op that also says how it works slab by slab (`bricked`) has no limit but the disk's. An
 * op whose buffers beside inputs and result take more than one grid says so (`temporaries`): bricks
 * are sized by it.
 */
export function implement<I extends InputSpecs, P extends ParamSpecs, S = never>(
  op: Op<I, P, GridMeta>,
  compute: (context: GridContext<I, P>) => Promise<GpuGrid> | GpuGrid,
  more: {
    readonly bricked?: Bricked<I, P, S>;
    readonly temporaries?: Temporaries<I, P>;
  } = {},
): Implementation {
  return { ...declared(op, 'map', 'global'), compute, ...more } as unknown as Implementation;
}

/**
 * Says how a reduction is computed: `partial` counts one brick into host data, `merge` adds two of
 * them (in any order and grouping, so integers), `finish` makes the result. Where the values that
 * it takes tell that the rest of the volume does not matter, `lookedAt` says which regions do.
 */
export function implementReduce<
  I extends InputSpecs,
  P extends ParamSpecs,
  R extends ResultMeta,
  T,
>(
  op: Op<I, P, R>,
  steps: {
    readonly partial: (context: PartialContext<I, P>) => Promise<T>;
    readonly merge: (a: T, b: T) => T;
    readonly lookedAt?: (context: FinishContext<I, P>) => readonly [Region, ...Region[]];
    readonly finish: (partial: T, context: FinishContext<I, P>) => ValueOf<R> | Promise<ValueOf<R>>;
    readonly temporaries?: Temporaries<I, P>;
  },
): Implementation {
  return { ...declared(op, 'reduce'), ...steps } as unknown as Implementation;
}

/** Says how an op without grid inputs is computed from values: on the host. */
export function implementOnHost<I extends InputSpecs, P extends ParamSpecs, R extends ResultMeta>(
  op: Op<I, P, R>,
  compute: (context: FinishContext<I, P>) => ValueOf<R> | Promise<ValueOf<R>>,
): Implementation {
  return { ...declared(op, 'host'), compute } as unknown as Implementation;
}

/** An op and its kind, which must be one of those that an implementation is for. */
function declared<I extends InputSpecs, P extends ParamSpecs, R extends ResultMeta>(
  op: Op<I, P, R>,
  ...kinds: readonly OpKind[]
): { readonly kind: OpKind; readonly op: AnyOp } {
  if (!kinds.includes(op.kind))
    throw new VoxmetryError(
      'internal',
      `${op.name} is declared as ${op.kind}, and implemented as ${kinds.join(' or ')}.`,
    );
  return { kind: op.kind, op: eraseOp(op) };
}

import type { Dtype } from '../recipe/dtype.js';
import type { ResultMeta } from '../recipe/meta.js';
import type {
  Gives,
  HandleOption,
  Operation,
  OperandOption,
  OptionSpecs,
} from '../recipe/operation.js';
import type { GivenOf } from '../recipe/params.js';
import type { Query } from './query.js';
import type { ReadOf } from './reading.js';
import type { Table } from './table.js';

/** The types of handles, as the methods of one of them see them. */
export interface HandleTypes {
  /** The one that methods are called on. */
  readonly self: unknown;
  /** Volumes by dtype; 'same' is that of `self`, 'any' may have each. */
  readonly volume: Readonly<Record<Dtype | 'same' | 'any', unknown>>;
  readonly mask: unknown;
  readonly phases: unknown;
  readonly labels: unknown;
  readonly surface: unknown;
  readonly classifier: unknown;
}

/** The handle of a kind that an option takes. */
type HandleFor<H extends HandleTypes, K, Same> = K extends 'volume'
  ? H['volume'][Same extends true ? 'same' : 'any']
  : K extends keyof H
    ? H[K]
    : never;

/** What is given for an option. */
type Given<S, H extends HandleTypes> =
  S extends HandleOption<infer K, boolean, infer Same>
    ? S extends { readonly isList: true }
      ? HandleFor<H, K, Same> | readonly HandleFor<H, K, Same>[]
      : HandleFor<H, K, Same>
    : S extends OperandOption
      ? number | H['volume']['any']
      : GivenOf<S>;

/** Names of the options that may be left out. */
type OptionalNames<O extends OptionSpecs> = {
  [K in keyof O]: O[K]['optional'] extends true ? K : never;
}[keyof O];

/**
 * The options of an operation as its caller gives them, without those that are arguments by
 * position.
 */
export type OptionsFor<X, H extends HandleTypes> =
  X extends Operation<infer O, Gives, ResultMeta, infer T>
    ? {
        readonly [K in Exclude<keyof O, OptionalNames<O> | T[number]>]: Given<O[K], H>;
      } & {
        readonly [K in Exclude<OptionalNames<O>, T[number]>]?: Given<O[K], H> | undefined;
      } extends infer Both
      ? { [K in keyof Both]: Both[K] } // one type, which reads better in messages
      : never
    : never;

/** What a method gives. */
type Result<G, R extends ResultMeta, H extends HandleTypes> = G extends { readonly grid: infer K }
  ? K extends 'same'
    ? H['self']
    : G extends { readonly dtype: infer E extends Dtype | 'same' }
      ? H['volume'][E]
      : H[K & keyof H]
  : G extends { readonly columns: readonly (infer N extends string)[] }
    ? Query<Table<N>>
    : Query<ReadOf<R>>;

/** A function whose argument is compared as a method's is, so that a volume of u16 is a volume. */
type Call<A, R> = { call(options: A): R }['call'];
type OptionalCall<A, R> = { call(options?: A): R }['call'];

/** The method that an operation becomes. */
type Method<X, H extends HandleTypes> =
  X extends Operation<infer O, infer G, infer R, infer T>
    ? [Exclude<keyof O, T[number]>] extends [never]
      ? () => Result<G, R, H>
      : [Exclude<keyof O, OptionalNames<O> | T[number]>] extends [never]
        ? OptionalCall<OptionsFor<X, H>, Result<G, R, H>>
        : Call<OptionsFor<X, H>, Result<G, R, H>>
    : never;

/**
 * The methods that a module of operations gives a handle. `Own` holds the signatures that no
 * declaration can say: those with arguments by position, or whose result depends on the type of an
 * argument.
 */
export type Methods<F, Own, H extends HandleTypes> = {
  readonly [K in keyof F]: K extends keyof Own ? Own[K] : Method<F[K], H>;
};

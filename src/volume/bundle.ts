import type { OpenInput, OpenOptions } from '../recipe/source.js';
import { invalidArgument, type VoxmetryError } from '../recipe/errors.js';
import {
  toRecipeJson,
  type GridReading,
  type RecipeJson,
  type RecipeStep,
} from '../recipe/json.js';
import type { Node } from '../recipe/op.js';
import { optionsOf } from '../recipe/options.js';
import { Query } from './query.js';

/** Results by name. */
export type BundleResults = Readonly<Record<string, unknown>>;

/** One item of a batch: what to open for each input, with its options. */
export type BatchItem = Readonly<Record<string, { readonly source: OpenInput } & OpenOptions>>;

/** What a batch yields for an item. */
export type BatchOutcome<Q extends BundleResults> =
  | { readonly ok: true; readonly item: BatchItem; readonly results: Q }
  | { readonly ok: false; readonly item: BatchItem; readonly error: VoxmetryError };

/**
 * Several queries as one recipe with named inputs and outputs. Made by {@link bundle}. Plain data:
 * it can be written as JSON, and replayed in another lab, process or version.
 */
export interface Bundle<Q extends BundleResults> {
  /** The recipe as data. */
  readonly recipe: RecipeJson;
  /** Names of the volumes it reads, as they were opened. */
  readonly inputs: readonly string[];
  /** Names of its results. */
  readonly outputs: readonly (keyof Q & string)[];
  /** For the compiler alone: the types of the results. Never set. */
  readonly results?: Q;
}

/**
 * Makes one recipe of several queries, to be replayed on other volumes with `lab.replay` or over
 * many files with `lab.batch`. Nothing is computed.
 *
 * @param queries - Queries of one lab, by the name of their result.
 * @example
 * ```ts
 * import { bundle, openLab } from 'voxmetry';
 * const lab = await openLab();
 * const size = [2, 2, 1] as const;
 * const scan = await lab.open({ data: new Uint8Array([1, 2, 3, 4]), size }, { name: 'scan' });
 * const recipe = bundle({ bright: scan.threshold({ lo: 3 }).count() });
 * const other = await lab.open({ data: new Uint8Array([9, 9, 9, 0]), size });
 * const { bright } = await lab.replay(recipe, { scan: other });
 * console.assert(bright === 3);
 * const stored = JSON.stringify(recipe); // a bundle is plain data: read it back in any lab
 * const again = await lab.replay(JSON.parse(stored) as typeof recipe, { scan: other });
 * console.assert(again.bright === 3);
 * await lab.dispose();
 * ```
 */
export function bundle<Q extends BundleResults>(queries: {
  readonly [K in keyof Q]: Query<Q[K]>;
}): Bundle<Q> {
  const names = Object.keys(optionsOf('bundle', queries)) as (keyof Q & string)[];
  if (names.length === 0) throw invalidArgument('bundle', 'queries', {}, 'at least one query');
  const nodes: Record<string, Node> = {};
  const readings: Record<string, GridReading> = {};
  for (const name of names) {
    const query: unknown = queries[name];
    if (!(query instanceof Query)) throw invalidArgument('bundle', name, query, 'a query');
    const { node, reading } = queries[name].plan;
    nodes[name] = node;
    if (reading !== undefined) readings[name] = reading;
  }
  const recipe = toRecipeJson(nodes, readings);
  return { recipe, inputs: inputNames('bundle', recipe), outputs: names };
}

/** Names of the volumes that a recipe reads; each is of one volume. */
export function inputNames(op: string, { steps }: RecipeJson): readonly string[] {
  const names = steps.filter((step) => step.op === 'source').map(sourceName);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw invalidArgument(
      op,
      'queries',
      `of two volumes named '${twice}'`,
      'volumes of different names; give one when opening',
    );
  return names;
}

/** The name of the volume that a source step stands for. */
export function sourceName({ params }: RecipeStep): string {
  const { name } = params;
  return typeof name === 'string' ? name : 'volume';
}

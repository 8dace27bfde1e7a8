import type { OpenInput, OpenOptions } from '../recipe/source.js';
import { invalidArgument, type VoxmetryError } from '../recipe/errors.js';
import { toRecipeJson, type RecipeJson, type RecipeStep } from '../recipe/json.js';
import type { Node } from '../recipe/op.js';
import { optionsOf } from '../recipe/params.js';
import { Query, type QueryPlan } from './query.js';

/** Results by name. */
export type BundleResults = Readonly<Record<string, unknown>>;

/** One item of a batch: what to open for each input, with its options. */
export type BatchItem = Readonly<Record<string, { readonly source: OpenInput } & OpenOptions>>;

/** What a batch yields for an item. */
export type BatchOutcome<Q extends BundleResults> =
  | { readonly ok: true; readonly item: BatchItem; readonly results: Q }
  | { readonly ok: false; readonly item: BatchItem; readonly error: VoxmetryError };

/** Several queries as one recipe with named inputs and outputs. Made by {@link bundle}. */
export interface Bundle<Q extends BundleResults> {
  /** The recipe as data; it can be stored and printed. */
  readonly recipe: RecipeJson;
  /** Names of the volumes it reads, as they were opened. */
  readonly inputs: readonly string[];
  /** Names of its results. */
  readonly outputs: readonly (keyof Q & string)[];
  /** @internal How each output is read and decoded. */
  readonly plans: { readonly [K in keyof Q]: Pick<QueryPlan<Q[K]>, 'region' | 'decode'> };
}

/**
 * Makes one recipe of several queries, to be replayed on other volumes with `lab.replay` or over many
 * files with `lab.batch`. Nothing is computed.
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
 * await lab.dispose();
 * ```
 */
export function bundle<Q extends BundleResults>(queries: {
  readonly [K in keyof Q]: Query<Q[K]>;
}): Bundle<Q> {
  const names = Object.keys(optionsOf('bundle', queries)) as (keyof Q & string)[];
  if (names.length === 0) throw invalidArgument('bundle', 'queries', {}, 'at least one query');
  const nodes: Record<string, Node> = {};
  const plans = {} as { [K in keyof Q]: Pick<QueryPlan<Q[K]>, 'region' | 'decode'> };
  for (const name of names) {
    const query: unknown = queries[name];
    if (!(query instanceof Query)) throw invalidArgument('bundle', name, query, 'a query');
    const { node, region, decode } = queries[name].plan;
    nodes[name] = node;
    plans[name] = { region, decode };
  }
  const recipe = toRecipeJson(nodes);
  const inputs = recipe.steps.filter(({ op }) => op === 'source').map(sourceName);
  const twice = inputs.find((name, i) => inputs.indexOf(name) !== i);
  if (twice !== undefined)
    throw invalidArgument(
      'bundle',
      'queries',
      `of two volumes named '${twice}'`,
      'volumes of different names; give one when opening',
    );
  return { recipe, inputs, outputs: names, plans };
}

/** The name of the volume that a step of a recipe reads. */
export function sourceName({ params }: RecipeStep): string {
  return params['name'] as string;
}

import type { OpenInput, OpenOptions } from '../io/source.js';
import type { RunOptions } from '../recipe/backend.js';
import { invalidArgument, type VoxmetryError } from '../recipe/errors.js';
import { fromRecipeJson, toRecipeJson, type RecipeJson, type RecipeStep } from '../recipe/json.js';
import { isGridMeta, type Node } from '../recipe/op.js';
import { regionEnd, type Region } from '../recipe/geometry.js';
import { optionsOf } from '../recipe/params.js';
import { Grid } from './grid.js';
import { OPS } from './ops.js';
import type { LabContext } from './context.js';
import { Query, type QueryPlan } from './query.js';
import type { Volume } from './volume.js';

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

/** Replays a bundle on volumes of a lab. */
export async function replayBundle<Q extends BundleResults>(
  context: LabContext,
  bundle: Bundle<Q>,
  volumes: Readonly<Record<string, Volume>>,
  options: RunOptions,
): Promise<Q> {
  const { recipe, inputs, outputs, plans } = optionsOf('replay', bundle);
  if (![inputs, outputs].every((names) => Array.isArray(names)))
    throw invalidArgument('replay', 'bundle', bundle, 'what bundle() made');
  for (const name of Object.keys(optionsOf('replay', volumes)))
    if (!inputs.includes(name)) throw invalidArgument('replay', 'inputs', name, inputs.join(', '));
  const nodes = fromRecipeJson(recipe, OPS, (step) => {
    if (step.op !== 'source') return undefined;
    const name = sourceName(step);
    const volume = volumes[name];
    if (!(volume instanceof Grid))
      throw invalidArgument(
        'replay',
        'inputs',
        Object.keys(volumes).join(', '),
        `a volume for each of ${inputs.join(', ')}`,
      );
    if (volume.context.backend !== context.backend)
      throw invalidArgument('replay', 'inputs', `'${name}' of another lab`, 'volumes of this lab');
    return volume.node;
  });
  const regions: Record<string, Region> = {};
  for (const name of outputs) {
    const region = plans[name].region;
    const meta = nodes[name]!.meta;
    if (region === undefined || !isGridMeta(meta)) continue;
    if (regionEnd(region).some((end, i) => end > meta.size[i]!))
      throw invalidArgument(
        'replay',
        name,
        `a region up to ${regionEnd(region).join(', ')}`,
        `one inside ${meta.size.join('×')}`,
      );
    regions[name] = region;
  }
  const response = await context.backend.run({ recipe: toRecipeJson(nodes), regions }, options);
  const results: Record<string, unknown> = {};
  for (const name of outputs)
    results[name] = plans[name].decode(response.outputs[name]!, {
      ...response.provenance,
      recipe: toRecipeJson({ [name]: nodes[name]! }),
    });
  return results as Q;
}

/** The name of the volume that a step of a recipe reads. */
function sourceName({ params }: RecipeStep): string {
  return params['name'] as string;
}

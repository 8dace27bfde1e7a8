import type { RunOptions } from '../recipe/backend.js';
import { invalidArgument } from '../recipe/errors.js';
import { regionEnd, type Region } from '../recipe/geometry.js';
import { fromRecipeJson, toRecipeJson } from '../recipe/json.js';
import { isGridMeta } from '../recipe/op.js';
import { optionsOf } from '../recipe/params.js';
import { sourceName, type Bundle, type BundleResults } from './bundle.js';
import type { LabContext } from './context.js';
import { Grid } from './grid.js';
import { OPS } from './ops.js';
import type { Volume } from './volume.js';

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

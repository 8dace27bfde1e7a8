import type { RunOptions } from '../recipe/backend.js';
import { invalidArgument, VoxmetryError } from '../recipe/errors.js';
import { regionEnd } from '../recipe/geometry.js';
import { checkRecipe } from '../recipe/check_recipe.js';
import { fromRecipeJson, RECIPE_VERSION, toRecipeJson } from '../recipe/json.js';
import { isGridMeta, type Node } from '../recipe/op.js';
import { optionsOf } from '../recipe/options.js';
import { inputNames, sourceName } from './bundle.js';
import type { LabContext } from './context.js';
import { Grid } from './grid.js';
import { OPS } from '../operations/ops.js';
import { readOutput } from './reading.js';

/**
 * Runs a recipe with its sources replaced by volumes of a lab, by name, and reads every output as
 * the query that it was made of would. The recipe may come from a file: it is checked whole, and
 * reads nothing but these volumes.
 */
export async function runRecipe(
  op: string,
  context: LabContext,
  recipe: unknown,
  volumes: Readonly<Record<string, unknown>>,
  options: RunOptions,
): Promise<Record<string, unknown>> {
  const { nodes, readings } = nodesOf(op, context, recipe, volumes);
  const response = await context.backend.run({ recipe: toRecipeJson(nodes, readings) }, options);
  return Object.fromEntries(
    Object.entries(nodes).map(([name, node]) => {
      const output = response.outputs[name];
      if (output === undefined)
        throw new VoxmetryError('internal', `The engine gave no '${name}'. Please report it.`);
      const reading = readings[name] ?? {};
      const provenance = {
        ...response.provenance,
        recipe: toRecipeJson(
          { [name]: node },
          readings[name] === undefined ? {} : { [name]: reading },
        ),
      };
      return [name, readOutput(node.meta, reading, output, provenance)];
    }),
  );
}

/** The nodes of a recipe's outputs, its sources replaced by volumes; and how they are read. */
export function nodesOf(
  op: string,
  context: LabContext,
  recipe: unknown,
  volumes: Readonly<Record<string, unknown>>,
) {
  checkRecipe(recipe, RECIPE_VERSION);
  const inputs = inputNames(op, recipe);
  for (const name of Object.keys(optionsOf(op, volumes)))
    if (!inputs.includes(name)) throw invalidArgument(op, 'inputs', name, inputs.join(', '));
  const nodes = fromRecipeJson(recipe, OPS, (step) => {
    if (step.op !== 'source') return undefined;
    const name = sourceName(step);
    const volume = Object.hasOwn(volumes, name) ? volumes[name] : undefined;
    if (!(volume instanceof Grid) || volume.meta.kind !== 'volume')
      throw invalidArgument(
        op,
        'inputs',
        Object.keys(volumes).join(', '),
        `a volume for each of ${inputs.join(', ')}`,
      );
    if (volume.context.backend !== context.backend)
      throw invalidArgument(op, 'inputs', `'${name}' of another lab`, 'volumes of this lab');
    return volume.node;
  });
  const { readings = {} } = recipe;
  for (const [name, { region }] of Object.entries(readings))
    checkInside(op, name, nodes[name], region);
  return { nodes, readings };
}

/** Throws where the box that is read of an output is not inside the grid that it is now. */
function checkInside(
  op: string,
  name: string,
  node: Node | undefined,
  region: Parameters<typeof regionEnd>[0] | undefined,
): void {
  if (region === undefined || node === undefined || !isGridMeta(node.meta)) return;
  const { size } = node.meta;
  if (regionEnd(region).some((end, i) => end > size[i]!))
    throw invalidArgument(
      op,
      name,
      `a region up to ${regionEnd(region).join(', ')}`,
      `one inside ${size.join('×')}`,
    );
}

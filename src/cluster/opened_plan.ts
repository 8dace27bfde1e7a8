// A plan whose inputs are open and whose recipe is in stages.
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { loadImplementations, OPS } from '../engine/registry.js';
import { openSource } from '../io/open.js';
import { fileSource } from '../io/file_source.js';
import { folderSource } from '../io/folder/disk_folder.js';
import { stat } from 'node:fs/promises';
import { VoxmetryError } from '../recipe/errors.js';
import { hashValue } from '../recipe/hash.js';
import { fromRecipeJson, topologicalOrder, type RecipeJson } from '../recipe/json.js';
import type { Node } from '../recipe/op.js';
import type { GridSource, OpenOptions } from '../recipe/source.js';
import { sourceNode } from '../recipe/source_op.js';
import { compile, type Compiled } from './compile.js';
import { fingerprintOf } from './input_identity.js';
import { planAnew, readPlan, type PlanFile, type PlanInput } from './plan_file.js';
import { WorkFolder } from './work_folder.js';

/** A volume of a recipe, open. */
export interface OpenedInput {
  readonly name: string;
  readonly source: GridSource;
}

/** A plan that is ready to be worked on. */
export interface OpenedPlan {
  readonly plan: PlanFile;
  readonly root: string;
  readonly outputs: Readonly<Record<string, Node>>;
  readonly inputs: readonly OpenedInput[];
  readonly sources: ReadonlyMap<string, GridSource>;
  readonly compiled: Compiled;
  readonly work: WorkFolder;
  readonly close: () => void;
}

/** Opens a file or a folder for reading by region. */
export async function openInput(path: string, options: OpenOptions): Promise<GridSource> {
  const facts = await stat(path).catch(() => undefined);
  if (facts === undefined)
    throw new VoxmetryError('invalid-argument', `There is no ${path} to read.`);
  const input = facts.isDirectory() ? await folderSource(path) : await fileSource(path);
  return openSource(input, { name: basename(path), ...options });
}

/** The nodes of a recipe on volumes. Their ids are those that a lab would give them. */
export function nodesOn(
  recipe: RecipeJson,
  inputs: readonly OpenedInput[],
): { readonly outputs: Record<string, Node>; readonly sources: Map<string, GridSource> } {
  const sources = new Map<string, GridSource>();
  const nodes = new Map<string, Node>();
  for (const [i, { name, source }] of inputs.entries()) {
    const id = `s${String(i + 1)}`;
    const { dtype, size, spacing, unit, origin } = source;
    const meta = { kind: 'volume', storage: dtype, size, spacing, unit, origin } as const;
    sources.set(id, source);
    nodes.set(name, sourceNode(id, source.name, meta));
  }
  const outputs = fromRecipeJson(recipe, OPS, (step) =>
    step.op === 'source' ? nodes.get(inputName(step.params)) : undefined,
  );
  return { outputs, sources };
}

/** Loads what computes some results. */
export async function loadFor(outputs: Readonly<Record<string, Node>>): Promise<void> {
  await loadImplementations(topologicalOrder(Object.values(outputs)));
}

/** Opens a plan, and refuses it where recipe, inputs or library are not those it was made for. */
export async function openPlan(path: string): Promise<OpenedPlan> {
  const plan = await readPlan(path);
  const root = dirname(path);
  await checkRecipeFile(root, plan);
  const inputs: OpenedInput[] = [];
  const close = (): void => {
    for (const { source } of inputs) source.close();
  };
  try {
    for (const input of plan.inputs) {
      const source = await openInput(join(root, input.path), input.options);
      inputs.push({ name: input.name, source });
      await checkInput(join(root, input.path), input, source);
    }
    const { outputs, sources } = nodesOn(plan.recipe, inputs);
    await loadFor(outputs);
    const { taskSize, memory, folders, recipe } = plan;
    const compiled = compile({
      outputs,
      readings: recipe.readings ?? {},
      taskSize,
      memory,
      folders,
    });
    if (hashValue(namesOf(compiled.stages)) !== hashValue(namesOf(plan.stages)))
      throw planAnew(`${path} has other stages than this library makes of its recipe`);
    const work = new WorkFolder(root, plan.work, plan.hash);
    return { plan, root, outputs, inputs, sources, compiled, work, close };
  } catch (error) {
    close();
    throw error;
  }
}

function namesOf(stages: readonly { readonly name: string; readonly tasks: number }[]): unknown {
  return stages.map(({ name, tasks }) => [name, tasks]);
}

/** The name of the volume that a source step stands for. */
function inputName({ name }: Readonly<Record<string, unknown>>): string {
  return typeof name === 'string' ? name : 'volume';
}

/** A recipe that is gone is in the plan; one that says something else is not. */
async function checkRecipeFile(root: string, { recipeFile }: PlanFile): Promise<void> {
  const text = await readFile(join(root, recipeFile.path), 'utf8').catch(() => undefined);
  if (text !== undefined && hashValue(text) !== recipeFile.hash)
    throw planAnew(`The recipe ${recipeFile.path} was changed since the plan was made`);
}

async function checkInput(path: string, input: PlanInput, source: GridSource): Promise<void> {
  for (const fact of ['dtype', 'size', 'spacing', 'unit', 'origin'] as const)
    if (String(source[fact]) !== String(input[fact]))
      throw planAnew(
        `${input.path} has another ${fact} (${String(source[fact])}) than it had (${String(input[fact])})`,
      );
  if ((await fingerprintOf(path)) !== input.fingerprint)
    throw planAnew(`${input.path} was changed since the plan was made`);
}

// The file of a plan: all that tasks on other machines need to know.
import { readFile } from 'node:fs/promises';
import { checkRecipe } from '../recipe/check_recipe.js';
import { VoxmetryError } from '../recipe/errors.js';
import { hashValue } from '../recipe/hash.js';
import { RECIPE_VERSION, type RecipeJson } from '../recipe/json.js';
import type { GridSource, OpenOptions } from '../recipe/source.js';
import { LIBRARY } from '../version.js';
import { writeAtomically } from './atomic_file.js';

/** What the files of plans call themselves. */
export const PLAN_FORMAT = 'voxmetry-plan';
export const PLAN_VERSION = 1;

/** An input of a plan. */
export interface PlanInput extends Pick<
  GridSource,
  'format' | 'dtype' | 'size' | 'spacing' | 'unit' | 'origin'
> {
  /** The name of the recipe's volume. */
  readonly name: string;
  /** From the folder of the plan. */
  readonly path: string;
  /** How it is opened. */
  readonly options: OpenOptions;
  /** A hash of the input's files, as far as they are cheap to look at. */
  readonly fingerprint: string;
}

/** A stage as it is listed. */
export interface PlanStage {
  readonly name: string;
  readonly tasks: number;
  readonly memoryBytes: number;
  readonly gpuBytes: number;
  readonly seconds: number;
  readonly slabs?: { readonly axis: 'y' | 'z'; readonly depth: number } | undefined;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly alone?: string | undefined;
}

/** A plan without its hash. */
export interface PlanContent {
  readonly format: typeof PLAN_FORMAT;
  readonly version: typeof PLAN_VERSION;
  readonly library: string;
  /** Where parts and intermediate grids go, from the folder of the plan. */
  readonly work: string;
  /** Where results that are grids go, from the folder of the plan. */
  readonly output: string;
  readonly taskSize: number;
  readonly memory: number;
  readonly recipe: RecipeJson;
  /** The file of the recipe, from the folder of the plan, and its hash. */
  readonly recipeFile: { readonly path: string; readonly hash: string };
  readonly inputs: readonly PlanInput[];
  /** The folders of results that are grids, by name. */
  readonly folders: Readonly<Record<string, string>>;
  readonly stages: readonly PlanStage[];
}

/** A plan as it is stored. */
export interface PlanFile extends PlanContent {
  readonly hash: string;
}

/** The error of a plan that does not hold any more. */
export function planAnew(why: string): VoxmetryError {
  return new VoxmetryError('invalid-argument', `${why}: plan anew.`, { op: 'plan' });
}

/** The hash of a plan: of all it says. */
export function planHash(content: PlanContent): string {
  return hashValue(plain(content));
}

/** Writes a plan, and gives it back with its hash. */
export async function writePlan(path: string, content: PlanContent): Promise<PlanFile> {
  const { format, version, ...rest } = plain(content);
  const plan: PlanFile = { format, version, hash: planHash(content), ...rest };
  const text = `${JSON.stringify(plan, undefined, 2)}\n`;
  await writeAtomically(path, [new TextEncoder().encode(text)]);
  return plan;
}

/** Reads a plan, and refuses one of another version, or that was changed since it was made. */
export async function readPlan(path: string): Promise<PlanFile> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new VoxmetryError(
      'invalid-argument',
      `The plan ${path} cannot be read: ${reason(cause)}`,
    );
  });
  let plan: PlanFile;
  try {
    plan = JSON.parse(text) as PlanFile;
  } catch (cause) {
    throw planAnew(`${path} is no plan, since it is no JSON (${reason(cause)})`);
  }
  const given: Partial<Record<string, unknown>> = { ...plan };
  if (given['format'] !== PLAN_FORMAT) throw planAnew(`${path} is no plan of voxmetry`);
  if (given['version'] !== PLAN_VERSION || given['library'] !== LIBRARY)
    throw planAnew(`${path} was made by ${String(given['library'])}, and this is ${LIBRARY}`);
  const { hash, ...content } = plan;
  if (planHash(content) !== hash) throw planAnew(`${path} was changed since it was made`);
  checkRecipe(plan.recipe, RECIPE_VERSION);
  return plan;
}

/** A value as JSON gives it back. */
function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

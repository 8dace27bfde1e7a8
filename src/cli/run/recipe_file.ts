import { readFile, stat } from 'node:fs/promises';
import { checkRecipe } from '../../recipe/check_recipe.js';
import { VoxmetryError } from '../../recipe/errors.js';
import { RECIPE_VERSION } from '../../recipe/json.js';
import type { RecipeJson } from '../../recipe/json.js';
import { reasonOf } from '../input_file.js';
import { usageError } from '../usage.js';
import { isPage, studyInPage } from './report_page.js';
import { isStudy, studySources, type StudySource } from './study_sources.js';

/** A larger file is no recipe, and would cost memory before that could be said. */
const MOST_MEBIBYTES = 64;

/** A recipe from a file. */
export interface StoredRecipe {
  readonly recipe: RecipeJson;
  /** The names of its inputs, each once, in their order. */
  readonly inputs: readonly string[];
  /** Of a study, how its files were opened, by input. */
  readonly sources: ReadonlyMap<string, StudySource>;
}

/**
 * Reads a recipe, or the recipe of a bundle, a study or a report, from a file. It is checked to be
 * plain, bounded data. Throws one line.
 */
export async function readRecipeFile(path: string): Promise<StoredRecipe> {
  const given = parse(path, await textOf(path));
  const sources = isStudy(given) ? studySources(path, given) : new Map<string, StudySource>();
  if (isStudy(given) && !hasOwn(given, 'recipe'))
    throw usageError(`${path} is a study without measures; add one and export the study again`);
  const recipe = hasOwn(given, 'recipe') ? given.recipe : given;
  if (!hasOwn(recipe, 'voxmetryRecipe'))
    throw usageError(
      `${path} is no recipe: it states no 'voxmetryRecipe'; store a query's or a grid's recipe, or a bundle`,
    );
  try {
    checkRecipe(recipe, RECIPE_VERSION);
  } catch (error) {
    throw usageError(`${path}: ${VoxmetryError.from(error).message}`);
  }
  if (Object.keys(recipe.outputs).length === 0)
    throw usageError(`${path} asks for nothing: its recipe has no outputs`);
  return { recipe, inputs: inputsOf(path, recipe), sources };
}

async function textOf(path: string): Promise<string> {
  const facts = await stat(path).catch((error: unknown) => {
    throw usageError(`cannot read ${path}: ${reasonOf(error)}`);
  });
  if (!facts.isFile()) throw usageError(`${path} is not a file; give a recipe in JSON`);
  if (facts.size > MOST_MEBIBYTES * 2 ** 20)
    throw usageError(
      `${path} is too large for a recipe: ${(facts.size / 2 ** 20).toFixed(0)} MiB, and at most ${String(MOST_MEBIBYTES)} MiB are read; is it the RECIPE.json, which comes first?`,
    );
  const bytes = await readFile(path).catch((error: unknown) => {
    throw usageError(`cannot read ${path}: ${reasonOf(error)}`);
  });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw usageError(`${path} is not JSON: it is no text in UTF-8`);
  }
}

function parse(path: string, given: string): unknown {
  const text = isPage(given) ? studyInPage(path, given) : given;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw usageError(`${path} is not JSON: ${reasonOf(error)}`);
  }
}

function hasOwn<K extends string>(given: unknown, key: K): given is Readonly<Record<K, unknown>> {
  return typeof given === 'object' && given !== null && Object.hasOwn(given, key);
}

/** The names under which the recipe's volumes were opened. */
function inputsOf(path: string, { steps }: RecipeJson): readonly string[] {
  const names = steps
    .filter(({ op }) => op === 'source')
    .map(({ params: { name } }) => (typeof name === 'string' ? name : 'volume'));
  const inputs = new Set(names);
  if (inputs.size < names.length)
    throw usageError(
      `${path} reads several volumes of one name, so that no file can be given for each; open them under names of their own when the recipe is made`,
    );
  return [...inputs];
}

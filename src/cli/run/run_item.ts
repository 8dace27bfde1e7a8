import { join } from 'node:path';
import type { Lab, RunOptions, Volume } from '../../index.js';
import { asStage } from '../../recipe/as_stage.js';
import type { Stages } from '../../recipe/stages.js';
import { openInputFile } from '../input_file.js';
import type { InputFile } from '../input_file.js';
import type { Opening } from '../opening.js';
import { profileText, staged } from '../profile.js';
import { timesJoined } from '../report/text.js';
import type { OutputFolder } from '../output_folder.js';
import { printable } from '../usage.js';
import type { Assignment } from './assign_files.js';
import { splitEnding } from './endings.js';
import { fileStems } from './file_stems.js';
import type { GridEnding } from './grid_files.js';
import { jsonParts } from './json_parts.js';
import { openVolume } from './open_volume.js';
import type { RecipeJson } from '../../recipe/json.js';
import type { StoredRecipe } from './recipe_file.js';
import { provenanceOf, resultOf } from './result_kinds.js';
import { resultText } from './result_text.js';
import { storeResult } from './store_result.js';

/** The file that says what the others in a folder of results are. */
export const RESULTS_FILE = 'results.json';

/** Files by the inputs that they are given to, ready to be opened by a lab. */
export type GivenFiles = ReadonlyMap<string, InputFile>;

/** What every item of a run has in common. */
export interface RunContext {
  readonly lab: Lab;
  readonly stored: StoredRecipe;
  readonly opening: Opening;
  /** What the files of grids end in. */
  readonly ending: GridEnding;
  readonly signal: AbortSignal;
  readonly onProgress: RunOptions['onProgress'];
  /** Takes down where the time goes, which is then told with the results. */
  readonly stages: Stages | undefined;
}

/** Opens the files of an item. Throws one line where there is nothing to read. */
export async function openFiles(assignment: Assignment): Promise<GivenFiles> {
  const files = new Map<string, InputFile>();
  for (const [name, path] of assignment) files.set(name, await openInputFile(path));
  return files;
}

/**
 * Runs the recipe on files, stores the results in a folder, and gives the text to print of them.
 */
export async function runItem(
  { lab, stored, opening, ending, signal, onProgress, stages }: RunContext,
  files: GivenFiles,
  folder: OutputFolder,
): Promise<string> {
  const volumes = new Map<string, Volume>();
  try {
    for (const [input, file] of files)
      volumes.set(
        input,
        await asStage(stages, 'open the file', () =>
          openVolume(lab, staged(file, stages), opening, stored.sources.get(input), signal),
        ),
      );
    const results = await lab.run(stored.recipe, Object.fromEntries(volumes), {
      signal,
      onProgress,
    });
    const write = stages?.begin('write');
    const { text, names } = await storeResults(folder, results, ending, {
      recipe: plainRecipe(stored.recipe),
      inputs: inputsJson(files, volumes),
      provenance: commonProvenance(lab.info, results),
    });
    await folder.commit(names, RESULTS_FILE);
    write?.();
    const inputs = Array.from(volumes, ([input, volume]) =>
      volumeText(input, files.get(input)!.name, volume),
    );
    const written = names.map((name) => join(folder.path, name)).join(', ');
    const profile = stages === undefined ? [] : ['', profileText(stages.lap()).trimEnd()];
    return `${[...inputs, '', ...text, '', `written: ${written}`, ...profile].join('\n')}\n`;
  } finally {
    for (const volume of volumes.values()) volume.close();
  }
}

/**
 * Stores the results one by one, and what is common to them in `results.json`, with those that are
 * `stored` already.
 */
export async function storeResults(
  folder: OutputFolder,
  results: Readonly<Record<string, unknown>>,
  ending: GridEnding,
  about: Readonly<Record<string, unknown>>,
  stored: Readonly<Record<string, unknown>> = {},
): Promise<{ readonly text: readonly string[]; readonly names: readonly string[] }> {
  const named = Object.entries(results).map(([name, given]) => {
    const result = resultOf(given);
    return { name, result, wanted: splitEnding(name, result) };
  });
  // Where a table may be JSON, the name of the index is taken.
  const taken = named.some(({ wanted }) => wanted.ending === 'json') ? ['results'] : [];
  const stems = fileStems([...taken, ...named.map(({ wanted }) => wanted.name)]).slice(
    taken.length,
  );
  const text: string[] = [];
  const names: string[] = [];
  const values: (readonly [name: string, json: unknown])[] = [];
  for (const [i, { name, result, wanted }] of named.entries()) {
    const { json, files } = await storeResult(folder, stems[i]!, result, wanted.ending, ending);
    values.push([name, json]);
    names.push(...files);
    const lines = resultText(printable(name), result, files).split('\n');
    text.push(...lines.map(printable));
  }
  const all = { ...Object.fromEntries(values), ...stored };
  const whole = { results: all, ...about, files: names };
  await folder.write(RESULTS_FILE, withLineEnd(jsonParts(whole)));
  return { text, names: [RESULTS_FILE, ...names] };
}

function* withLineEnd(parts: Iterable<string>): Generator<string> {
  yield* parts;
  yield '\n';
}

/** What a file has beside the known fields of a recipe is not passed on. */
export function plainRecipe(recipe: RecipeJson): RecipeJson {
  const { voxmetryRecipe, library, steps, outputs, readings } = recipe;
  return {
    voxmetryRecipe,
    ...(library === undefined ? {} : { library }),
    steps: steps.map(({ op, version, by, params, inputs }) => ({
      op,
      version,
      ...(by === undefined ? {} : { by }),
      params,
      inputs,
    })),
    outputs,
    ...(readings && {
      readings: Object.fromEntries(
        Object.entries(readings).map(([name, { region, across }]) => [
          name,
          { region: region && { origin: region.origin, size: region.size }, across },
        ]),
      ),
    }),
  };
}

function inputsJson(
  files: GivenFiles,
  volumes: ReadonlyMap<string, Volume>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Array.from(volumes, ([input, { format, dtype, size, spacing, unit, warnings }]) => [
      input,
      { file: files.get(input)!.name, format, dtype, size, spacing, unit, warnings },
    ]),
  );
}

/**
 * The provenance of the run, without the recipe, which is stored beside it. Bare numbers have none
 * of their own.
 */
export function commonProvenance(
  info: Pick<Lab['info'], 'library' | 'adapter'>,
  results: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const found = Object.values(results)
    .map(provenanceOf)
    .find((provenance) => provenance !== undefined);
  if (found === undefined)
    return { library: info.library, adapter: info.adapter, date: new Date().toISOString() };
  return { ...found, recipe: undefined };
}

function volumeText(input: string, file: string, volume: Volume): string {
  const { size, dtype, spacing, unit, warnings } = volume;
  const facts = `${timesJoined(size)} ${dtype}, spacing ${timesJoined(spacing)} ${unit}`;
  const name = input === file ? file : `${input} = ${file}`;
  return [`${name}: ${facts}`, ...warnings.map((warning) => `note: ${warning}`)]
    .map(printable)
    .join('\n');
}

// A plan of a recipe over inputs, without a GPU.
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { VoxmetryError } from '../recipe/errors.js';
import { hashValue } from '../recipe/hash.js';
import type { RecipeJson } from '../recipe/json.js';
import { isGridMeta } from '../recipe/op.js';
import type { OpenOptions } from '../recipe/source.js';
import { LIBRARY } from '../version.js';
import { compile, isReadWhole } from './compile.js';
import { fingerprintOf } from './input_identity.js';
import { loadFor, nodesOn, openInput, type OpenedInput } from './opened_plan.js';
import {
  PLAN_FORMAT,
  PLAN_VERSION,
  planHash,
  readPlan,
  writePlan,
  type PlanContent,
  type PlanFile,
  type PlanInput,
} from './plan_file.js';

/** What a plan is made for. */
export interface PlanRequest {
  /** Where the plan goes. */
  readonly file: string;
  readonly recipe: RecipeJson;
  /** The file that the recipe was read from. */
  readonly recipePath: string;
  /** The paths of the inputs, by name. */
  readonly inputs: ReadonlyMap<string, string>;
  /** How every input is opened. */
  readonly options: OpenOptions;
  /** The folder that results which are grids go to. */
  readonly output: string;
  /** Names of folders in it, for names of results. */
  readonly stems: (names: readonly string[]) => readonly string[];
  /** Voxels along an edge of a cube of as many as a task takes. */
  readonly taskSize: number;
  /** GPU bytes that a task may take. */
  readonly memory: number;
}

/** Makes a plan and writes it. Where the same plan is there, it stays. */
export async function makePlan(request: PlanRequest): Promise<PlanFile> {
  const root = dirname(resolve(request.file));
  const from = (path: string): string => relative(root, resolve(path)).split(sep).join('/') || '.';
  const opened: OpenedInput[] = [];
  const inputs: PlanInput[] = [];
  try {
    for (const [name, path] of request.inputs) {
      const source = await openInput(path, request.options);
      opened.push({ name, source });
      const { format, dtype, size, spacing, unit, origin } = source;
      const fingerprint = await fingerprintOf(path);
      inputs.push({
        name,
        path: from(path),
        options: request.options,
        ...{ format, dtype, size, spacing, unit, origin, fingerprint },
      });
    }
    const { outputs } = nodesOn(request.recipe, opened);
    await loadFor(outputs);
    const { readings = {} } = request.recipe;
    const grids = Object.keys(outputs).filter(
      (name) => isGridMeta(outputs[name]!.meta) && isReadWhole(outputs[name]!, readings[name]),
    );
    const output = from(request.output);
    const stems = request.stems(grids);
    const folders = Object.fromEntries(grids.map((name, i) => [name, `${output}/${stems[i]!}`]));
    const { taskSize, memory } = request;
    const { stages } = compile({ outputs, readings, taskSize, memory, folders });
    const content: PlanContent = {
      format: PLAN_FORMAT,
      version: PLAN_VERSION,
      library: LIBRARY,
      work: `${output}.work`,
      output,
      taskSize,
      memory,
      stages: stages.map((stage) => ({
        name: stage.name,
        tasks: stage.tasks,
        memoryBytes: stage.memoryBytes,
        gpuBytes: stage.gpuBytes,
        seconds: stage.seconds,
        slabs: stage.slabs,
        reads: stage.reads,
        writes: stage.writes,
        alone: stage.alone,
      })),
      inputs,
      folders,
      recipeFile: {
        path: from(request.recipePath),
        hash: hashValue(await readFile(request.recipePath, 'utf8')),
      },
      recipe: request.recipe,
    };
    await refuseOthers(request.file, join(root, output), planHash(content));
    return await writePlan(request.file, content);
  } finally {
    for (const { source } of opened) source.close();
  }
}

/** Grids of another plan, or of another program, are not to be mixed with those of this one. */
async function refuseOthers(file: string, output: string, hash: string): Promise<void> {
  const there = await readdir(output).catch(() => []);
  if (there.length === 0) return;
  const before = existsSync(file) ? await readPlan(file).catch(() => undefined) : undefined;
  if (before?.hash !== hash)
    throw new VoxmetryError(
      'invalid-argument',
      `${output} is there already, and not of this plan. Remove it, or name another place for the grids.`,
      { op: 'plan', details: { path: output } },
    );
}

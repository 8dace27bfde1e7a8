import { existsSync } from 'node:fs';
import { makePlan, type PlanFile } from '../../cluster/index.js';
import { assignFiles } from '../run/assign_files.js';
import { fileStems } from '../run/file_stems.js';
import { readRecipeFile } from '../run/recipe_file.js';
import { plainRecipe } from '../run/run_item.js';
import type { Streams } from '../streams.js';
import { printable, usageError } from '../usage.js';
import type { PlanJob } from './plan_arguments.js';

/** `voxmetry plan`: writes a plan, and prints its stages. */
export async function planFiles(job: PlanJob, { out }: Streams): Promise<number> {
  const stored = await readRecipeFile(job.recipe);
  if (stored.sources.size > 0)
    throw usageError(
      `${job.recipe} is a study, which says how its own files are opened; store the recipe of its measures, and state the voxel size where the volume does not`,
    );
  const [inputs, ...more] = assignFiles(stored.inputs, job.inputs, existsSync);
  if (inputs === undefined || more.length > 0)
    throw usageError('plan takes one path for each input of the recipe, and then OUT.zarr');
  const plan = await makePlan({
    file: job.file,
    recipe: plainRecipe(stored.recipe),
    recipePath: job.recipe,
    inputs,
    options: Object.fromEntries(
      Object.entries(job.opening).filter(([, value]) => value !== undefined),
    ),
    output: job.out,
    stems: fileStems,
    taskSize: job.taskSize,
    memory: job.memory,
  });
  out(planText(plan, job.file));
  return 0;
}

/** The table of stages. */
function planText({ stages, inputs }: PlanFile, file: string): string {
  const rows = [
    ['stage', 'tasks', 'memory', 'of it GPU', 'about'],
    ...stages.map(({ name, tasks, memoryBytes, gpuBytes, seconds }) => [
      name,
      String(tasks),
      mebibytes(memoryBytes),
      mebibytes(gpuBytes),
      `${String(seconds)} s`,
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const table = rows.map((row) =>
    row
      .map((text, column) =>
        column === 0 ? text.padEnd(widths[column]!) : text.padStart(widths[column]!),
      )
      .join('  '),
  );
  const alone = stages.flatMap(({ name, alone: why }) =>
    why === undefined ? [] : [`${name}: ${why}`],
  );
  const volumes = inputs.map(
    ({ name, path, size, dtype }) => `${name} = ${path}: ${size.join(' × ')} ${dtype}`,
  );
  return `${[
    ...volumes,
    '',
    ...table,
    '',
    ...(alone.length > 0 ? [...alone, ''] : []),
    'Memory and time are of one task, by a rough model.',
    `written: ${file}`,
  ]
    .map(printable)
    .join('\n')}\n`;
}

function mebibytes(bytes: number): string {
  return `${String(Math.ceil(bytes / 2 ** 20))} MiB`;
}

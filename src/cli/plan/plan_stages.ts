import { join } from 'node:path';
import { reduceStage, runTask, type Finished } from '../../cluster/index.js';
import { interruptible } from '../interrupt.js';
import { inFolder } from '../output_folder.js';
import { commonProvenance, RESULTS_FILE, storeResults } from '../run/run_item.js';
import type { Runtime } from '../runtime.js';
import type { Streams } from '../streams.js';
import { printable } from '../usage.js';
import { LIBRARY } from '../../version.js';
import type { ReduceJob, TaskJob } from './plan_arguments.js';

/** `voxmetry task`: runs a task, and resolves to the exit code. */
export async function runPlanTask(
  { plan, stage, index }: TaskJob,
  streams: Streams,
  runtime: Runtime,
): Promise<number> {
  const elsewhere = await runtime.elsewhere?.();
  if (elsewhere !== undefined) return elsewhere;
  return interruptible(streams, async (signal) => {
    const lab = await runtime.engine?.();
    try {
      await runTask(plan, stage, index, signal, lab?.device);
    } finally {
      await lab?.dispose();
    }
    return 0;
  });
}

/** `voxmetry reduce`: ends a stage, and resolves to the exit code. */
export function reducePlan({ plan, stage }: ReduceJob, streams: Streams): Promise<number> {
  return interruptible(streams, async (signal) => {
    const finish = async (finished: Finished): Promise<void> => {
      streams.out(await storeFinished(finished, signal));
    };
    await reduceStage(plan, stage, finish, signal);
    return 0;
  });
}

/** Stores results as those of a run, beside the parts; resolves to what is printed. */
function storeFinished(
  { opened, results, grids, adapter }: Finished,
  signal: AbortSignal,
): Promise<string> {
  const { plan, root, inputs } = opened;
  const path = join(root, plan.work);
  return inFolder(path, signal, async (folder) => {
    const whole = Object.fromEntries(
      grids.map(({ name, facts, folder: files }) => {
        const { dtype, size, spacing, unit, origin } = facts;
        const start = [0, 0, 0];
        return [
          name,
          { kind: 'grid', dtype, size, start, spacing, unit, origin, files: [`../${files}`] },
        ];
      }),
    );
    const about = {
      recipe: plan.recipe,
      inputs: Object.fromEntries(
        inputs.map(({ name, source }) => {
          const { name: file, format, dtype, size, spacing, unit, warnings } = source;
          return [name, { file, format, dtype, size, spacing, unit, warnings }];
        }),
      ),
      provenance: commonProvenance({ library: LIBRARY, adapter }, results),
      plan: plan.hash,
    };
    const { text, names } = await storeResults(folder, results, 'tif', about, whole);
    await folder.commit(names, RESULTS_FILE);
    const lines = [
      ...text,
      ...grids.map(({ name, folder: files }) => printable(`${name} → ${files}`)),
      '',
      `written: ${join(path, RESULTS_FILE)}`,
    ];
    return `${lines.join('\n')}\n`;
  });
}

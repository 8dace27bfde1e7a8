import { join } from 'node:path';
import { readAbout } from '../about.js';
import { openInputFile } from '../input_file.js';
import { interruptible } from '../interrupt.js';
import { inFolder } from '../output_folder.js';
import { stringifyResult } from '../result.js';
import type { Runtime } from '../runtime.js';
import type { Streams } from '../streams.js';
import { exitOfMissing } from '../usage.js';
import { analyseCell } from './analyse_cell.js';
import type { CellJob } from './cell_arguments.js';
import { cellJson } from './cell_result.js';
import { cellHtml } from './cell_page.js';
import { writeCellSample } from './cell_sample.js';
import { cellSummary } from './cell_summary.js';

/**
 * Measures a wound cell, writes `report.html`, `result.json` and `outgrowths.csv`, and resolves to
 * the exit code. What can be refused without a GPU is refused first.
 */
export async function measureCell(
  job: CellJob,
  streams: Streams,
  runtime: Runtime,
): Promise<number> {
  const given = job.file === undefined ? undefined : await openInputFile(job.file);
  const about = await readAbout(job);
  const elsewhere = await runtime.elsewhere?.();
  if (elsewhere !== undefined) return elsewhere;
  return interruptible(streams, (signal) =>
    inFolder(job.out, signal, async (folder) => {
      const sample = given === undefined ? await writeCellSample(folder, job.seed) : undefined;
      const input = given ?? (await openInputFile(sample?.file ?? ''));
      const lab = await runtime.open({ signal });
      try {
        const said =
          sample === undefined
            ? about
            : {
                ...about,
                sample: about.sample ?? 'Synthetic pin cell',
                notes: [
                  ...about.notes,
                  `A drawn cell (seed ${String(job.seed)}), blurred and with noise; the truth is known.`,
                ],
              };
        const { analysis, csv } = await analyseCell(
          lab,
          input,
          job,
          said,
          sample?.truth ?? null,
          signal,
        );
        const files = {
          'report.html': cellHtml(analysis),
          'result.json': stringifyResult(cellJson(analysis, csv !== null)),
          ...(csv === null ? {} : { 'outgrowths.csv': csv }),
        };
        for (const [name, text] of Object.entries(files)) await folder.write(name, [text]);
        const names = Object.keys(files);
        // A table of the results before is none of these.
        const absent = csv === null ? ['outgrowths.csv'] : [];
        await folder.commit([...(sample?.names ?? []), ...names], 'result.json', absent);
        streams.out(cellSummary(analysis));
        streams.out(`\nwritten: ${names.map((name) => join(folder.path, name)).join(', ')}\n`);
        const { line, code } = exitOfMissing(analysis.missing);
        if (code !== 0) streams.error(`${line}\n`);
        return code;
      } finally {
        await lab.dispose();
      }
    }),
  );
}

import type { About } from '../analysis.js';
import { measureFile } from '../measure_file.js';
import { stringifyResult } from '../result.js';
import type { Runtime } from '../runtime.js';
import type { Streams } from '../streams.js';
import { analyseCell } from './analyse_cell.js';
import type { CellJob } from './cell_arguments.js';
import { cellJson } from './cell_result.js';
import { cellHtml } from './cell_page.js';
import { writeCellSample } from './cell_sample.js';
import { cellSummary } from './cell_summary.js';

/**
 * Measures a wound cell, writes `report.html`, `result.json` and `outgrowths.csv`, and resolves to
 * the exit code.
 */
export function measureCell(job: CellJob, streams: Streams, runtime: Runtime): Promise<number> {
  return measureFile(job, streams, runtime, {
    makeSample: (folder) => writeCellSample(folder, job.seed),
    async measure({ lab, input, about, sample, signal }) {
      const said = sample === undefined ? about : ofPinCell(about, job.seed);
      const truth = sample?.truth ?? null;
      const { analysis, csv } = await analyseCell(lab, input, job, said, truth, signal);
      return {
        texts: {
          'report.html': cellHtml(analysis),
          'result.json': stringifyResult(cellJson(analysis, csv !== null)),
          ...(csv === null ? {} : { 'outgrowths.csv': csv }),
        },
        // A table of the results before is none of these.
        absent: csv === null ? ['outgrowths.csv'] : [],
        summary: cellSummary(analysis),
        missing: analysis.missing,
      };
    },
  });
}

/** What is said of the synthetic cell, where its user says nothing else. */
function ofPinCell(about: About, seed: number): About {
  return {
    ...about,
    sample: about.sample ?? 'Synthetic pin cell',
    notes: [
      ...about.notes,
      `A drawn cell (seed ${String(seed)}), blurred and with noise; the truth is known.`,
    ],
  };
}

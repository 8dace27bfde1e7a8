import type { About } from '../analysis.js';
import { measureFile } from '../measure_file.js';
import { readable, readableInterval } from '../report/text.js';
import { stringifyResult } from '../result.js';
import type { Runtime } from '../runtime.js';
import type { Streams } from '../streams.js';
import { printable } from '../usage.js';
import { analyseTwin, type CellNumber, type TwinAnalysis } from './analyse_twin.js';
import { inventedCell } from './invented_cell.js';
import { readCellFile, type TwinJob } from './twin_arguments.js';
import { NAMES, twinHtml, unitOf } from './twin_page.js';
import { twinJson } from './twin_result.js';
import { writeTwinSample } from './twin_sample.js';

/**
 * Says what a recipe gets wrong of a scan, writes `report.html`, `result.json` and `cell.bpx.json`,
 * and resolves to the exit code.
 */
export async function measureByTwins(
  job: TwinJob,
  streams: Streams,
  runtime: Runtime,
): Promise<number> {
  const given = job.into === undefined ? null : await readCellFile(job.into);
  return measureFile(job, streams, runtime, {
    makeSample: (folder) => writeTwinSample(folder, job.seed),
    async measure({ lab, input, about, sample, signal }) {
      const said = sample === undefined ? about : ofCathode(about, job.seed);
      const cell = given ?? (sample === undefined ? null : inventedCell());
      const structure = sample?.structure ?? null;
      const analysis = await analyseTwin(lab, input, job, said, { structure, cell }, signal);
      return {
        texts: {
          'report.html': twinHtml(analysis),
          'result.json': stringifyResult(twinJson(analysis)),
          'cell.bpx.json': `${JSON.stringify(analysis.bpx.document, null, 2)}\n`,
        },
        absent: [],
        summary: summaryOf(analysis),
        missing: analysis.missing,
      };
    },
  });
}

/** The results as they are printed: a few aligned lines. */
function summaryOf(analysis: TwinAnalysis): string {
  const numbers = (['porosity', 'surface', 'tortuosity'] as const).map((name: CellNumber) => {
    const { measured, corrected, band, reason, truth } = analysis.numbers[name];
    const known = truth === null ? '' : `; truth ${readable(truth)}`;
    const found =
      corrected === null
        ? `not corrected: ${reason ?? ''}`
        : `corrected ${readable(corrected)} (95 %: ${readableInterval(band)})`;
    return `${NAMES[name].padEnd(20)}measured ${readable(measured ?? NaN)} ${unitOf(name, analysis)}; ${found}${known}`;
  });
  const given = analysis.discharge?.used;
  const discharge =
    given === undefined
      ? []
      : [
          `${'Discharge'.padEnd(20)}gives ${readable(given.delivered)} A h at C/${readable(1 / given.cRate)} (95 %: ${readableInterval(given.deliveredInterval)})`,
        ];
  return `${[...numbers, ...discharge].map(printable).join('\n')}\n`;
}

/** What is said of the synthetic cathode, where its user says nothing else. */
function ofCathode(about: About, seed: number): About {
  return {
    ...about,
    sample: about.sample ?? 'Synthetic cathode',
    notes: [
      ...about.notes,
      `Spheres packed at random (seed ${String(seed)}), blurred and with noise; the truth is known. All of the cell that no scan shows is invented.`,
    ],
  };
}

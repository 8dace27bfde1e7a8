// Tables of how often intervals held the truth, by kind and by the samples that a volume is worth.
import type { Trial } from './trials.js';

/** Bounds of the columns: independent samples. */
const SAMPLES = [10, 30, 100, 300, 1000, 4000, Infinity] as const;
/** A cell of fewer volumes is left out. */
const LEAST = 40;

/** A number of the command line, after its name. */
export function option(name: string, otherwise: number): number {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
}

/** The samples that a volume is truly worth, and those that the result says. */
export const bySamples = ({ samples }: Trial): number => samples;
const byEstimate = ({ estimated }: Trial): number => estimated ?? 0;

/** How many of some trials held, of those with an interval, and how many have none. */
function cell(trials: readonly Trial[]): string {
  const given = trials.filter(({ held }) => held !== null);
  if (given.length < LEAST) return '–';
  const held = given.filter((trial) => trial.held).length / given.length;
  const none = 1 - given.length / trials.length;
  return `${(100 * held).toFixed(0)}${none > 0.005 ? ` (${(100 * none).toFixed(0)} none)` : ''}`;
}

/** One row of a table. */
export function row(
  name: string,
  trials: readonly Trial[],
  samplesOf: (trial: Trial) => number,
): string {
  const columns = SAMPLES.slice(1).map((most, i) =>
    cell(trials.filter((trial) => samplesOf(trial) >= SAMPLES[i]! && samplesOf(trial) < most)),
  );
  const flagged = trials.filter(({ stationary }) => stationary === false).length / trials.length;
  return `| ${[name, ...columns, (100 * flagged).toFixed(1), String(trials.length)].join(' | ')} |`;
}

const names = (trials: readonly Trial[]): string[] => [...new Set(trials.map(({ kind }) => kind))];
const header = (first: string): string[] => [
  `| ${first} | 10–30 | 30–100 | 100–300 | 300–1000 | 1000–4000 | 4000– | not stationary | volumes |`,
  `|${' --- |'.repeat(9)}`,
];
const of = (trials: readonly Trial[], by: (trial: Trial) => number): string[] =>
  names(trials).map((name) =>
    row(
      name,
      trials.filter(({ kind }) => kind === name),
      by,
    ),
  );

/** Prints the tables of some groups of kinds, and how wide the intervals are. */
export function printCoverage(groups: Readonly<Record<string, readonly Trial[]>>): void {
  const all = Object.values(groups).flat();
  const lines = [
    ...header('by true samples'),
    ...Object.entries(groups).flatMap(([name, trials]) => [
      ...of(trials, bySamples),
      row(`**${name}, all**`, trials, bySamples),
    ]),
    ...[24, 32, 48, 64, 96].map((n) =>
      row(
        `${String(n)}³, all kinds`,
        all.filter(({ edge }) => edge === n),
        bySamples,
      ),
    ),
    '',
    ...header('by `effectiveSamples`'),
    ...Object.entries(groups).map(([name, trials]) => row(name, trials, byEstimate)),
    row('all', all, byEstimate),
    row(
      'all that are stationary',
      all.filter(({ stationary }) => stationary !== false),
      byEstimate,
    ),
    ...of(
      all.filter(({ stationary }) => stationary !== false),
      byEstimate,
    ),
  ];
  console.log(lines.join('\n'));
  const width = all.filter(({ width: w, samples }) => w !== null && samples >= 30);
  width.sort((a, b) => a.width! - b.width!);
  console.log(
    `median width over that of the true variance: ${String(width[width.length >> 1]?.width)}`,
  );
}

// Measures how often intervals of fractions hold the truth and prints tables, by kind and size.
import { HELD_OUT, TUNED, type Kind } from './structures.js';
import { trialsOf, type Trial } from './trials.js';

/** Bounds of the columns: independent samples. */
const SAMPLES = [10, 30, 100, 300, 1000, 4000, Infinity] as const;
/** A cell of fewer volumes is left out. */
const LEAST = 40;

function option(name: string, otherwise: number): number {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
}

const groups = option('groups', 12);
const seed = option('seed', 1_000_000);

/** How many of some trials held, of those with an interval, and how many have none. */
function cell(trials: readonly Trial[]): string {
  const given = trials.filter(({ held }) => held !== null);
  if (given.length < LEAST) return '–';
  const held = given.filter((trial) => trial.held).length / given.length;
  const none = 1 - given.length / trials.length;
  return `${(100 * held).toFixed(0)}${none > 0.005 ? ` (${(100 * none).toFixed(0)} none)` : ''}`;
}

function row(name: string, trials: readonly Trial[], samplesOf: (trial: Trial) => number): string {
  const columns = SAMPLES.slice(1).map((most, i) =>
    cell(trials.filter((trial) => samplesOf(trial) >= SAMPLES[i]! && samplesOf(trial) < most)),
  );
  const flagged = trials.filter(({ stationary }) => stationary === false).length / trials.length;
  return `| ${[name, ...columns, (100 * flagged).toFixed(1), String(trials.length)].join(' | ')} |`;
}

const bySamples = ({ samples }: Trial): number => samples;
const byEstimate = ({ estimated }: Trial): number => estimated ?? 0;

function run(kinds: Readonly<Record<string, Kind>>, offset: number): Trial[] {
  return Object.entries(kinds).flatMap(([name, kind], i) => {
    const trials = [...trialsOf(name, kind, groups, seed + 1000 * (offset + i))];
    console.error(`${name}: ${row('', trials, bySamples)}`);
    return trials;
  });
}

const tuned = run(TUNED, 0);
const heldOut = run(HELD_OUT, 50);
const all = [...tuned, ...heldOut];
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
const lines = [
  ...header('by true samples'),
  ...of(tuned, bySamples),
  row('**tuned on, all**', tuned, bySamples),
  ...of(heldOut, bySamples),
  row('**held out, all**', heldOut, bySamples),
  ...[24, 32, 48, 64, 96].map((n) =>
    row(
      `${String(n)}³, all kinds`,
      all.filter(({ edge }) => edge === n),
      bySamples,
    ),
  ),
  '',
  ...header('by `effectiveSamples`'),
  row('tuned on', tuned, byEstimate),
  row('held out', heldOut, byEstimate),
  row('all', all, byEstimate),
  row(
    'all that are stationary',
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

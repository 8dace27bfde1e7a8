// How often twins correct what they should, and keep silent where they should:
//   npm run coverage -- twins [--seeds 20] [--from 1] [--size 64] [--twins 8] [--of spheres]
import process from 'node:process';
import { openEngine } from '../../src/engine/index.js';
import { option } from './coverage_table.js';
import { twinTrial, type TwinTrial } from './twin_trial.js';

const seeds = option('seeds', 20);
const from = option('from', 1);
const only = process.argv.indexOf('--of');
const kinds = (['spheres', 'field'] as const).filter(
  (kind) => only < 0 || process.argv[only + 1] === kind,
);
const settings = { edge: option('size', 64), n: option('twins', 12) };

const lab = await openEngine();
const trials: TwinTrial[] = [];
for (let seed = from; seed < from + seeds; seed += 1)
  for (const kind of kinds) {
    const trial = await twinTrial(lab, kind, seed, settings);
    trials.push(trial);
    console.error(JSON.stringify(trial));
  }
await lab.dispose();

const rate = (of: readonly boolean[]): string =>
  `${String(of.filter(Boolean).length)} of ${String(of.length)}`;
/** Least, median and greatest of errors, in percent. */
const spread = (errors: readonly number[]): string => {
  const sorted = errors.map((error) => 100 * error).sort((a, b) => a - b);
  if (sorted.length === 0) return '–';
  const middle = (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
  return [sorted[0]!, middle, sorted.at(-1)!]
    .map((error) => error.toFixed(1).replace('-', '−'))
    .join(' … ');
};
const heads = [
  ...['structure', 'own generator matched', 'the other declined', 'number'],
  ...['error as measured, %', 'corrected', 'error as corrected, %', 'at least halved', 'worse'],
  'range holds the truth',
];
console.log(`| ${heads.join(' | ')} |\n|${' --- |'.repeat(heads.length)}`);
for (const kind of kinds)
  for (const name of ['surface', 'tortuosity'] as const) {
    const own = trials.filter((trial) => trial.kind === kind);
    const all = own.map(({ numbers }) => numbers[name]);
    const given = all.flatMap(({ off, corrected }) =>
      corrected === null ? [] : [{ off: Math.abs(off), left: corrected }],
    );
    const ranged = all.filter(({ band }) => band !== null);
    const cells = [
      kind,
      rate(own.map(({ right }) => right)),
      rate(own.map(({ wrong }) => !wrong)),
      name,
      spread(all.map(({ off }) => off)),
      String(given.length),
      spread(given.map(({ left }) => left)),
      String(given.filter(({ off, left }) => Math.abs(left) <= off / 2).length),
      String(given.filter(({ off, left }) => Math.abs(left) > off).length),
      rate(ranged.map(({ band, truth }) => band![0] <= truth && truth <= band![1])),
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }

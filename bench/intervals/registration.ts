// Measures how well volumes with a known transform between them are registered, over seeds, and
// prints the table of docs/correlation.md; or draws its picture:
//   npm run coverage -- registration [rigid | affine | slice | unrelated]
//     [--seeds 20] [--from 1] [--size 64]
//   npm run coverage -- registration picture
import { drawPair } from '../registration/picture.js';
import { openTrialEngine, registrationTrial, TRIALS, type Trial } from '../registration/trial.js';
import { option } from './coverage_table.js';

const seeds = option('seeds', 20);
const from = option('from', 1);
const size = option('size', 64);
const given = process.argv.slice(2).filter((text) => (TRIALS as readonly string[]).includes(text));
const engine = await openTrialEngine();
if (process.argv.includes('picture')) {
  await drawPair(engine);
  await engine.dispose();
  process.exit(0);
}
console.log(
  '| pair | found | error ≤ limit | error, least … median … greatest, voxels | truth in the 95 % region | s |',
);
console.log('| --- | --- | --- | --- | --- | --- |');
for (const kind of TRIALS.filter((each) => given.length === 0 || given.includes(each))) {
  const trials: Trial[] = [];
  for (let seed = from; seed < from + seeds; seed += 1) {
    const trial = await registrationTrial(engine, kind, seed, size);
    trials.push(trial);
    console.error(JSON.stringify({ kind, seed, ...trial }));
  }
  const of = (is: (trial: Trial) => boolean): string =>
    `${String(trials.filter(is).length)} of ${String(trials.length)}`;
  const errors = trials.map(({ error }) => error).sort((a, b) => a - b);
  const seconds = trials.map((trial) => trial.seconds).sort((a, b) => a - b);
  const spread = [errors[0], errors[errors.length >> 1], errors.at(-1)];
  console.log(
    `| ${[
      kind,
      of(({ outcome }) => outcome === 'found'),
      of(({ isExact }) => isExact),
      spread.map((value) => value!.toFixed(3)).join(' … '),
      of(({ holds }) => holds),
      seconds[seconds.length >> 1]!.toFixed(1),
    ].join(' | ')} |`,
  );
}
await engine.dispose();

// Measures how well volumes with a known transform between them are registered, over seeds, and
// prints the table of docs/correlation.md; or draws its picture:
//   npm run coverage -- registration [rigid | affine | slice | unrelated]
//     [--seeds 20] [--from 1] [--size 64] [--elastix]
//   npm run coverage -- registration picture
import { drawPair } from '../registration/picture.js';
import { withoutElastix } from '../registration/elastix.js';
import { openTrialEngine, registrationTrial, TRIALS, type Trial } from '../registration/trial.js';
import { option } from './coverage_table.js';

const seeds = option('seeds', 20);
const from = option('from', 1);
const size = option('size', 64);
// elastix on the same pairs, where it is installed.
const why = process.argv.includes('--elastix') ? withoutElastix() : undefined;
if (why !== undefined) console.error(`without elastix: ${why}`);
const withPeer = process.argv.includes('--elastix') && why === undefined;
const given = process.argv.slice(2).filter((text) => (TRIALS as readonly string[]).includes(text));
const engine = await openTrialEngine();
if (process.argv.includes('picture')) {
  await drawPair(engine);
  await engine.dispose();
  process.exit(0);
}
console.log(
  '| pair | found | error ≤ limit | error, least … median … greatest, voxels | truth in the 95 % region | parameters in their 95 % | s |',
);
console.log('| --- | --- | --- | --- | --- | --- | --- |');
for (const kind of TRIALS.filter((each) => given.length === 0 || given.includes(each))) {
  const trials: Trial[] = [];
  for (let seed = from; seed < from + seeds; seed += 1) {
    const trial = await registrationTrial(engine, kind, seed, size, withPeer);
    trials.push(trial);
    console.error(JSON.stringify({ kind, seed, ...trial }));
  }
  const of = (is: (trial: Trial) => boolean): string =>
    `${String(trials.filter(is).length)} of ${String(trials.length)}`;
  const spreadOf = (values: readonly number[]): string => {
    const sorted = [...values].sort((a, b) => a - b);
    return [sorted[0], sorted[sorted.length >> 1], sorted.at(-1)]
      .map((value) => value!.toFixed(3))
      .join(' … ');
  };
  const medianOf = (values: readonly number[]): string =>
    [...values].sort((a, b) => a - b)[values.length >> 1]!.toFixed(1);
  const peers = trials.flatMap(({ elastix }) => elastix ?? []);
  const [held, all] = [
    trials.reduce((sum, trial) => sum + trial.parametersHeld, 0),
    trials.reduce((sum, trial) => sum + trial.freedom, 0),
  ];
  console.log(
    `| ${[
      kind,
      of(({ outcome }) => outcome === 'found'),
      of(({ isExact }) => isExact),
      spreadOf(trials.map(({ error }) => error)),
      of(({ holds }) => holds),
      `${String(held)} of ${String(all)}`,
      medianOf(trials.map(({ seconds }) => seconds)),
    ].join(' | ')} |`,
  );
  if (peers.length > 0)
    console.log(
      `| ${kind} by elastix |  |  | ${spreadOf(peers.map(({ error }) => error))} |  |  | ${medianOf(peers.map(({ seconds }) => seconds))} |`,
    );
}
await engine.dispose();

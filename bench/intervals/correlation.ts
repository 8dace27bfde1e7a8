// How often the porosity of a whole cathode lies in the interval that a corner's FIB-SEM volume
// carries to it, and how well its three volumes are registered; or draws the pictures of
// docs/correlation.md and docs/joint-statistics.md:
//   npm run coverage -- correlation [--seeds 20] [--from 1] [--size 40] [--corner 20]
//   npm run coverage -- correlation picture
import { drawModalities } from '../correlation/pictures.js';
import { correlationTrial } from '../correlation/trial.js';
import { openTrialEngine } from '../registration/trial.js';
import { option } from './coverage_table.js';

const [seeds, from] = [option('seeds', 20), option('from', 1)];
const [size, corner] = [option('size', 40), option('corner', 20)];
const engine = await openTrialEngine();
if (process.argv.includes('picture')) {
  await drawModalities(engine);
  await engine.dispose();
  process.exit(0);
}
const percent = (value: number): string => (100 * value).toFixed(2);
console.log(
  '| seed | outcome | error, nm | of the map, nm | porosity, % | carried | interval | held | corner: true | seen | s |',
);
console.log('| --- | --- | --: | --: | --: | --: | --- | --- | --: | --: | --: |');
let held = 0;
for (let seed = from; seed < from + seeds; seed += 1) {
  const trial = await correlationTrial(engine, { seed, size, corner });
  const [lo, hi] = trial.interval;
  const holds = lo <= trial.truth && trial.truth <= hi;
  if (holds) held += 1;
  console.log(
    `| ${[
      seed,
      trial.outcome,
      (1000 * trial.error).toFixed(0),
      (1000 * trial.mapError).toFixed(0),
      percent(trial.truth),
      percent(trial.carried),
      `${percent(lo)} … ${percent(hi)}`,
      holds ? 'yes' : 'no',
      percent(trial.corner),
      percent(trial.seen),
      trial.seconds.toFixed(1),
    ].join(' | ')} |`,
  );
}
console.log(`\n${String(held)} of ${String(seeds)} held`);
await engine.dispose();

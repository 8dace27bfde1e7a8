// Measures how good classifiers are on synthetic cathodes, over seeds, and prints the table of
// docs/learning.md:
//   npm run coverage -- learning [--seeds 20] [--from 1] [--touches 40] [--noise 6000] [--fib]
import process from 'node:process';
import { openEngine } from '../../src/engine/index.js';
import { cathodeTrial, type CathodeTrial, type Numbers } from '../learning/cathode_trial.js';
import { option } from './coverage_table.js';

const seeds = option('seeds', 20);
const touches = option('touches', 40);
const isCut = process.argv.includes('--fib');
const noise = option('noise', isCut ? 4000 : 6000);
const from = option('from', 1);

const lab = await openEngine();
const trials: CathodeTrial[] = [];
for (let seed = from; seed < from + seeds; seed += 1) {
  const by = isCut ? 'fib' : 'tomogram';
  const trial = await cathodeTrial(lab, { seed, touches, noise, by });
  trials.push(trial);
  console.error(JSON.stringify(trial));
}
await lab.dispose();

/** Least, median and greatest of a number over all seeds, in percent. */
function spread(of: (trial: CathodeTrial) => number): string {
  const sorted = trials.map((trial) => 100 * of(trial)).sort((a, b) => a - b);
  const [least, median, greatest] = [
    sorted[0],
    sorted[Math.floor(sorted.length / 2)],
    sorted.at(-1),
  ];
  return [least, median, greatest].map((value) => value!.toFixed(1)).join(' … ');
}

/** How often a goal was met. */
const met = (is: (trial: CathodeTrial) => boolean): string =>
  `${String(trials.filter(is).length)} of ${String(trials.length)}`;

const off = (found: Numbers, { truth }: CathodeTrial, name: keyof Numbers): number =>
  found[name] / truth[name] - 1;

console.log(
  `| ${String(touches)} touches, noise ${String(noise)} | least … median … greatest, % | goal met |`,
);
console.log('| --- | --- | --- |');
const print = (...cells: readonly string[]): void => {
  console.log(`| ${cells.join(' | ')} |`);
};
print(
  'voxels wrong, Otsu',
  spread(({ otsu }) => otsu),
  '',
);
print(
  'voxels wrong, at most half of these',
  spread(({ learnt }) => learnt),
  met(({ learnt, otsu }) => learnt <= otsu / 2),
);
print(
  'errors in the least certain 10 %, at least 75',
  spread(({ held }) => held),
  met(({ held }) => held >= 0.75),
);
print(
  'calibration error, at most 5',
  spread(({ calibration }) => calibration),
  met(({ calibration }) => calibration <= 0.05),
);
print(
  'porosity by probabilities over the truth; nearer than by labels',
  spread(({ expected, truth }) => expected.value / truth.porosity - 1),
  met(
    ({ expected, truth, byStrokes }) =>
      Math.abs(expected.value - truth.porosity) <= Math.abs(byStrokes.porosity - truth.porosity),
  ),
);
print(
  'its interval holds the truth of the volume',
  spread(({ expected }) =>
    expected.interval === null ? 0 : expected.interval[1] - expected.interval[0],
  ),
  met(
    ({ expected: { interval }, truth }) =>
      interval !== null && interval[0] <= truth.porosity && truth.porosity <= interval[1],
  ),
);
print(
  'voxels wrong, expected',
  spread(({ expected }) => expected.expectedError),
  '',
);
for (const name of ['porosity', 'surface', 'd50'] as const) {
  print(
    `${name} over the truth, Otsu`,
    spread((trial) => off(trial.byOtsu, trial, name)),
    '',
  );
  print(
    `${name} over the truth, learnt; nearer`,
    spread((trial) => off(trial.byStrokes, trial, name)),
    met(
      (trial) =>
        Math.abs(off(trial.byStrokes, trial, name)) < Math.abs(off(trial.byOtsu, trial, name)),
    ),
  );
}

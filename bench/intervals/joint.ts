// How often intervals of joint statistics and of calibrations hold the truth:
//   npm run coverage -- joint [--seeds 40]
import { calibrationTrial, holds, pairTrials, type Trial } from './joint_trials.js';

const at = process.argv.indexOf('--seeds');
const seeds = at < 0 ? 40 : Number(process.argv[at + 1]);
const EDGE = 48;

function line(what: string, trials: readonly Trial[]): void {
  const held = trials.filter(holds).length;
  const width = trials.reduce((sum, { interval }) => sum + interval[1] - interval[0], 0);
  console.log(`| ${what} | ${held} of ${trials.length} | ${(width / trials.length).toFixed(4)} |`);
}

console.log('| what | held | mean width |');
console.log('| --- | --: | --: |');
for (const width of [1, 2])
  for (const rho of [0, 0.6]) {
    const found = Array.from({ length: seeds }, (_, i) => pairTrials(EDGE, width, rho, 100 + i));
    for (const what of ['pearson', 'spearman', 'dice', 'iou'] as const)
      line(
        `${what}, alike over ${width} voxels, ρ ${rho}`,
        found.map((trial) => trial[what]),
      );
  }
for (const noise of [4, 12])
  for (const method of ['bins', 'isotonic'] as const) {
    const trials = Array.from({ length: seeds }, (_, i) =>
      calibrationTrial(EDGE, 1.5, noise, method, 300 + i),
    );
    line(`calibration by ${method}, noise ${noise} grey levels`, trials);
    const off = (value: (trial: (typeof trials)[number]) => number): number =>
      Math.sqrt(trials.reduce((sum, t) => sum + (value(t) - t.truth) ** 2, 0) / trials.length);
    console.log(
      `  rms error: the part alone ${off((t) => t.naive).toFixed(4)}, carried ${off((t) => (t.interval[0] + t.interval[1]) / 2).toFixed(4)}`,
    );
  }

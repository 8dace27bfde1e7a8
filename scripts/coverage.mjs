// Measures how often intervals hold the truth, and prints the tables of docs/phase-statistics.md,
// docs/objects.md, docs/joint-statistics.md, docs/correlation.md, docs/twin.md and docs/cell.md:
//   npm run coverage -- fractions [--groups 12]
//   npm run coverage -- surfaces [--groups 6]
//   npm run coverage -- sizes [WINDOWS]
//   npm run coverage -- outgrowths [--seeds 20] [--cnr 5] [--foil flat] [--calibrate]
//   npm run coverage -- thin-foils [--seeds 20] [--from 1] [--cnr 5]
//   npm run coverage -- overhangs [--seeds 20] [--from 1]
//   npm run coverage -- joint [--seeds 40]
//   npm run coverage -- learning [--seeds 20] [--from 1] [--touches 40] [--noise 6000] [--fib]
//   npm run coverage -- registration [rigid | affine | slice | unrelated] [--seeds 20] [--size 64]
//     [--elastix]
//   npm run coverage -- imaging [--seeds 20]
//   npm run coverage -- currents [--seeds 20] [--from 1] [--size 64] [--parts 4]
//   npm run coverage -- twins [--seeds 20] [--from 1] [--size 64] [--twins 8] [--of spheres]
//   npm run coverage -- correlation [picture] [--seeds 20] [--from 1] [--size 40] [--corner 20]
import { runBench } from './bench-bundle.mjs';

const PROGRAMS = [
  'fractions',
  'surfaces',
  'sizes',
  'outgrowths',
  'thin-foils',
  'overhangs',
  'learning',
  'joint',
  'registration',
  'twins',
  'imaging',
  'correlation',
  'currents',
];
const [which] = process.argv.splice(2, 1);
if (which !== undefined && PROGRAMS.includes(which)) {
  process.exitCode = await runBench(`coverage-${which}.js`);
} else {
  console.error(`npm run coverage -- ${PROGRAMS.join(' | ')}`);
  process.exitCode = 2;
}

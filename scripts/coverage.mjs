// Measures how often intervals hold the truth, and prints the tables of docs/phase-statistics.md
// and docs/objects.md: npm run coverage -- fractions [--groups 12]; npm run coverage -- surfaces
// [--groups 6]; npm run coverage -- sizes [WINDOWS]
import { runBench } from './bench-bundle.mjs';

const PROGRAMS = ['fractions', 'surfaces', 'sizes'];
const [which] = process.argv.splice(2, 1);
if (which !== undefined && PROGRAMS.includes(which)) {
  process.exitCode = await runBench(`coverage-${which}.js`);
} else {
  console.error(`npm run coverage -- ${PROGRAMS.join(' | ')}`);
  process.exitCode = 2;
}

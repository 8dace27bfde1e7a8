// Measures how well outgrowths are found and measured on synthetic foils, and prints the table of
// docs/cell.md: npm run coverage -- outgrowths [--seeds 20] [--cnr 5] [--foil flat]
import { openEngine } from '../../src/engine/index.js';
import { option } from './coverage_table.js';
import { FOILS, printRow, trialOf, type FoilTrial } from './outgrowth_trials.js';

const seeds = option('seeds', 20);
const only = option('cnr', 0);
const at = process.argv.indexOf('--foil');
const kind = at < 0 ? '' : process.argv[at + 1]!;

const lab = await openEngine();
for (const cnr of only > 0 ? [only] : [10, 5, 3])
  for (const foil of FOILS.filter(({ name }) => name.startsWith(kind))) {
    const trials: FoilTrial[] = [];
    for (let seed = 1; seed <= seeds; seed += 1) trials.push(await trialOf(lab, foil, cnr, seed));
    printRow(foil.name, cnr, trials);
  }
await lab.dispose();

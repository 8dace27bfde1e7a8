// Measures how well outgrowths of foils that are thinner than their images are found and measured,
// and prints the table of docs/cell.md:
//   npm run coverage -- thin-foils [--seeds 20] [--from 1] [--cnr 5] [--foil 0.6]
import { openEngine } from '../../src/engine/index.js';
import { option } from './coverage_table.js';
import { printThinRow, THIN_FOILS, thinTrialOf, type ThinTrial } from './thin_foil_trials.js';

const seeds = option('seeds', 20);
const from = option('from', 1);
const only = option('cnr', 0);
const at = process.argv.indexOf('--foil');
const kind = at < 0 ? '' : process.argv[at + 1]!;

const lab = await openEngine();
for (const cnr of only > 0 ? [only] : [5, 3])
  for (const foil of THIN_FOILS.filter(({ name }) => name.startsWith(kind)))
    for (const told of ['foil', 'copper'] as const) {
      const trials: ThinTrial[] = [];
      for (let seed = from; seed < from + seeds; seed += 1)
        trials.push(await thinTrialOf(lab, foil, cnr, told, seed));
      printThinRow(foil.name, cnr, told, trials);
    }
await lab.dispose();

// Measures how well outgrowths are found and measured on synthetic foils, and prints the tables of
// docs/cell.md: npm run coverage -- outgrowths [--seeds 20] [--cnr 5] [--foil flat] [--calibrate]
// The widths of intervals were set on the seeds of --calibrate; the tables are of others.
import { openEngine } from '../../src/engine/index.js';
import { option } from './coverage_table.js';
import {
  FOILS,
  printForetold,
  printRow,
  printSizes,
  TITLES,
  trialOf,
  type FoilTrial,
} from './outgrowth_trials.js';

const seeds = option('seeds', 20);
const first = process.argv.includes('--calibrate') ? 1 : 1001;
const only = option('cnr', 0);
const at = process.argv.indexOf('--foil');
const kind = at < 0 ? '' : process.argv[at + 1]!;

const lab = await openEngine();
const kinds: (() => void)[] = [];
const all = new Map<number, FoilTrial[]>();
console.log(`| ${TITLES.join(' | ')} |`);
for (const cnr of only > 0 ? [only] : [5, 3])
  for (const foil of FOILS.filter(({ name }) => name.startsWith(kind))) {
    const trials: FoilTrial[] = [];
    for (let seed = first; seed < first + seeds; seed += 1)
      trials.push(await trialOf(lab, foil, cnr, seed));
    printRow(foil.name, cnr, trials);
    kinds.push(() => {
      printForetold(foil.name, cnr, trials);
    });
    all.set(cnr, [...(all.get(cnr) ?? []), ...trials]);
  }
await lab.dispose();
console.log('\n| CNR | foil | base | outgrowths | volume, % | held, % |');
for (const print of kinds) print();
console.log(
  '\n| CNR | true volume | found | height | volume, % | within 15 % | held, % | held, % |',
);
for (const [cnr, trials] of all)
  printSizes(
    cnr,
    trials.flatMap(({ found }) => found),
  );

// How often twins correct what they should, and keep silent where they should:
//   npm run coverage -- twins [--seeds 20] [--from 1] [--size 64] [--twins 8] [--of spheres]
import process from 'node:process';
import { openEngine } from '../../src/engine/index.js';
import { option } from './coverage_table.js';
import { twinTrial, type TwinTrial } from './twin_trial.js';

const seeds = option('seeds', 20);
const from = option('from', 1);
const only = process.argv.indexOf('--of');
const kinds = (['spheres', 'field'] as const).filter(
  (kind) => only < 0 || process.argv[only + 1] === kind,
);
const settings = { edge: option('size', 64), n: option('twins', 12) };

const lab = await openEngine();
const trials: TwinTrial[] = [];
for (let seed = from; seed < from + seeds; seed += 1)
  for (const kind of kinds) {
    const trial = await twinTrial(lab, kind, seed, settings);
    trials.push(trial);
    console.error(JSON.stringify(trial));
  }
await lab.dispose();

const rate = (of: readonly boolean[]): string =>
  `${String(of.filter(Boolean).length)} of ${String(of.length)}`;
console.log(
  '| structure | number | matched | wrong one declined | error halved | band holds truth |',
);
console.log('| --- | --- | --- | --- | --- | --- |');
for (const kind of kinds)
  for (const name of ['surface', 'tortuosity'] as const) {
    const own = trials.filter((trial) => trial.kind === kind);
    const all = own.map(({ numbers }) => numbers[name]);
    const banded = all.filter(({ band }) => band !== null);
    const cells = [
      kind,
      name,
      rate(own.map(({ right }) => right)),
      rate(own.map(({ wrong }) => !wrong)),
      rate(
        all.map(
          ({ off, corrected }) => corrected !== null && Math.abs(corrected) <= Math.abs(off) / 2,
        ),
      ),
      rate(banded.map(({ band, truth }) => band![0] <= truth && truth <= band![1])),
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }

// Measures how right the overhang of stacks is on synthetic ones, and prints the table of
// docs/cell.md: npm run coverage -- overhangs [--seeds 20] [--from 1]
import { openEngine } from '../../src/engine/index.js';
import { ROLL_MATERIALS } from '../../src/synthetic/index.js';
import { option } from './coverage_table.js';
import { overhangTrial, type SideTrial } from './overhang_trials.js';

const seeds = option('seeds', 20);
const from = option('from', 1);
const { anode, copper, metal, cathode, aluminium } = ROLL_MATERIALS;

const lab = await openEngine();
console.log(
  '| sides | error of the mean, columns | least | held, % | known, % | below the tolerance as in truth |',
);
const trials: SideTrial[] = [];
for (let seed = from; seed < from + seeds; seed += 1)
  trials.push(...(await overhangTrial(lab, seed, [anode, copper, metal], [cathode, aluminium])));
await lab.dispose();
for (const [name, those] of Object.entries({
  'straight edges': trials.filter(({ shifted }) => !shifted),
  'of a cathode that lies too far to a side': trials.filter(({ shifted }) => shifted),
}))
  console.log(rowOf(name, those));

function rowOf(name: string, those: readonly SideTrial[]): string {
  const errors = those.map(({ error }) => error).sort((a, b) => a - b);
  const least = those.map(({ leastError }) => leastError).sort((a, b) => a - b);
  const range = (values: readonly number[]): string =>
    [values[0], values[values.length >> 1], values.at(-1)]
      .map((value) => value?.toFixed(2))
      .join(' … ');
  const share = (is: (trial: SideTrial) => boolean): string =>
    ((100 * those.filter(is).length) / those.length).toFixed(1);
  const told = those.filter(({ told: right }) => right).length;
  return `| ${[
    `${name} (${String(those.length)})`,
    ...[range(errors), range(least)],
    ...[share(({ held }) => held), share(({ known }) => known)],
    `${String(told)} of ${String(those.length)}`,
  ].join(' | ')} |`;
}

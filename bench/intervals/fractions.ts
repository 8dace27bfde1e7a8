// Measures how often intervals of fractions hold the truth and prints tables, by kind and size.
import { bySamples, option, printCoverage, row } from './coverage_table.js';
import { HELD_OUT, TUNED, type Kind } from './structures.js';
import { trialsOf, type Trial } from './trials.js';

const groups = option('groups', 12);
const seed = option('seed', 1_000_000);

function run(kinds: Readonly<Record<string, Kind>>, offset: number): Trial[] {
  return Object.entries(kinds).flatMap(([name, kind], i) => {
    const trials = [...trialsOf(name, kind, groups, seed + 1000 * (offset + i))];
    console.error(`${name}: ${row('', trials, bySamples)}`);
    return trials;
  });
}

printCoverage({ 'tuned on': run(TUNED, 0), 'held out': run(HELD_OUT, 50) });

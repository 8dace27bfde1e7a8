// Measures how often intervals of surfaces and interfaces per volume hold the truth, and prints
// tables, by kind and size.
import { bySamples, option, printCoverage, row } from './coverage_table.js';
import { HELD_OUT, TUNED, type Kind } from './structures.js';
import { interfacesOf, surfaceOf, surfaceTrials, type MadeInterface } from './surface_trials.js';
import type { Trial } from './trials.js';

const groups = option('groups', 6);
const seed = option('seed', 1_000_000);

/** Three phases: two structures of lengths that differ by half, the first over the second. */
const three =
  (over: Kind, under: Kind, which: 0 | 1 | 2): MadeInterface =>
  (edge, length, phi, random) => {
    const first = over(edge, length, phi, random);
    return interfacesOf(first, under(edge, 1.5 * length, 0.5, random))[which]!;
  };

/** Each pair of three phases; nothing was chosen by them. */
const INTERFACES: Readonly<Record<string, MadeInterface>> = Object.fromEntries(
  (
    [
      ['balls in a field', TUNED['balls']!, TUNED['Gaussian field']!],
      ['clusters among rods', HELD_OUT['clusters of balls']!, HELD_OUT['rods of all directions']!],
    ] as const
  ).flatMap(([name, over, under]) =>
    (['first and second', 'first and rest', 'second and rest'] as const).map((pair, which) => [
      `${name}, ${pair}`,
      three(over, under, which as 0 | 1 | 2),
    ]),
  ),
);

function run(kinds: Readonly<Record<string, MadeInterface>>, offset: number): Trial[] {
  return Object.entries(kinds).flatMap(([name, make], i) => {
    const trials = [...surfaceTrials(name, make, groups, seed + 1000 * (offset + i))];
    console.error(`${name}: ${row('', trials, bySamples)}`);
    return trials;
  });
}

const surfaces = (kinds: Readonly<Record<string, Kind>>): Record<string, MadeInterface> =>
  Object.fromEntries(
    Object.entries(kinds).map(([name, kind]): [string, MadeInterface] => [
      name,
      (...given) => surfaceOf(kind(...given)),
    ]),
  );

printCoverage({
  'tuned on': run(surfaces(TUNED), 0),
  'held out': run(surfaces(HELD_OUT), 50),
  'interfaces, held out': run(INTERFACES, 100),
});

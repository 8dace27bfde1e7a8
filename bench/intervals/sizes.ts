// Measures how often intervals of size distributions hold the truth, and prints tables like that of
// docs/objects.md.
import { POPULATIONS, logNormalPopulation, type Places } from './particle_systems.js';
import { ESTIMATES, sizeCoverage, type Coverage } from './size_coverage.js';

const windows = Number(process.argv[2] ?? 400);

interface Case {
  readonly text: string;
  readonly run: (particles: number, seed: number) => Record<string, Coverage>;
  readonly particles: readonly number[];
}

const INDEPENDENT: Places = { kind: 'independent' };
const cases: Case[] = POPULATIONS.map((population) => ({
  text: population.name,
  run: (particles, seed) => sizeCoverage(population, particles, INDEPENDENT, windows, seed),
  particles: population.name.startsWith('log') ? [100, 300, 1000, 3000] : [100, 1000],
}));
for (const deviation of [0.03, 0.1])
  cases.push({
    text: `log-normal, σ 0.35, in groups within ${String(deviation)} of the edge`,
    run: (particles, seed) =>
      sizeCoverage(
        logNormalPopulation(0.35),
        particles,
        { kind: 'groups', deviation },
        windows,
        seed,
      ),
    particles: [300, 1000],
  });
for (const length of [0.03, 0.06, 0.1, 0.2])
  cases.push({
    text: `log-normal, σ 0.36, alike within ${String(length)} of the edge`,
    run: (particles, seed) =>
      sizeCoverage(
        logNormalPopulation(0.2),
        particles,
        { kind: 'alike', length },
        windows,
        seed,
        0.2,
      ),
    particles: [300, 1000, 3000],
  });

/**
 * How many of the intervals that were given held, in per cent, and of how many windows they were.
 */
function cell({ given, bounded, held }: Coverage): string {
  if (given < 0.02 * windows) return '–';
  const part = (n: number, of: number): string => String(Math.round((100 * n) / of));
  const rate = ((100 * held) / given).toFixed(1);
  const notes = [
    given < 0.97 * windows ? `of ${part(given, windows)} %` : '',
    bounded < 0.97 * given ? `bounded ${part(bounded, given)} %` : '',
  ].filter((text) => text !== '');
  return notes.length === 0 ? rate : `${rate} (${notes.join(', ')})`;
}

const line = (cells: readonly string[]): void => {
  console.log(`| ${cells.join(' | ')} |`);
};
line(['sizes', 'particles', ...ESTIMATES]);
line(['---', '---:', ...ESTIMATES.map(() => '---:')]);
let seed = 1;
for (const { text, run, particles } of cases)
  for (const n of particles) {
    const found = run(n, seed);
    seed += windows;
    line([text, String(n), ...ESTIMATES.map((name) => cell(found[name]!))]);
  }

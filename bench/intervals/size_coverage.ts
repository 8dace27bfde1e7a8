// How often intervals of size distributions hold the truth.
import { makeNode, type ValueNode } from '../../src/recipe/op.js';
import type { Measures } from '../../src/stats/measure.js';
import { sizeDistributionOnHost } from '../../src/stats/size_distribution.gpu.js';
import { sizeDistribution, type SizeDistributionValue } from '../../src/stats/size_distribution.js';
import {
  ALIKE,
  logNormalPopulation,
  seenParticles,
  type Places,
  type Population,
} from './particle_systems.js';

/** What is estimated. */
export const ESTIMATES = [
  ...(['number', 'volume'] as const).flatMap((by) =>
    (['d10', 'd50', 'd90', 'mean'] as const).map((what) => `${by} ${what}` as const),
  ),
  'density',
] as const;

/** Of how many windows an interval was given, was bounded, held the truth. */
export interface Coverage {
  given: number;
  /** Of the given ones those whose two ends are bounded. */
  bounded: number;
  held: number;
}

const measuresNode = { meta: { kind: 'value' } } as unknown as ValueNode<Measures>;

function distributionOf(measures: Measures): SizeDistributionValue {
  const { params } = makeNode(sizeDistribution, { measures: measuresNode });
  if (sizeDistributionOnHost.kind !== 'host') throw new Error('not a host op');
  return sizeDistributionOnHost.compute({
    params,
    inputs: { measures },
    metas: {},
    signal: undefined,
  }) as SizeDistributionValue;
}

/** The population whose sizes are those of another, times what neighbours share. */
function withAlike(population: Population, sigma: number | undefined): Population {
  if (sigma === undefined)
    throw new Error(`${population.name}: the truth with a shared part is known of log-normals`);
  return logNormalPopulation(Math.hypot(sigma, ALIKE));
}

/**
 * The coverage of every estimate over windows, from the seed on.
 *
 * @param sigma - σ of a log-normal population, where neighbours are alike.
 */
export function sizeCoverage(
  population: Population,
  particles: number,
  places: Places,
  windows: number,
  seed: number,
  sigma?: number,
): Record<(typeof ESTIMATES)[number], Coverage> {
  const truth = places.kind === 'alike' ? withAlike(population, sigma) : population;
  const found = Object.fromEntries(
    ESTIMATES.map((name) => [name, { given: 0, bounded: 0, held: 0 }]),
  ) as Record<(typeof ESTIMATES)[number], Coverage>;
  const count = (
    name: (typeof ESTIMATES)[number],
    interval: readonly [number, number] | null,
    value: number,
  ): void => {
    if (interval === null) return;
    const own = found[name];
    own.given += 1;
    if (interval[0] > 0 && interval[1] < Infinity) own.bounded += 1;
    if (interval[0] <= value && value <= interval[1]) own.held += 1;
  };
  for (let i = 0; i < windows; i += 1) {
    const { measures, scale, density } = seenParticles(population, particles, places, seed + i);
    const sizes = distributionOf(measures);
    for (const by of ['number', 'volume'] as const) {
      for (const what of ['d10', 'd50', 'd90'] as const)
        count(`${by} ${what}`, sizes[by][what].interval, scale * truth[by][what]);
      count(`${by} mean`, sizes[by].meanInterval, scale * truth[by].mean);
    }
    count('density', sizes.numberDensity?.interval ?? null, density);
  }
  return found;
}

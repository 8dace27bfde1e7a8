// Particle systems of known size distribution, as tables of what a window shows of them.
import { Random } from '../../src/synthetic/random.js';
import type { Measures } from '../../src/stats/measure.js';

/** D10, D50, D90 and mean of a population, in units of its scale. */
export interface TrueSizes {
  readonly d10: number;
  readonly d50: number;
  readonly d90: number;
  readonly mean: number;
}

/** A distribution of diameters. */
export interface Population {
  readonly name: string;
  draw(random: Random): number;
  /** By number and by volume. */
  readonly number: TrueSizes;
  readonly volume: TrueSizes;
  /** Mean of the cubes. */
  readonly meanCube: number;
  /** A diameter that one in some millions exceeds. */
  readonly largest: number;
}

const NORMAL_90 = 1.2815515655446004;

/** The logarithm is normal with mean 0 and deviation σ, so that all is known. */
export function logNormalPopulation(sigma: number): Population {
  const sizes = (weight: number): TrueSizes => {
    const at = (z: number): number => Math.exp(weight * sigma ** 2 + z * sigma);
    return {
      d10: at(-NORMAL_90),
      d50: at(0),
      d90: at(NORMAL_90),
      mean: Math.exp((weight + 0.5) * sigma ** 2),
    };
  };
  return {
    name: `log-normal, σ ${String(Number(sigma.toFixed(2)))}`,
    draw: (random) => Math.exp(sigma * random.normal()),
    number: sizes(0),
    volume: sizes(3),
    meanCube: Math.exp(4.5 * sigma ** 2),
    largest: Math.exp(5 * sigma),
  };
}

const STEPS = 400_000;

/**
 * A population by the diameter that a part of it exceeds; its truth by sums over 400,000 parts, the
 * finer the larger the diameters.
 */
function exceededPopulation(name: string, exceeded: (part: number) => number): Population {
  const parts = Array.from({ length: STEPS }, (_, i) => {
    const t = 1 - (i + 0.5) / STEPS;
    return { d: exceeded(t ** 3), share: (3 * t ** 2) / STEPS };
  });
  const sizes = (power: number): TrueSizes => {
    let [all, moment] = [0, 0];
    for (const { d, share } of parts) {
      all += share * d ** power;
      moment += share * d ** (power + 1);
    }
    const at = (p: number): number => {
      let sum = 0;
      return parts.find(({ d, share }) => (sum += share * d ** power) >= p * all)!.d;
    };
    return { d10: at(0.1), d50: at(0.5), d90: at(0.9), mean: moment / all };
  };
  return {
    name,
    draw: (random) => exceeded(1 - random.uniform()),
    number: sizes(0),
    volume: sizes(3),
    meanCube: parts.reduce((sum, { d, share }) => sum + share * d ** 3, 0),
    largest: exceeded(3e-7),
  };
}

/** Populations of light and heavy tails. */
export const POPULATIONS: readonly Population[] = [
  logNormalPopulation(0.2),
  logNormalPopulation(0.35),
  logNormalPopulation(0.5),
  exceededPopulation('uniform, 0.2 to 1.8', (part) => 1.8 - 1.6 * part),
  exceededPopulation('Weibull, k 2', (part) => Math.sqrt(-Math.log(part))),
  exceededPopulation('two kinds, 5 % three times as large', (part) =>
    part < 0.05 ? 3.4 - 0.8 * (part / 0.05) : 1.2 - 0.4 * ((part - 0.05) / 0.95),
  ),
];

/** How particles lie in space. */
export type Places =
  | { readonly kind: 'independent' }
  /** Groups of five on average, Gaussian with this deviation, as a part of the window's edge. */
  | { readonly kind: 'groups'; readonly deviation: number }
  /**
   * The logarithm of sizes has a smooth Gaussian part of deviation 0.3 and this length of
   * correlation, as a part of the window's edge.
   */
  | { readonly kind: 'alike'; readonly length: number };

/** Deviation of the part of ln(diameter) that neighbours share. */
export const ALIKE = 0.3;

const WAVES = 40;

/** A smooth Gaussian field of variance 1 with correlation exp(−r²/2 length²). */
function smoothField(random: Random, length: number): (at: readonly number[]) => number {
  const waves = Array.from({ length: WAVES }, () => ({
    k: [0, 1, 2].map(() => random.normal() / length),
    phase: 2 * Math.PI * random.uniform(),
  }));
  return (at) => {
    let sum = 0;
    for (const { k, phase } of waves)
      sum += Math.cos(k[0]! * at[0]! + k[1]! * at[1]! + k[2]! * at[2]! + phase);
    return sum * Math.sqrt(2 / WAVES);
  };
}

/** A Poisson number: exponential waiting times, in parts that do not underflow. */
function poisson(random: Random, mean: number): number {
  let found = 0;
  for (let left = mean; left > 0; left -= 500) {
    const end = Math.exp(-Math.min(left, 500));
    for (let product = random.uniform(); product > end; product *= random.uniform()) found += 1;
  }
  return found;
}

/** Voxels of a window's edge. */
export const WINDOW = 256;
/** So far beyond the window particles have their centres at most, as a part of its edge. */
const MOST_MARGIN = 0.6;

/** What a window shows. */
export interface SeenParticles {
  readonly measures: Measures;
  /** Voxels that a diameter of 1 of the population stands for. */
  readonly scale: number;
  /** Expected particles per voxel. */
  readonly density: number;
}

/** Centres in the window and so far beyond it, of which the window holds `particles` on average. */
function centres(random: Random, particles: number, places: Places, margin: number): number[][] {
  const edge = 1 + 2 * margin;
  const anywhere = (): number[] => [0, 1, 2].map(() => edge * random.uniform() - margin);
  if (places.kind !== 'groups')
    return Array.from({ length: poisson(random, particles * edge ** 3) }, anywhere);
  const list: number[][] = [];
  for (let left = poisson(random, (particles / 5) * edge ** 3); left > 0; left -= 1) {
    const middle = anywhere();
    for (let k = poisson(random, 5); k > 0; k -= 1)
      list.push(middle.map((x) => x + places.deviation * random.normal()));
  }
  return list;
}

/** The part of a ball that lies in the window, by points in 7 × 7 × 7 cells of its cube. */
function partInside(at: readonly number[], r: number): number {
  let [all, inside] = [0, 0];
  for (let a = -3; a <= 3; a += 1)
    for (let b = -3; b <= 3; b += 1)
      for (let c = -3; c <= 3; c += 1) {
        if (a * a + b * b + c * c > 12.25) continue;
        all += 1;
        const p = [a, b, c].map((k, i) => at[i]! + (k * r) / 3.5);
        if (p.every((x) => x > 0 && x < WINDOW)) inside += 1;
      }
  return inside / all;
}

/**
 * The table of balls that a cubic window shows, of which it holds the centres of `particles` on
 * average and which fill a fifth of it. They may overlap: what is measured of one does not depend
 * on others.
 */
export function seenParticles(
  population: Population,
  particles: number,
  places: Places,
  seed: number,
): SeenParticles {
  const random = new Random(seed);
  const alike = places.kind === 'alike' ? smoothField(random, places.length) : () => 0;
  const meanCube = population.meanCube * (places.kind === 'alike' ? Math.exp(4.5 * ALIKE ** 2) : 1);
  const scale = WINDOW * Math.cbrt(0.2 / ((particles * Math.PI * meanCube) / 6));
  const rows: { d: number; volume: number; min: number[]; max: number[]; touches: number }[] = [];
  const beyond =
    (population.largest * scale) / (2 * WINDOW) +
    (places.kind === 'groups' ? 4 * places.deviation : 0);
  const margin = Math.min(
    MOST_MARGIN,
    beyond * (places.kind === 'alike' ? Math.exp(4 * ALIKE) : 1),
  );
  for (const centre of centres(random, particles, places, margin)) {
    const d = scale * population.draw(random) * Math.exp(ALIKE * alike(centre));
    const at = centre.map((x) => WINDOW * x);
    // Voxel centres lie at 0, 1, …, so that a window begins half a voxel before 0.
    const min = at.map((x) => Math.ceil(x - 0.5 - d / 2));
    const max = at.map((x) => Math.floor(x - 0.5 + d / 2));
    if (min.some((v) => v >= WINDOW) || max.some((v) => v < 0)) continue;
    const touches = min.some((v) => v < 1) || max.some((v) => v > WINDOW - 2) ? 1 : 0;
    const whole = (Math.PI / 6) * d ** 3;
    const volume = touches === 1 ? whole * partInside(at, d / 2) : whole;
    if (volume === 0 || min.some((v, i) => v > max[i]!)) continue;
    const clip = (v: number): number => Math.min(WINDOW - 1, Math.max(0, v));
    rows.push({ d, volume, min: min.map(clip), max: max.map(clip), touches });
  }
  const column = (name: string, value: (row: (typeof rows)[number]) => number) => ({
    name,
    unit: '',
    description: name,
    data: Float64Array.from(rows, value),
  });
  const measures: Measures = {
    rows: rows.length,
    window: {
      size: [WINDOW, WINDOW, WINDOW],
      spacing: [1, 1, 1],
      unit: 'voxel',
      origin: [0, 0, 0],
    },
    columns: [
      column('volume', ({ volume }) => volume),
      column('equivalentDiameter', ({ d }) => d),
      column('touchesBorder', ({ touches }) => touches),
      ...['X', 'Y', 'Z'].flatMap((axis, i) => [
        column(`min${axis}`, ({ min }) => min[i]!),
        column(`max${axis}`, ({ max }) => max[i]!),
      ]),
    ],
  };
  return { measures, scale, density: particles / WINDOW ** 3 };
}

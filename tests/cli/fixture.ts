import type { Analysis, Percentiles, PhaseReport, SliceView } from '../../src/cli/analysis.js';
import { syntheticCathode } from '../../src/synthetic/cathode.js';
import type { SyntheticCathode } from '../../src/synthetic/cathode.js';

/**
 * An analysis as a run would give it, made from the truth of a synthetic cathode, without a GPU.
 */
export function analysisFixture(
  cathode: SyntheticCathode = syntheticCathode({ seed: 3, size: [64, 60, 48] }),
): Analysis {
  const { volume, truth, seed } = cathode;
  const { size, spacing, unit } = volume;
  const counts = new Float64Array(65536);
  for (const value of volume.data) counts[value] = counts[value]! + 1;
  const interior = truth.particles.filter(({ touchesBorder }) => !touchesBorder);
  const diameters = interior.map(({ diameter }) => diameter).sort((a, b) => a - b);
  const at = (p: number): number => diameters[Math.ceil(p * diameters.length) - 1]!;
  const percentiles: Percentiles = {
    d10: { value: at(0.1), interval95: [0.95 * at(0.1), 1.05 * at(0.1)] },
    d50: { value: at(0.5), interval95: [0.96 * at(0.5), 1.04 * at(0.5)] },
    d90: { value: at(0.9), interval95: [0.95 * at(0.9), 1.06 * at(0.9)] },
    effectiveNumber: diameters.length,
    reason: null,
  };
  return {
    title: 'synthetic <cathode> & truth',
    about: {
      sample: 'synthetic <cathode> & truth',
      notes: ['a <b>note</b> & "more"'],
      facts: { 'made <by>': 'a "seed" & <i>spheres</i>' },
      phases: {},
    },
    input: {
      name: 'sample.tif',
      format: 'tiff',
      size,
      spacing,
      unit,
      dtype: 'u16',
      warnings: ['a warning "of" the reader'],
    },
    threshold: { method: 'otsu', value: 24987 },
    histogram: { first: 0, width: 1, counts },
    phase: {
      rule: 'bright',
      voxels: Math.round(truth.solidFraction * volume.data.length),
      value: truth.solidFraction,
      interval95: [truth.solidFraction - 0.02, truth.solidFraction + 0.02],
      coverage: [0.84, 0.89],
      reason: null,
      integralRange: 5321.5,
      effectiveSamples: 615.7,
    },
    phases: [phase('solid <1>', 0, truth.solidFraction), phase('pore', 1, truth.porosity)],
    interfaces: [
      {
        phases: ['solid <1>', 'pore'],
        perVolume: 0.51,
        interval95: [0.475, 0.535],
        coverage: [0.91, 0.97],
        reason: null,
      },
    ],
    thresholdCurve: {
      delta: 200,
      deltaFrom: 'noise',
      threshold: [24587, 24787, 24987, 25187, 25387],
      fraction: [0.02, 0.01, 0, -0.01, -0.02].map((d) => truth.solidFraction + d),
      sampling: {
        lo: [0, -0.01, -0.02, -0.03, -0.04].map((d) => truth.solidFraction + d),
        hi: [0.04, 0.03, 0.02, 0.01, 0].map((d) => truth.solidFraction + d),
      },
      sizes: [
        { threshold: 24787, count: 61, byNumber: 3.25, byVolume: 4.5 },
        { threshold: 24987, count: 60, byNumber: 3.125, byVolume: 4.25 },
      ],
    },
    porosity: {
      value: truth.porosity,
      interval95: [truth.porosity - 0.02, truth.porosity + 0.02],
      coverage: [0.84, 0.89],
    },
    components: { 6: 5, 18: 4, 26: 3 },
    distance: { maxSquared: 322, sum: 123456.75 },
    particles: {
      count: truth.particles.length,
      border: truth.particles.length - interior.length,
      countInterior: interior.length,
      byNumber: percentiles,
      byVolume: percentiles,
      minVoxels: 20,
      small: { below: 50, count: 7, byNumber: 0.125, byVolume: 0.0001 },
      borderRule: 'weighted',
      diameter: 'equivalent-sphere diameter',
      curve: {
        diameter: diameters,
        number: running(diameters.map(() => 1)),
        volume: running(diameters.map((d) => d ** 3)),
      },
    },
    table: [
      { name: 'id', unit: '', values: truth.particles.map(({ id }) => id) },
      { name: 'diameter', unit, values: truth.particles.map(({ diameter }) => diameter) },
    ],
    slices: middleSlices(cathode),
    timings: [
      { op: 'median', milliseconds: 812.3, bytes: 26_214_400 },
      { op: 'otsu', milliseconds: 40.1, bytes: null },
    ],
    totalMilliseconds: 5321,
    truth: {
      seed,
      porosity: truth.porosity,
      particles: truth.particles.length,
      countInterior: interior.length,
      slivers: 4,
      d50: { number: at(0.5), volume: at(0.5) },
    },
    recipe: { version: 1, nodes: [] },
    provenance: { adapter: { vendor: 'mesa', description: 'llvmpipe' }, version: '0.1.0' },
  };
}

/** A phase whose surface the estimators see differently. */
function phase(name: string, code: number, fraction: number): PhaseReport {
  return {
    name,
    code,
    voxels: Math.round(1000 * fraction),
    fraction: {
      value: fraction,
      interval95: [fraction - 0.02, fraction + 0.02],
      coverage: [0.84, 0.89],
      reason: null,
      thresholdRange: [fraction - 0.01, fraction + 0.013],
    },
    profile: { positions: [0, 0.25, 0.5], fraction: [fraction, fraction - 0.1, fraction + 0.1] },
    surface: {
      perVolume: 0.5,
      interval95: [0.48, 0.53],
      coverage: [0.91, 0.97],
      reason: null,
      perPhaseVolume: 0.5 / fraction,
      byGradient: 0.44,
      thin: 0.125,
      thresholdRange: [0.49, 0.51],
    },
    thickness: { mean: 2, p10: 1, p50: 2.125, p90: 3 },
    tortuosity: { z: 1.75, x: Infinity },
  };
}

/** Running sums as parts of the whole. */
function running(weights: readonly number[]): number[] {
  const total = weights.reduce((a, b) => a + b, 0);
  let sum = 0;
  return weights.map((weight) => (sum += weight) / total);
}

/** The three planes through the middle, cut by plain loops. */
export function middleSlices({ volume, truth }: SyntheticCathode): SliceView[] {
  const { size, spacing, data } = volume;
  return (['z', 'y', 'x'] as const).map((normal) => {
    const n = { x: 0, y: 1, z: 2 }[normal];
    const [a, b] = [0, 1, 2].filter((axis) => axis !== n) as [number, number];
    const index = Math.floor(size[n]! / 2);
    const take = (from: ArrayLike<number>): number[] =>
      Array.from({ length: size[a]! * size[b]! }, (_, i) => {
        const at = [0, 0, 0];
        at[n] = index;
        at[a] = i % size[a]!;
        at[b] = Math.floor(i / size[a]!);
        return from[at[0]! + size[0] * (at[1]! + size[1] * at[2]!)]!;
      });
    return {
      normal,
      index,
      axes: ['xyz'[a]!, 'xyz'[b]!],
      size: [size[a]!, size[b]!],
      spacing: [spacing[a]!, spacing[b]!],
      image: take(data),
      labels: take(truth.labels),
      phases: take(truth.labels).map((label) => (label > 0 ? 0 : 1)),
    };
  });
}

import type { Analysis, Percentiles, SliceView } from '../../src/cli/analysis.js';
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
    };
  });
}

import type { Estimate, Percentiles } from './analysis.js';
import type { FoundAnalysis } from './found.js';
import type { FigureFile } from './report/figures.js';

/**
 * The content of `result.json`: every number with its unit, estimator and interval. Lengths are in
 * `units.length`; `distance` is in index units, as if the spacing were 1. What could not be
 * computed is null, and `missing` says why.
 */
export function resultJson(
  analysis: FoundAnalysis,
  figures: readonly FigureFile[] = [],
): Record<string, unknown> {
  const { input, threshold, phase, porosity, components, distance, particles, truth } = analysis;
  return {
    missing: analysis.missing ?? [],
    about: analysis.about,
    input,
    units: {
      length: input.unit,
      spacing: input.unit,
      diameter: input.unit,
      distance: 'voxel',
      timings: 'ms',
      traffic: 'byte',
      surface: `1/${input.unit}`,
      thickness: input.unit,
      pixelSize: input.unit,
    },
    threshold,
    phase: {
      rule: phase.rule,
      voxels: phase.voxels,
      fraction: phase.value,
      interval95: phase.interval95,
      coverage: phase.coverage,
      reason: phase.reason,
      integralRange: phase.integralRange,
      effectiveSamples: phase.effectiveSamples,
      estimator:
        'voxel count; interval by the integral range and Wilson’s formula; covers sampling, not segmentation',
    },
    phases: analysis.phases.map(({ profile, ...phase }) => ({
      ...phase,
      profile: profile && {
        axis: 'z',
        positions: Array.from(profile.positions),
        fraction: Array.from(profile.fraction),
      },
    })),
    interfaces: analysis.interfaces,
    thresholdShare: thresholdJson(analysis),
    porosity,
    components,
    distance: distance && {
      ...distance,
      estimator:
        'exact Euclidean distance to the nearest voxel outside the phase; spacing ignored; the border of the volume is not background',
    },
    particles: particles && {
      count: particles.count,
      border: particles.border,
      countInterior: particles.countInterior,
      minVoxels: particles.minVoxels,
      small: particles.small,
      ...percentileJson(particles.byNumber, particles.byVolume),
      effectiveNumber: {
        number: particles.byNumber.effectiveNumber,
        volume: particles.byVolume.effectiveNumber,
      },
      reason: { number: particles.byNumber.reason, volume: particles.byVolume.reason },
      diameter: particles.diameter,
      borderRule: particles.borderRule,
      estimator:
        'smallest diameter whose cumulative weight reaches p; interval by the spread between blocks of the volume',
    },
    truth,
    timings: {
      total: analysis.totalMilliseconds,
      ops: analysis.timings,
    },
    recipe: analysis.recipe,
    provenance: analysis.provenance,
    figures: figures.map(({ name, pixelSize }) => ({
      name,
      ...(pixelSize === undefined ? {} : { pixelSize }),
    })),
    files: [
      ...(analysis.table === null ? [] : ['particles.csv']),
      ...figures.map(({ name }) => name),
    ],
  };
}

/** Fraction and D50 as the threshold moves; null where there is none. */
function thresholdJson({ thresholdCurve: curve }: FoundAnalysis): Record<string, unknown> | null {
  if (curve === null) return null;
  return {
    delta: curve.delta,
    deltaFrom: curve.deltaFrom,
    threshold: Array.from(curve.threshold),
    fraction: Array.from(curve.fraction),
    sampling:
      curve.sampling === null
        ? null
        : { lo: Array.from(curve.sampling.lo), hi: Array.from(curve.sampling.hi) },
    sizes: curve.sizes,
    estimator: 'fraction of the measured phase at every threshold, from one count',
  };
}

/** d10, d50, d90, each `{ number, volume, interval95: { number, volume } }`. */
function percentileJson(byNumber: Percentiles, byVolume: Percentiles): Record<string, unknown> {
  const both = (number: Estimate, volume: Estimate): Record<string, unknown> => ({
    number: number.value,
    volume: volume.value,
    interval95: { number: number.interval95, volume: volume.interval95 },
  });
  return {
    d10: both(byNumber.d10, byVolume.d10),
    d50: both(byNumber.d50, byVolume.d50),
    d90: both(byNumber.d90, byVolume.d90),
  };
}

/** JSON with NaN and infinities as strings, since JSON has no such numbers. */
export function stringifyResult(value: unknown): string {
  const finite = (_: string, inner: unknown): unknown =>
    typeof inner === 'number' && !Number.isFinite(inner) ? String(inner) : inner;
  return `${JSON.stringify(value, finite, 2)}\n`;
}

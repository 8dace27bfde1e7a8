import type { TwinAnalysis } from './analyse_twin.js';

/**
 * The content of `result.json`: every number as measured, its bias, as corrected and as used. What
 * could not be computed is null, and `missing` says why.
 */
export function twinJson(analysis: TwinAnalysis): Record<string, unknown> {
  const { about, input, axis, twins, numbers, bpx, discharge } = analysis;
  const { unit } = input;
  return {
    missing: analysis.missing,
    about,
    input,
    axis,
    units: { surface: `1/${unit}`, blur: unit, capacity: 'A h', voltage: 'V', timings: 'ms' },
    numbers,
    imaging: twins.imaging,
    generators: twins.generators,
    curves: twins.curves,
    level: twins.level,
    size: twins.size,
    seed: twins.seed,
    notes: bpx.notes,
    discharge: discharge && {
      cRate: discharge.used.cRate,
      capacity: Array.from(discharge.used.capacity),
      voltage: Array.from(discharge.used.voltage),
      lower: Array.from(discharge.used.lower, finite),
      upper: Array.from(discharge.used.upper, finite),
      delivered: discharge.used.delivered,
      deliveredInterval: discharge.used.deliveredInterval,
      varied: discharge.used.varied,
      measured: {
        capacity: Array.from(discharge.measured.capacity),
        voltage: Array.from(discharge.measured.voltage),
        delivered: discharge.measured.delivered,
      },
    },
    timings: { total: analysis.totalMilliseconds, ops: analysis.timings },
    recipe: analysis.recipe,
    provenance: analysis.provenance,
    files: ['report.html', 'result.json', 'cell.bpx.json'],
  };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

import type { CellAnalysis } from './cell_analysis.js';

/**
 * The content of `result.json`: every number with its unit and interval. Lengths are in
 * `units.length`, angles in radians. What could not be computed is null, and `missing` says why.
 */
export function cellJson(analysis: CellAnalysis, table: boolean): Record<string, unknown> {
  const { input, can, windings, layers, delaminations, overhang, objects, summary, truth } =
    analysis;
  const { unit: length } = input;
  return {
    missing: analysis.missing,
    about: analysis.about,
    input,
    units: { length, angle: 'rad', volume: `${length}³`, mass: 'g', timings: 'ms' },
    electrode: analysis.electrode,
    can: can && { ...can, slices: undefined, map: undefined, provenance: undefined },
    windings: windings && {
      handed: windings.handed,
      fit: windings.fit,
      tracing: windings.tracing,
      faults: windings.faults,
    },
    layers: layers && { turns: layers.turns, unseen: layers.unseen },
    delaminations: delaminations && {
      median: delaminations.median,
      sigma: delaminations.sigma,
      limit: delaminations.limit,
      objects: delaminations.objects,
    },
    overhang: overhang && {
      tolerance: overhang.tolerance,
      lower: { ...overhang.value.lower, overhang: undefined },
      upper: { ...overhang.value.upper, overhang: undefined },
      turns: overhang.turns,
    },
    outgrowths:
      objects?.map(({ rank, kind, side, sheet, cell, turn, theta, values }) => ({
        ...{ rank, kind, side, turn, theta },
        sheet: { s: sheet[0], h: sheet[1], z: sheet[2] },
        cell: { x: cell[0], y: cell[1], z: cell[2] },
        ...Object.fromEntries(
          Object.entries(values)
            .filter(([name]) => !['rank', 'kind', 'side', 'x', 'y', 'z'].includes(name))
            .map(([name, value]) => [name, Number.isNaN(value) ? null : value]),
        ),
      })) ?? null,
    collector: summary && { ...summary, provenance: undefined },
    truth,
    timings: { total: analysis.totalMilliseconds, ops: analysis.timings },
    recipe: analysis.recipe,
    provenance: analysis.provenance,
    files: table ? ['outgrowths.csv'] : [],
  };
}

import type { Lab, Mask, Phases, Sensitivity, Volume } from '../index.js';
import type { About, Interface, PhaseReport, Range } from './analysis.js';
import type { Job } from './arguments.js';
import type { RunLog } from './run_log.js';

/** Axes along which the tortuosity may be asked for. */
export type Axes = readonly ('x' | 'y' | 'z')[];

/** One phase of the sample: its mask, and its code in slices of all. */
interface NamedPhase {
  readonly name: string;
  readonly code: number;
  readonly mask: Mask;
}

/** The phases that share the volume among them. */
export interface SamplePhases {
  readonly grid: Phases;
  readonly each: readonly NamedPhase[];
  /** The one that is measured. */
  readonly own: Mask;
}

/** The two sides of a threshold, of which one is measured. */
export function sidesOf(
  lab: Lab,
  above: Mask,
  rule: 'bright' | 'dark',
  { phases }: About,
): SamplePhases {
  const sides = [above, above.invert()] as const;
  return sharing(lab, rule === 'bright' ? sides[0] : sides[1], [
    [phases['bright'] ?? 'bright phase', sides[0]],
    [phases['dark'] ?? 'dark phase', sides[1]],
  ]);
}

/**
 * The labels of a segmented volume, each a phase; of a volume of more than a few values the one
 * label and all others.
 */
export function labelPhases(
  lab: Lab,
  scan: Volume,
  label: number,
  values: readonly number[] | null,
  { phases }: About,
): SamplePhases {
  const nameOf = (value: number): string => phases[String(value)] ?? `label ${String(value)}`;
  const codes = scan.dtype === 'f32' ? null : values;
  if (codes?.every((value) => value >= 0 && value <= 255) === true) {
    const names = distinct(codes.map(nameOf));
    const grid = scan.toPhases(Object.fromEntries(names.map((name, i) => [name, codes[i]!])));
    const each = names.map((name, i) => {
      const code = codes[i]!;
      return { name, code, mask: scan.equals(code) };
    });
    // A label that does not occur is empty, which is found when it is counted.
    const own = each.find(({ code }) => code === label)?.mask ?? scan.equals(label);
    return { grid, each, own };
  }
  const own = scan.equals(label);
  return sharing(lab, own, [
    [nameOf(label), own],
    [phases['others'] ?? 'other values', own.invert()],
  ]);
}

function sharing(lab: Lab, own: Mask, parts: readonly (readonly [string, Mask])[]): SamplePhases {
  const names = distinct(parts.map(([name]) => name));
  const each = parts.map(([, mask], code) => ({ name: names[code]!, code, mask }));
  const grid = lab.phases(Object.fromEntries(each.map(({ name, mask }) => [name, mask])));
  return { grid, each, own };
}

/** Names that were given twice get a number. */
function distinct(names: readonly string[]): string[] {
  return names.map((name, i) => (names.indexOf(name) === i ? name : `${name} (${String(i + 1)})`));
}

/** Asks for everything that is said of each phase. */
export async function phaseReports(
  log: RunLog,
  { each, own: measured }: SamplePhases,
  thick: boolean,
  { thickness, tortuosity }: Pick<Job, 'thickness' | 'tortuosity'>,
  moved: Sensitivity | null,
): Promise<readonly PhaseReport[]> {
  const reports: PhaseReport[] = [];
  let shared: Area | null = null;
  for (const { name, code, mask } of each) {
    const own = await log.ask(mask.fraction());
    const { positions, fraction } = await log.ask(mask.profile());
    const absent = own.voxels === 0;
    // Of two phases, both have the one surface.
    const area: Area | null = thick ? (shared ?? (await areaOf(log, mask))) : null;
    if (each.length === 2) shared = area;
    reports.push({
      name,
      code,
      voxels: own.voxels,
      fraction: {
        value: own.value,
        interval95: own.interval,
        coverage: own.coverage,
        reason: own.reason,
        thresholdRange: moved === null ? null : rangeOf(moved, mask === measured),
      },
      profile: { positions, fraction },
      surface:
        area === null
          ? null
          : {
              ...area,
              perPhaseVolume: absent ? null : area.perVolume / own.value,
              thresholdRange: moved?.surface?.thresholdRange ?? null,
            },
      thickness: thickness && !absent ? await thicknessOf(log, mask) : null,
      tortuosity: absent ? null : await tortuosityOf(log, mask, tortuosity),
    });
  }
  return reports;
}

/** The range of the phase, or of the other side of the threshold. */
function rangeOf({ fraction }: Sensitivity, same: boolean): Range {
  const [lo, hi] = fraction.thresholdRange;
  return same ? [lo, hi] : [1 - hi, 1 - lo];
}

/** A surface per volume by two estimators. */
type Area = Pick<NonNullable<PhaseReport['surface']>, 'perVolume' | 'byGradient'>;

async function areaOf(log: RunLog, mask: Mask): Promise<Area> {
  const { perVolume } = await log.ask(mask.surfaceArea());
  const { perVolume: byGradient } = await log.ask(mask.surfaceArea({ estimator: 'gradient' }));
  return { perVolume, byGradient };
}

async function thicknessOf(log: RunLog, mask: Mask): Promise<PhaseReport['thickness']> {
  const { mean, percentiles } = await log.ask(mask.thickness());
  if (mean === null || percentiles === null) return null;
  return { mean, p10: percentiles.p10, p50: percentiles.p50, p90: percentiles.p90 };
}

async function tortuosityOf(
  log: RunLog,
  mask: Mask,
  axes: Axes,
): Promise<PhaseReport['tortuosity']> {
  if (axes.length === 0) return null;
  const found: Partial<Record<'x' | 'y' | 'z', number>> = {};
  for (const axis of axes)
    found[axis] = (await log.ask(mask.tortuosity({ axis }))).tortuosityFactor ?? NaN;
  return found;
}

/** The interfaces of all pairs of phases; that of two is their surface. */
export async function interfacesOf(
  log: RunLog,
  { grid, each }: SamplePhases,
  reports: readonly PhaseReport[],
): Promise<readonly Interface[]> {
  const [a, b, ...more] = each;
  const perVolume = reports[0]?.surface?.perVolume;
  if (a !== undefined && b !== undefined && more.length === 0 && perVolume !== undefined)
    return [{ phases: [a.name, b.name], perVolume }];
  const { pairs } = await log.ask(grid.interfaces());
  return pairs.map(({ phases, perVolume: area }) => ({ phases, perVolume: area }));
}

import type {
  Lab,
  Mask,
  Phases,
  Profile,
  Query,
  Sensitivity,
  SurfaceArea,
  Thickness,
  Volume,
} from '../index.js';
import type { Vec3 } from '../recipe/geometry.js';
import type {
  About,
  Analysis,
  DensityInterval,
  Interface,
  PhaseReport,
  Range,
} from './analysis.js';
import type { Job } from './arguments.js';
import type { Parts } from './found.js';
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

/** What is known of the measured phase before the others. */
interface Known {
  readonly phase: Analysis['phase'];
  readonly moved: Sensitivity | null;
}

/**
 * Asks for everything that is said of each phase. What fails is taken down in `parts` by the name
 * of the phase, and leaves the rest.
 *
 * @param thick - Whether there are surfaces: a volume one voxel thin has none.
 */
export async function phaseReports(
  log: RunLog,
  parts: Parts,
  { each, own: measured }: SamplePhases,
  thick: boolean,
  { thickness, tortuosity }: Pick<Job, 'thickness' | 'tortuosity'>,
  { phase, moved }: Known,
): Promise<readonly PhaseReport[]> {
  const reports: PhaseReport[] = [];
  const gradients = thick ? await gradientsOf(log, parts, each) : null;
  for (const { name, code, mask } of each) {
    const find: Find = (part, query) =>
      parts.find(`phases.${name}.${part}`, () => log.ask(query()));
    const isMeasured = mask === measured;
    const profile = await find('profile', () => mask.profile());
    const share = isMeasured ? phase : await shareOf(find, parts, mask, profile);
    const absent = share?.voxels === 0;
    const area = thick ? await find('surface', () => mask.surfaceArea()) : null;
    const balls = thickness && !absent ? await find('thickness', () => mask.thickness()) : null;
    reports.push({
      name,
      code,
      voxels: share?.voxels ?? null,
      fraction: share && {
        value: share.value,
        interval95: share.interval95,
        coverage: share.coverage,
        reason: share.reason,
        thresholdRange: moved === null ? null : rangeOf(moved, isMeasured),
      },
      profile: profile && { positions: profile.positions, fraction: profile.fraction },
      surface: area && {
        ...intervalOf(area),
        perPhaseVolume: area.perPhaseVolume,
        byGradient: gradients?.get(name) ?? null,
        thin: area.thin,
        thresholdRange: moved?.surface?.thresholdRange ?? null,
      },
      thickness: balls && thicknessOf(balls),
      tortuosity: absent ? null : await tortuosityOf(find, mask, tortuosity),
    });
  }
  return reports;
}

/** Asks for a part of one phase. */
type Find = <T>(part: string, query: () => Query<T>) => Promise<T | null>;

type Share = Pick<Analysis['phase'], 'voxels' | 'value' | 'interval95' | 'coverage' | 'reason'>;

/** The fraction, which the profile has found already; without its interval where that fails. */
async function shareOf(
  find: Find,
  parts: Parts,
  mask: Mask,
  profile: Profile | null,
): Promise<Share | null> {
  const found = profile?.mean ?? (await find('interval95', () => mask.fraction()));
  if (found !== null) {
    const { voxels, value, interval, coverage, reason } = found;
    return { voxels, value, interval95: interval, coverage, reason };
  }
  const { message } = parts.missing.at(-1)!;
  const voxels = await find('fraction', () => mask.count());
  return voxels === null ? null : countedShare(mask.size, voxels, message);
}

/** A fraction as far as the voxels alone tell. */
export function countedShare([nx, ny, nz]: Vec3, voxels: number, reason: string): Share {
  return {
    voxels,
    value: voxels / (nx * ny * nz),
    interval95: null,
    coverage: null,
    reason: `no interval: ${reason}`,
  };
}

/** The range of the phase, or of the other side of the threshold. */
function rangeOf({ fraction }: Sensitivity, same: boolean): Range {
  const [lo, hi] = fraction.thresholdRange;
  return same ? [lo, hi] : [1 - hi, 1 - lo];
}

/** Surfaces by their second estimator. Of two phases, both have the one surface. */
async function gradientsOf(
  log: RunLog,
  parts: Parts,
  each: SamplePhases['each'],
): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  const alone = each.length === 2 ? each.slice(0, 1) : each;
  for (const { name, mask } of alone) {
    const names = each.length === 2 ? each.map((phase) => phase.name) : [name];
    const [part = '', ...others] = names.map((of) => `phases.${of}.surface.byGradient`);
    const area = await parts.find(part, () => log.ask(mask.surfaceArea({ estimator: 'gradient' })));
    if (area !== null) for (const of of names) found.set(of, area.perVolume);
    else for (const other of others) parts.lack(other, parts.missing.at(-1)!);
  }
  return found;
}

function thicknessOf({ mean, percentiles }: Thickness): PhaseReport['thickness'] {
  if (mean === null || percentiles === null) return null;
  return { mean, p10: percentiles.p10, p50: percentiles.p50, p90: percentiles.p90 };
}

async function tortuosityOf(
  find: Find,
  mask: Mask,
  axes: Axes,
): Promise<PhaseReport['tortuosity']> {
  const found: Partial<Record<'x' | 'y' | 'z', number>> = {};
  for (const axis of axes) {
    const transport = await find(`tortuosity.${axis}`, () => mask.tortuosity({ axis }));
    if (transport !== null) found[axis] = transport.tortuosityFactor ?? NaN;
  }
  return Object.keys(found).length === 0 ? null : found;
}

/** An area per volume with its interval. */
function intervalOf({
  perVolume,
  sampling: { interval, coverage, reason },
}: Pick<SurfaceArea, 'perVolume' | 'sampling'>): DensityInterval {
  return { perVolume, interval95: interval, coverage, reason };
}

/** The interfaces of all pairs of phases; that of two is their surface. */
export async function interfacesOf(
  log: RunLog,
  { grid, each }: SamplePhases,
  reports: readonly PhaseReport[],
): Promise<readonly Interface[]> {
  const [a, b, ...more] = each;
  const surface = reports[0]?.surface ?? null;
  if (a !== undefined && b !== undefined && more.length === 0 && surface !== null) {
    const { perVolume, interval95, coverage, reason } = surface;
    return [{ phases: [a.name, b.name], perVolume, interval95, coverage, reason }];
  }
  const { pairs } = await log.ask(grid.interfaces());
  return pairs.map((pair) => ({ phases: pair.phases, ...intervalOf(pair) }));
}

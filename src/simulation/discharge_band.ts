// How sure a discharge is, from the intervals of what was measured.
import { invalidArgument } from '../recipe/errors.js';
import { middlePart } from '../stats/distributions/middle_part.js';
import { NORMAL_QUANTILE } from '../stats/distributions/normal.js';
import { Random } from '../synthetic/random.js';
import { ACTIVE } from './bpx_quantities.js';
import { RADIUS, SURFACE, USER_DEFINED } from './bpx_keys.js';
import { isMembers, type Members } from './bpx_sections.js';
import { cellParameters } from './cell_parameters.js';
import {
  discharged,
  simulateDischarge,
  type Discharge,
  type DischargeOptions,
} from './discharge.js';
import { MEASURED } from './to_bpx.js';

/** How the band of a discharge is drawn. */
export interface BandOptions extends DischargeOptions {
  /** How many cells are drawn, 20 to 10,000; default 100. */
  readonly draws?: number;
  /** Seed of the draws; default 0. */
  readonly seed?: number;
}

/** A discharge with the band that the intervals of measured values give. */
export interface DischargeBand extends Discharge {
  /**
   * The 95 % band of the voltage at each `capacity`, in V, as far as 95 % of the cells give so
   * much; NaN beyond.
   */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** The 95 % interval of `delivered`, in A h. */
  readonly deliveredInterval: readonly [lo: number, hi: number];
  /** What was varied, as `section > key`. */
  readonly varied: readonly string[];
  readonly draws: number;
}

/** A measured value with its standard deviation, and where it stands. */
interface Varied {
  readonly section: string;
  readonly key: string;
  readonly value: number;
  readonly sigma: number;
}

/**
 * A discharge as {@link simulateDischarge} computes it, and the band in which it lies by the
 * intervals of what was measured: of every value that {@link toBpx} has written with its interval,
 * 100 cells are drawn from normal distributions, as if independent, and each is discharged. The
 * radius of particles follows from the drawn fraction and surface, 3 ε / a. What no scan shows is
 * not varied: the band is that of the structure alone, and not of the cell.
 *
 * @param document - As of {@link simulateDischarge}, with values by {@link toBpx} under
 *   `User-defined`.
 * @throws VoxmetryError as {@link simulateDischarge}; `invalid-argument` where the file has no
 *   measured value with an interval.
 * @example
 * ```ts
 * import { dischargeBand, toBpx } from 'voxmetry/simulation';
 * const layer = { 'Thickness [m]': 7e-5, Porosity: 0.35, 'Transport efficiency': 0.2 };
 * const electrode = {
 *   ...layer,
 *   'Conductivity [S.m-1]': 1,
 *   'Minimum stoichiometry': 0.1,
 *   'Maximum stoichiometry': 0.9,
 *   'Maximum concentration [mol.m-3]': 30000,
 *   'Particle radius [m]': 5e-6,
 *   'Surface area per unit volume [m-1]': 360000,
 *   'Diffusivity [m2.s-1]': 4e-14,
 *   'Reaction rate constant [mol.m-2.s-1]': 1e-5,
 * };
 * const into = {
 *   Header: { BPX: '1.1.1', Model: 'DFN' },
 *   Parameterisation: {
 *     Cell: {
 *       'Electrode area [m2]': 0.01,
 *       'Number of electrode pairs connected in parallel to make a cell': 1,
 *       'Lower voltage cut-off [V]': 3,
 *       'Upper voltage cut-off [V]': 4.2,
 *       'Nominal cell capacity [A.h]': 0.27,
 *     },
 *     Electrolyte: {
 *       'Cation transference number': 0.3,
 *       'Diffusivity [m2.s-1]': 3e-10,
 *       'Conductivity [S.m-1]': 1,
 *     },
 *     'Negative electrode': { ...electrode, 'OCP [V]': '0.1 + 0.5 * exp(-30 * x)' },
 *     Separator: { ...layer, 'Thickness [m]': 1.5e-5 },
 *     'Positive electrode': { ...electrode, 'OCP [V]': '4.3 - 0.8 * x' },
 *   },
 * };
 * const { document } = toBpx(
 *   {
 *     positiveElectrode: {
 *       active: { value: 0.6, interval: [0.58, 0.62] },
 *       surface: { perVolume: 0.36, unit: 'µm', estimator: 'crofton13' },
 *     },
 *   },
 *   { into },
 * );
 * const { deliveredInterval, varied } = dischargeBand(document, { draws: 20 });
 * console.assert(varied.length === 1 && deliveredInterval[1] > deliveredInterval[0]);
 * ```
 */
export function dischargeBand(
  document: unknown,
  { draws = 100, seed = 0, ...options }: BandOptions = {},
): DischargeBand {
  if (!Number.isInteger(draws) || draws < 20 || draws > 10_000)
    throw invalidArgument('dischargeBand', 'draws', draws, 'an integer from 20 to 10,000');
  const found = simulateDischarge(document, options);
  const varied = variedIn(document as Members);
  if (varied.length === 0)
    throw invalidArgument(
      'dischargeBand',
      'document',
      'without a measured value that has an interval',
      'a file that toBpx(measured, { into }) has written',
    );
  const random = new Random(seed);
  const { steps = 400 } = options;
  const cells = Array.from({ length: draws }, () =>
    discharged(cellParameters(drawn(document as Members, varied, random)), found.cRate, steps),
  );
  const lower = new Float64Array(found.capacity.length).fill(NaN);
  const upper = lower.slice();
  found.capacity.forEach((capacity, i) => {
    const volts = cells.flatMap((cell) =>
      cell.delivered >= capacity ? [voltageAt(cell, capacity)] : [],
    );
    if (volts.length >= 0.95 * draws) [lower[i], upper[i]] = middlePart(volts);
  });
  return {
    ...found,
    lower,
    upper,
    deliveredInterval: middlePart(cells.map(({ delivered }) => delivered)),
    varied: varied.map(({ section, key }) => `${section} > ${key}`),
    draws,
  };
}

/** The measured values with intervals that the file's cell has in their places. */
function variedIn({ Parameterisation }: Members): Varied[] {
  const sections = Parameterisation as Members;
  const own = sections[USER_DEFINED];
  const measured = isMembers(own) ? own[MEASURED] : undefined;
  const found: Varied[] = [];
  for (const [section, values] of Object.entries(isMembers(measured) ? measured : {})) {
    const placed = sections[section];
    if (!isMembers(values) || !isMembers(placed)) continue;
    for (const [key, one] of Object.entries(values)) {
      if (!isMembers(one)) continue;
      const { value, lower, upper } = one as Readonly<Record<string, number | undefined>>;
      if (value === undefined || lower === undefined || upper === undefined) continue;
      // The radius follows from both of what it is made of.
      if (key === RADIUS || (key !== ACTIVE && placed[key] !== value)) continue;
      found.push({ section, key, value, sigma: (upper - lower) / 2 / NORMAL_QUANTILE });
    }
  }
  return found;
}

/** A file with other values in the places of those that vary. */
function drawn(document: Members, varied: readonly Varied[], random: Random): Members {
  const sections = { ...(document['Parameterisation'] as Members) };
  const fractions = new Map<string, number>();
  for (const { section, key, value, sigma } of varied) {
    // A normal distribution reaches below zero, where values so far from it have no place.
    const other = Math.max(value + sigma * random.normal(), value / 100);
    if (key === ACTIVE) fractions.set(section, other);
    else sections[section] = { ...(sections[section] as Members), [key]: other };
  }
  for (const section of new Set(varied.map((one) => one.section))) {
    const placed = sections[section] as Members;
    const before = (document['Parameterisation'] as Members)[section] as Members;
    const [radius, area] = [before[RADIUS], before[SURFACE]];
    if (typeof radius !== 'number' || typeof area !== 'number') continue;
    const fraction = fractions.get(section) ?? (radius * area) / 3;
    sections[section] = { ...placed, [RADIUS]: (3 * fraction) / (placed[SURFACE] as number) };
  }
  return { ...document, Parameterisation: sections };
}

/** The voltage where a cell has given so much. */
function voltageAt({ capacity, voltage }: Discharge, given: number): number {
  const after = capacity.findIndex((one) => one >= given);
  if (after <= 0) return voltage[0]!;
  const share = (given - capacity[after - 1]!) / (capacity[after]! - capacity[after - 1]!);
  return voltage[after - 1]! + share * (voltage[after]! - voltage[after - 1]!);
}

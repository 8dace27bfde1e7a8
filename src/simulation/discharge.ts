// Discharge of a cell by the single-particle model with electrolyte (SPMe).
import { VoxmetryError, invalidArgument } from '../recipe/errors.js';
import {
  cellParameters,
  type CellParameters,
  type ElectrodeParameters,
} from './cell_parameters.js';
import { Particle } from './particle.js';
import { FARADAY, Salt } from './salt.js';

/** How a cell is discharged. */
export interface DischargeOptions {
  /**
   * Current in multiples of the one that would empty the nominal capacity in an hour; above 0 and
   * at most 0.5. Default 0.2.
   */
  readonly cRate?: number;
  /** Steps in the time that the nominal capacity takes, 50 to 10,000. Default 400. */
  readonly steps?: number;
}

/** The course of a discharge, from a full cell on. */
export interface Discharge {
  readonly cRate: number;
  /** The current, in A. */
  readonly current: number;
  /** Seconds since the start. */
  readonly time: Float64Array;
  /** What the cell has given, in A h. */
  readonly capacity: Float64Array;
  /** The cell's voltage, in V. */
  readonly voltage: Float64Array;
  /** All that it gave until it ended, in A h. */
  readonly delivered: number;
  /** The energy of that, in W h. */
  readonly energy: number;
  /**
   * What ended it: the lower voltage cut-off, or lithium or salt that ran out before; then the
   * model holds no longer.
   */
  readonly endedBy: 'cut-off' | 'particles' | 'electrolyte';
  /** What was assumed and left out. */
  readonly notes: readonly string[];
}

const GAS = 8.314462618;
/** From here on, reaction across an electrode is no longer even enough. */
const GREATEST_RATE = 0.5;
/** Times the nominal capacity that are computed at most. */
const MOST = 4;

/**
 * The discharge of a full cell at a constant current by the single-particle model with electrolyte
 * (SPMe; Marquis et al., J. Electrochem. Soc. 166, 2019, A3693,
 * https://doi.org/10.1149/2.0341915jes): one ball stands for all particles of an electrode, the
 * reaction is even across it, salt diffuses across the cell, kinetics are Butler and Volmer's with
 * halves. Isothermal, without ageing, hysteresis, double layers. It holds at small currents: above
 * C/2 it is refused, since there the reaction is uneven; take a porous-electrode model then.
 *
 * Particles are 40 shells, each layer 20 cells, implicit steps of second order. Steps of half the
 * time change voltages by less than a millivolt. Some 20 ms.
 *
 * @param document - A file of BPX 1.1 for SPMe or DFN, with all that no scan shows; what was
 *   measured is written into it by {@link toBpx}.
 * @throws VoxmetryError `needs-metadata` where the file lacks a section or a number;
 *   `invalid-argument` for a file that is no BPX, blends, a rate outside its bounds, and potentials
 *   that are no numbers; `limit` where the nominal capacity is far too small.
 * @example
 * ```ts
 * import { simulateDischarge } from 'voxmetry/simulation';
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
 * const { voltage, delivered } = simulateDischarge(
 *   {
 *     Header: { BPX: '1.1.1', Model: 'DFN' },
 *     Parameterisation: {
 *       Cell: {
 *         'Electrode area [m2]': 0.01,
 *         'Number of electrode pairs connected in parallel to make a cell': 1,
 *         'Lower voltage cut-off [V]': 3,
 *         'Upper voltage cut-off [V]': 4.2,
 *         'Nominal cell capacity [A.h]': 0.27,
 *       },
 *       Electrolyte: {
 *         'Cation transference number': 0.3,
 *         'Diffusivity [m2.s-1]': 3e-10,
 *         'Conductivity [S.m-1]': 1,
 *       },
 *       'Negative electrode': { ...electrode, 'OCP [V]': '0.1 + 0.5 * exp(-30 * x)' },
 *       Separator: { ...layer, 'Thickness [m]': 1.5e-5 },
 *       'Positive electrode': { ...electrode, 'OCP [V]': '4.3 - 0.8 * x' },
 *     },
 *   },
 *   { cRate: 0.2 },
 * );
 * console.assert(voltage[0]! > 4 && delivered > 0.2 && delivered < 0.3);
 * ```
 */
export function simulateDischarge(
  document: unknown,
  { cRate = 0.2, steps = 400 }: DischargeOptions = {},
): Discharge {
  if (!(cRate > 0 && cRate <= GREATEST_RATE))
    throw invalidArgument(
      'simulateDischarge',
      'cRate',
      cRate,
      `above 0 and at most ${String(GREATEST_RATE)}, where the reaction is even across an electrode`,
    );
  if (!Number.isInteger(steps) || steps < 50 || steps > 10_000)
    throw invalidArgument('simulateDischarge', 'steps', steps, 'an integer from 50 to 10,000');
  return discharged(cellParameters(document), cRate, steps);
}

/** The voltage of a cell: potentials at the surfaces, less what currents and reactions lose. */
function voltageOf(
  cell: CellParameters,
  current: number,
  [negative, positive]: readonly [number, number],
  salt: Salt,
): number {
  const [inNegative, inSeparator, inPositive] = salt.means();
  const thermal = (GAS * cell.temperature) / FARADAY;
  const overpotential = (of: ElectrodeParameters, x: number, root: number): number => {
    const exchange = FARADAY * of.rate * (root / Math.sqrt(cell.salt)) * Math.sqrt(x * (1 - x));
    return 2 * thermal * Math.asinh(current / (of.surface * of.thickness) / (2 * exchange));
  };
  const reaction =
    overpotential(cell.negative, negative, inNegative!.root) +
    overpotential(cell.positive, positive, inPositive!.root);
  const concentration =
    2 * (1 - cell.transference) * thermal * (inPositive!.logarithm - inNegative!.logarithm);
  const ohmic = ({ thickness, efficiency }: typeof cell.separator, conductivity: number): number =>
    thickness / (efficiency * conductivity);
  const electrolyte =
    ohmic(cell.negative, inNegative!.conductivity) / 3 +
    ohmic(cell.separator, inSeparator!.conductivity) +
    ohmic(cell.positive, inPositive!.conductivity) / 3;
  const solid =
    (cell.negative.thickness / cell.negative.conductivity +
      cell.positive.thickness / cell.positive.conductivity) /
    3;
  const volts =
    cell.positive.potential(positive) -
    cell.negative.potential(negative) -
    reaction +
    concentration -
    current * (electrolyte + solid);
  if (!Number.isFinite(volts))
    throw invalidArgument(
      'simulateDischarge',
      'document',
      `no voltage at stoichiometries of ${negative.toPrecision(3)} and ${positive.toPrecision(3)}`,
      "functions that are numbers there: 'OCP [V]', the electrolyte's conductivity",
    );
  return volts;
}

/** The discharge of a cell whose file has been read. */
export function discharged(cell: CellParameters, cRate: number, steps: number): Discharge {
  const amperes = cRate * cell.capacity;
  const current = amperes / cell.area;
  const dt = 3600 / cRate / steps;
  const flux = ({ surface, thickness }: ElectrodeParameters): number =>
    current / (FARADAY * surface * thickness);
  const negative = new Particle(cell.negative, cell.negative.greatestStoichiometry);
  const positive = new Particle(cell.positive, cell.positive.leastStoichiometry);
  const salt = new Salt(cell);
  const surfaces = (): [number, number] => [negative.surface, positive.surface];
  const time = [0];
  const voltage = [voltageOf(cell, current, surfaces(), salt)];
  let endedBy: Discharge['endedBy'] = 'cut-off';
  while (voltage.at(-1)! > cell.lowerVoltage) {
    if (time.length > MOST * steps)
      throw new VoxmetryError(
        'limit',
        `simulateDischarge: after ${String(MOST)} times the nominal capacity, ${String(cell.capacity)} A h, the voltage is still ${voltage.at(-1)!.toFixed(3)} V. Correct 'Nominal cell capacity [A.h]' or 'Electrode area [m2]'.`,
        { op: 'simulateDischarge', details: { capacity: cell.capacity } },
      );
    negative.step(dt, flux(cell.negative));
    positive.step(dt, -flux(cell.positive));
    salt.step(dt, current);
    if (surfaces().some((x) => !(x > 0 && x < 1))) {
      endedBy = 'particles';
      break;
    }
    if (!(salt.least > 0)) {
      endedBy = 'electrolyte';
      break;
    }
    const [before, after] = [voltage.at(-1)!, voltageOf(cell, current, surfaces(), salt)];
    const share = after < cell.lowerVoltage ? (before - cell.lowerVoltage) / (before - after) : 1;
    time.push(time.at(-1)! + share * dt);
    voltage.push(share < 1 ? cell.lowerVoltage : after);
    if (share < 1) break;
  }
  const hours = time.map((seconds) => (amperes * seconds) / 3600);
  const energy = voltage
    .slice(1)
    .reduce((sum, v, i) => sum + ((v + voltage[i]!) / 2) * (hours[i + 1]! - hours[i]!), 0);
  return {
    cRate,
    current: amperes,
    time: Float64Array.from(time),
    capacity: Float64Array.from(hours),
    voltage: Float64Array.from(voltage),
    delivered: hours.at(-1)!,
    energy,
    endedBy,
    notes: cell.notes,
  };
}

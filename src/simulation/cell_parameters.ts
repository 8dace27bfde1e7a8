// What a cell model takes of a BPX file.
import { VoxmetryError, invalidArgument } from '../recipe/errors.js';
import type { Curve } from './bpx_expression.js';
import { bpxFunction } from './bpx_function.js';
import {
  CONDUCTIVITY,
  EFFICIENCY,
  ELECTRODES,
  POROSITY,
  RADIUS,
  SEPARATOR,
  SURFACE,
  THICKNESS,
} from './bpx_keys.js';
import { isBlend, isMembers, type Members } from './bpx_sections.js';
import { checkBpx } from './check_bpx.js';

/** A porous layer that is full of electrolyte; lengths in metres. */
export interface PorousLayer {
  readonly thickness: number;
  readonly porosity: number;
  readonly efficiency: number;
}

/** An electrode of particles of one kind, in SI units. */
export interface ElectrodeParameters extends PorousLayer {
  readonly conductivity: number;
  readonly radius: number;
  readonly surface: number;
  readonly greatestConcentration: number;
  readonly leastStoichiometry: number;
  readonly greatestStoichiometry: number;
  /** Of lithium in the particles, by stoichiometry. */
  readonly diffusivity: Curve;
  readonly potential: Curve;
  /** By which the exchange current is F times the rate constant. */
  readonly rate: number;
}

/** A cell, in SI units. */
export interface CellParameters {
  /** Of all pairs of electrodes together. */
  readonly area: number;
  readonly capacity: number;
  readonly lowerVoltage: number;
  readonly temperature: number;
  readonly negative: ElectrodeParameters;
  readonly separator: PorousLayer;
  readonly positive: ElectrodeParameters;
  /** Concentration of salt at rest, and what follows from concentrations. */
  readonly salt: number;
  readonly transference: number;
  readonly saltDiffusivity: Curve;
  readonly ionicConductivity: Curve;
  /** What was assumed. */
  readonly notes: readonly string[];
}

const OP = 'simulateDischarge';
/** Where the file says nothing, as PyBaMM does. */
const SALT = 1000;
const ROOM = 298.15;

/** Reads a file of BPX; an error where it does not say all that the model takes. */
export function cellParameters(document: unknown): CellParameters {
  const [problem] = checkBpx(document);
  if (problem !== undefined)
    throw invalidArgument(OP, problem.path, 'not what BPX takes', `what ${problem.message}`);
  const { Parameterisation, State } = document as Members;
  const sections = Parameterisation as Members;
  const section = (name: string): Members => {
    const found = sections[name];
    if (!isMembers(found)) throw missing(name);
    return found;
  };
  const notes: string[] = [];
  const cell = section('Cell');
  const electrolyte = section('Electrolyte');
  const initial = isMembers(State) ? State['Initial conditions'] : undefined;
  const salt = isMembers(initial) ? initial['Initial electrolyte concentration [mol.m-3]'] : null;
  if (typeof salt !== 'number')
    notes.push(`The file has no concentration of the electrolyte at rest: ${String(SALT)} mol/m³.`);
  const given = cell['Reference temperature [K]'];
  const temperature = typeof given === 'number' ? given : ROOM;
  const unsaid = typeof given === 'number' ? '' : ', as the file has no reference temperature';
  notes.push(`Isothermal, at ${String(temperature)} K${unsaid}.`);
  const [negative, positive] = ELECTRODES.map((name) => electrode(name, section(name), notes));
  const number = (key: string): number => cell[key] as number;
  return {
    area:
      number('Electrode area [m2]') *
      number('Number of electrode pairs connected in parallel to make a cell'),
    capacity: number('Nominal cell capacity [A.h]'),
    lowerVoltage: number('Lower voltage cut-off [V]'),
    temperature,
    negative: negative!,
    separator: layer(SEPARATOR, section(SEPARATOR)),
    positive: positive!,
    salt: typeof salt === 'number' ? salt : SALT,
    transference: electrolyte['Cation transference number'] as number,
    saltDiffusivity: bpxFunction(electrolyte['Diffusivity [m2.s-1]'], 'Electrolyte.Diffusivity'),
    ionicConductivity: bpxFunction(electrolyte[CONDUCTIVITY], 'Electrolyte.Conductivity'),
    notes,
  };
}

function missing(path: string): VoxmetryError {
  return new VoxmetryError(
    'needs-metadata',
    `${OP}: the file has no ${path}. A discharge takes a whole cell with its electrolyte (a file for SPMe or DFN): write what was measured into one, toBpx(measured, { into }).`,
    { op: OP, details: { path } },
  );
}

function numberOf(name: string, members: Members, key: string): number {
  const value = members[key];
  if (typeof value !== 'number') throw missing(`${name} > ${key}`);
  if (!(value > 0)) throw invalidArgument(OP, `${name} > ${key}`, value, 'a number above 0');
  return value;
}

function layer(name: string, members: Members): PorousLayer {
  return {
    thickness: numberOf(name, members, THICKNESS),
    porosity: numberOf(name, members, POROSITY),
    efficiency: numberOf(name, members, EFFICIENCY),
  };
}

function electrode(name: string, members: Members, notes: string[]): ElectrodeParameters {
  if (isBlend(members))
    throw new VoxmetryError(
      'invalid-argument',
      `${OP}: the ${name} is a blend of active materials, and the model has particles of one kind. Take a porous-electrode model, as PyBaMM's.`,
      { op: OP, details: { path: `${name} > Particle` } },
    );
  if (members['OCP (delithiation) [V]'] !== undefined)
    notes.push(`${name}: hysteresis is left out; 'OCP [V]' is taken.`);
  const number = (key: string): number => numberOf(name, members, key);
  return {
    ...layer(name, members),
    conductivity: number(CONDUCTIVITY),
    radius: number(RADIUS),
    surface: number(SURFACE),
    greatestConcentration: number('Maximum concentration [mol.m-3]'),
    leastStoichiometry: members['Minimum stoichiometry'] as number,
    greatestStoichiometry: number('Maximum stoichiometry'),
    diffusivity: bpxFunction(members['Diffusivity [m2.s-1]'], `${name} > Diffusivity`),
    potential: bpxFunction(members['OCP [V]'], `${name} > OCP`),
    rate: number('Reaction rate constant [mol.m-2.s-1]'),
  };
}

import { invalidArgument } from '../recipe/errors.js';
import { LIBRARY } from '../version.js';
import {
  CONTACT,
  EFFICIENCY,
  ELECTRODE,
  ELECTRODES,
  LAYER,
  POROSITY,
  RADIUS,
  SEPARATOR,
  SURFACE,
  USER_DEFINED,
} from './bpx_keys.js';
import type { BpxDomain, BpxElectrode, BpxMeasured } from './bpx_measured.js';
import { DIAMETER, quantitiesOf, type Quantity } from './bpx_quantities.js';
import { isBlend, isMembers, isOfSingleParticle, type Members } from './bpx_sections.js';
import { checkBpx } from './check_bpx.js';

/** What {@link toBpx} writes beside the measured values. */
export interface BpxOptions {
  /** Default: that of `into`, or none. */
  readonly title?: string;
  /** Default: that of `into`, or which library measured. */
  readonly description?: string;
  /** Default: that of `into`, or none. */
  readonly references?: string;
  /**
   * A BPX file of version 1.1, as parsed JSON, which the measured values take their places in: its
   * other values, such as open-circuit voltages, stay. It is not changed. Default: none.
   */
  readonly into?: unknown;
}

/**
 * What to know before a file is used:
 *
 * - 'overfull': the fractions that a cell model computes, a R / 3 of active material and the pores,
 *   are together more than 1 (`values.sum`).
 * - 'radius-differs': the radius from fraction and surface (`values.fromSurface`) and half the D50
 *   (`values.fromD50`) differ by more than 20 % of the latter. The former is written.
 * - 'porosity-differs': transport was solved in another fraction (`values.transport`) than the
 *   porosity that is written (`values.porosity`).
 * - 'not-placed': the values of `keys` stand under `User-defined` alone.
 */
export interface BpxNote {
  readonly code: 'overfull' | 'radius-differs' | 'porosity-differs' | 'not-placed';
  readonly domain: BpxDomain;
  /** The same in words, with the remedy. */
  readonly message: string;
  /** The numbers that it is about, in SI units. */
  readonly values: Readonly<Record<string, number>>;
  /** The keys that it is about. */
  readonly keys: readonly string[];
}

/** A BPX file and what to know of it. */
export interface BpxExport {
  /** The file as JSON: `JSON.stringify(document, null, 2)` writes it. */
  readonly document: Readonly<Record<string, unknown>>;
  readonly notes: readonly BpxNote[];
}

/** The parts of a cell, as BPX calls them. */
const SECTIONS: Readonly<Record<BpxDomain, string>> = {
  negativeElectrode: 'Negative electrode',
  positiveElectrode: 'Positive electrode',
  separator: SEPARATOR,
};

/** Under which member of `User-defined` all that was measured stands. */
export const MEASURED = 'Voxmetry';

/**
 * Writes measured values as a file of BPX 1.1 (Battery Parameter eXchange), which PyBaMM and other
 * cell models read. Lengths are converted from the unit of each result to metres. Porosity is a
 * fraction of the volume, the transport efficiency is 1 / MacMullin number of the pores along the
 * axis through the layer, the surface is that of the active material per volume of the electrode.
 * The particle radius is R = 3 ε / a of the active material's fraction and surface: cell models
 * take a R / 3 for that fraction, which half a D50 would get wrong.
 *
 * BPX has no place for an electrode of which open-circuit voltage, diffusivity and kinetics are not
 * known, and no scan shows these. So a file of measured values alone (`Header.Model: "Partial"`)
 * has the separator in its place, if thickness, porosity and transport are given, and electrodes
 * under `User-defined`, by the same keys. With a file to write `into`, they take their places
 * there. Intervals, estimators, D50 and the hashes of recipes always stand under `User-defined >
 * Voxmetry`, as members `value`, `lower`, `upper` and `description`. The file passes
 * {@link checkBpx}.
 *
 * Computes nothing on volumes: the results are handed in, or numbers of the same form.
 *
 * @param measured - What was measured, by part of the cell.
 * @throws VoxmetryError `invalid-argument` for a unit that is no length ('px'), a fraction outside
 *   0 to 1, transport that nothing gets through or of another axis, numbers that are not finite,
 *   parts or phases of other names, and for an `into` that is no file of BPX 1.1.
 * @example
 * ```ts
 * import { toBpx } from 'voxmetry/simulation';
 * const { document, notes } = toBpx({
 *   positiveElectrode: {
 *     porosity: { value: 0.4, interval: [0.38, 0.42] },
 *     active: { value: 0.6, interval: [0.58, 0.62] },
 *     surface: { perVolume: 0.45, unit: 'µm', estimator: 'crofton13' },
 *   },
 * });
 * const text = JSON.stringify(document); // what a file holds
 * console.assert(text.includes('"Particle radius [m]":{"value":0.000004'));
 * console.assert(notes[0]?.code === 'not-placed');
 * ```
 */
export function toBpx(measured: BpxMeasured, options: BpxOptions = {}): BpxExport {
  const domains = domainsOf(measured);
  const base = baseOf(options);
  const placed: Record<string, unknown> = { ...(base['Parameterisation'] as Members) };
  const model = (base['Header'] as Members)['Model'];
  const notes: BpxNote[] = [];
  const records: Record<string, unknown> = {
    description: `Measured from 3D images by ${LIBRARY}, in SI units. Bounds are those of 95 % intervals.`,
  };
  for (const [domain, given] of domains) {
    const section = SECTIONS[domain];
    const found = quantitiesOf(domain, given);
    if (found.size === 0) continue;
    records[section] = Object.fromEntries(Array.from(found, ([key, one]) => [key, record(one)]));
    const group = place(section, found, placed, model !== 'SPM');
    if (group !== undefined) placed[section] = group;
    notes.push(...notesOf(domain, given, found, group));
  }
  if (Object.keys(records).length === 1)
    throw invalidArgument('toBpx', 'measured', 'without any value', 'at least one measured value');
  placed[USER_DEFINED] = { ...(placed[USER_DEFINED] as Members | undefined), [MEASURED]: records };
  const document = { ...base, Parameterisation: placed };
  const [problem] = checkBpx(document);
  if (problem !== undefined)
    throw invalidArgument('toBpx', problem.path, 'not what BPX takes', `what ${problem.message}`);
  return { document, notes };
}

const isDomain = (name: string): name is BpxDomain => Object.hasOwn(SECTIONS, name);

function domainsOf(measured: BpxMeasured): [BpxDomain, BpxElectrode][] {
  const known = Object.keys(SECTIONS)
    .map((name) => `'${name}'`)
    .join(', ');
  if (!isMembers(measured)) throw invalidArgument('toBpx', 'measured', measured, known);
  const found: [BpxDomain, BpxElectrode][] = [];
  for (const [name, given] of Object.entries<unknown>(measured)) {
    if (!isDomain(name)) throw invalidArgument('toBpx', 'measured', name, known);
    if (given === undefined) continue;
    if (!isMembers(given)) throw invalidArgument('toBpx', name, given, 'measured values by name');
    const keys = ['axis', 'porosity', 'transport', 'thickness'];
    if (name !== 'separator') keys.push('active', 'surface', 'sizes', 'conductivity');
    for (const key of Object.keys(given))
      if (!keys.includes(key)) throw invalidArgument('toBpx', name, key, keys.join(', '));
    found.push([name, given]);
  }
  return found;
}

/** The file that values are written into: that of the caller, or one of a header alone. */
function baseOf({ into, title, description, references }: BpxOptions): Members {
  const [problem] = into === undefined ? [] : checkBpx(into);
  if (problem !== undefined)
    throw invalidArgument(
      'toBpx',
      'into',
      `no file of BPX 1.1 (${problem.path} ${problem.message})`,
      'a file that checkBpx finds nothing in',
    );
  const empty = {
    Header: { BPX: '1.1.1', Model: 'Partial', Description: `Measured by ${LIBRARY}` },
    Parameterisation: {},
  };
  const base = (into ?? empty) as Members;
  const Header = {
    ...(base['Header'] as Members),
    ...(title !== undefined && { Title: title }),
    ...(description !== undefined && { Description: description }),
    ...(references !== undefined && { References: references }),
  };
  return { ...base, Header };
}

/** A part of the cell with the measured values in it; undefined where BPX would not take it. */
function place(
  section: string,
  found: ReadonlyMap<string, Quantity>,
  placed: Members,
  takesSeparator: boolean,
): Members | undefined {
  const before = placed[section] as Members | undefined;
  const numbers = (keys: readonly string[]): Members =>
    Object.fromEntries(
      keys.flatMap((key) => (found.has(key) ? [[key, found.get(key)!.value]] : [])),
    );
  if (section === SEPARATOR) {
    const keys = Object.keys(CONTACT.required);
    const made = { ...before, ...numbers(keys) };
    const single = ELECTRODES.some((key) => {
      const electrode = placed[key];
      return isMembers(electrode) && isOfSingleParticle(electrode);
    });
    return takesSeparator && !single && keys.every((key) => Object.hasOwn(made, key))
      ? made
      : undefined;
  }
  if (before === undefined) return undefined;
  const keys = Object.keys(isOfSingleParticle(before) ? LAYER.required : ELECTRODE.required);
  return { ...before, ...numbers(isBlend(before) ? keys : [...keys, RADIUS, SURFACE]) };
}

function record({ value, interval, words, more }: Quantity): Members {
  const bounds = interval && { lower: interval[0], upper: interval[1] };
  return { value, ...bounds, ...more, description: words };
}

function notesOf(
  domain: BpxDomain,
  given: BpxElectrode,
  found: ReadonlyMap<string, Quantity>,
  group: Members | undefined,
): BpxNote[] {
  const notes: BpxNote[] = [];
  const note = (
    code: BpxNote['code'],
    message: string,
    values: BpxNote['values'],
    keys: readonly string[],
  ): void => {
    notes.push({ code, domain, message, values, keys });
  };
  /** What a cell model reads: that of the file, or what is measured where there is no place. */
  const read = (key: string): number | undefined => {
    const value = group?.[key];
    return typeof value === 'number' ? value : found.get(key)?.value;
  };
  const [area, size, pores] = [read(SURFACE), read(RADIUS), read(POROSITY)];
  if (area !== undefined && size !== undefined && pores !== undefined) {
    const active = (area * size) / 3;
    const sum = active + pores;
    // Fractions of one segmentation add up to 1 but for rounding.
    if (sum > 1 + 1e-9)
      note(
        'overfull',
        `Active material a R / 3 and pores are ${sum.toPrecision(4)} of the volume: more than ` +
          'all of it. Measure both on one segmentation.',
        { active, porosity: pores, sum },
        [SURFACE, RADIUS, POROSITY],
      );
  }
  const [fromSurface, diameter] = [found.get(RADIUS)?.value, found.get(DIAMETER)?.value];
  if (fromSurface !== undefined && diameter !== undefined) {
    const fromD50 = diameter / 2;
    if (Math.abs(fromSurface / fromD50 - 1) > 0.2)
      note(
        'radius-differs',
        `The radius 3 ε / a is ${fromSurface.toPrecision(3)} m, half the D50 ` +
          `${fromD50.toPrecision(3)} m. The former is written, which keeps fraction and surface; ` +
          'ways within particles are then not those of the latter.',
        { fromSurface, fromD50 },
        [RADIUS, DIAMETER],
      );
  }
  const solvedIn = given.transport?.fraction;
  const porosity = found.get(POROSITY)?.value;
  if (solvedIn !== undefined && porosity !== undefined && Math.abs(solvedIn - porosity) > 1e-6)
    note(
      'porosity-differs',
      'Transport was solved in another fraction than the porosity. Measure both on one mask.',
      { transport: solvedIn, porosity },
      [EFFICIENCY, POROSITY],
    );
  const places = Object.keys({ ...ELECTRODE.required, [RADIUS]: 0, [SURFACE]: 0 });
  const away = places.filter((key) => found.has(key) && !Object.hasOwn(group ?? {}, key));
  if (away.length > 0) note('not-placed', `${NOT_PLACED} ${away.join(', ')}.`, {}, away);
  return notes;
}

const NOT_PLACED =
  'BPX takes no part of a cell by half: write into a file that has what no scan shows. ' +
  'Under User-defined alone:';

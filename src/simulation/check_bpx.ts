import {
  bothKeys,
  CELL,
  CONTACT,
  ELECTRODE,
  ELECTRODES,
  ELECTROLYTE,
  HEADER,
  LAYER,
  PARTICLE,
  SEPARATOR,
  USER_DEFINED,
  type BpxKeys,
} from './bpx_keys.js';
import {
  checkKeys,
  isBlend,
  isCurve,
  isMembers,
  isOfSingleParticle,
  isTable,
  membersOf,
  refuseOthers,
  wrong,
  type Members,
  type Report,
} from './bpx_sections.js';
import { checkState, checkValidation } from './check_bpx_state.js';

/** What a BPX file breaks, and where. */
export interface BpxProblem {
  /** The keys that lead to it, as `Parameterisation > Separator > Porosity`. */
  readonly path: string;
  /** What is wrong there. */
  readonly message: string;
}

/**
 * Checks a BPX file, as parsed JSON, by the constraints of version 1.1 of the schema: the keys of
 * every section, what they hold, which electrodes go with which model, and what `User-defined` may
 * hold. Numbers must be JSON numbers; BPX's own reader also takes texts that hold one. A file of a
 * version before 1 is a problem: convert it first, by `convert_v0_to_v1` of the Python package
 * `bpx`. Whether voltages follow from the limits of stoichiometry is not checked: BPX warns of that
 * alone.
 *
 * @param document - The file, as `JSON.parse` gives it.
 * @returns All problems; none for a file that is right.
 * @example
 * ```ts
 * import { checkBpx } from 'voxmetry/simulation';
 * const Header = { BPX: '1.1.1', Model: 'Partial' };
 * const separator = { 'Thickness [m]': 12e-6, Porosity: 0.47 };
 * const [problem] = checkBpx({ Header, Parameterisation: { Separator: separator } });
 * console.assert(problem?.path === 'Parameterisation > Separator > Transport efficiency');
 * console.assert(problem?.message === 'is missing');
 * ```
 */
export function checkBpx(document: unknown): readonly BpxProblem[] {
  const problems: BpxProblem[] = [];
  const report: Report = (path, message) => {
    problems.push({ path: path.join(' > '), message });
  };
  if (!isMembers(document)) {
    report([], 'is no JSON object');
    return problems;
  }
  const known = ['Header', 'Parameterisation', 'State', 'Validation'];
  refuseOthers(document, known, [], report);
  const { Header, Parameterisation, State, Validation } = document;
  const model = checkHeader(Header, report);
  const parameters = membersOf(Parameterisation, ['Parameterisation'], report);
  if (parameters !== undefined && model !== undefined) checkParameters(parameters, model, report);
  if (State !== undefined) checkState(State, parameters ?? {}, report);
  if (Validation !== undefined) checkValidation(Validation, report);
  return problems;
}

function checkHeader(header: unknown, report: Report): string | undefined {
  const found = membersOf(header, ['Header'], report);
  if (found === undefined) return undefined;
  checkKeys(found, HEADER, ['Header'], report);
  const { BPX, Model } = found;
  if (typeof BPX === 'string') {
    if (!/^\d+\.\d+(\.\d+)?$/.test(BPX)) report(['Header', 'BPX'], "is no version such as '1.1.1'");
    else if (Number.parseInt(BPX, 10) < 1)
      report(['Header', 'BPX'], 'is a version before 1: convert the file first');
  }
  if (typeof Model !== 'string') return undefined;
  if (['SPM', 'SPMe', 'DFN', 'Partial'].includes(Model)) return Model;
  report(['Header', 'Model'], "is none of 'SPM', 'SPMe', 'DFN', 'Partial'");
  return undefined;
}

function checkParameters(parameters: Members, model: string, report: Report): void {
  const at = (key: string): string[] => ['Parameterisation', key];
  const spm = model === 'SPM';
  const full = ['Electrolyte', SEPARATOR];
  const sections = ['Cell', ...ELECTRODES, ...(spm ? [] : full)];
  refuseOthers(parameters, [...sections, USER_DEFINED], ['Parameterisation'], report);
  if (model !== 'Partial')
    for (const key of sections) if (parameters[key] === undefined) report(at(key), 'is missing');
  const section = (key: string, check: (found: Members) => void): void => {
    if (parameters[key] === undefined) return;
    const found = membersOf(parameters[key], at(key), report);
    if (found !== undefined) check(found);
  };
  section('Cell', (found) => {
    checkKeys(found, CELL, at('Cell'), report);
  });
  if (!spm) {
    section('Electrolyte', (found) => {
      checkKeys(found, ELECTROLYTE, at('Electrolyte'), report);
    });
    section(SEPARATOR, (found) => {
      checkKeys(found, CONTACT, at(SEPARATOR), report);
    });
  }
  const single: boolean[] = [];
  for (const key of ELECTRODES)
    section(key, (found) => {
      const simple = spm || (model === 'Partial' && isOfSingleParticle(found));
      single.push(simple);
      checkElectrode(found, simple ? LAYER : ELECTRODE, at(key), report);
    });
  if (model === 'Partial') checkTogether(parameters, single, report);
  section(USER_DEFINED, (found) => {
    checkUserDefined(found, at(USER_DEFINED), report);
  });
}

/** What sections of a partial file exclude each other. */
function checkTogether(parameters: Members, single: readonly boolean[], report: Report): void {
  if (single.includes(true) && single.includes(false))
    report(['Parameterisation'], 'has one electrode with and one without a conductivity');
  if (single.includes(true))
    for (const key of ['Electrolyte', SEPARATOR])
      if (parameters[key] !== undefined)
        report(['Parameterisation', key], 'does not go with electrodes without a conductivity');
  const functions = ELECTRODES.every((key) => {
    const electrode = parameters[key];
    return isMembers(electrode) && !isBlend(electrode) && typeof electrode['OCP [V]'] === 'string';
  });
  // BPX 1.1.1 fails without a message, where it looks for limits of the voltage.
  if (functions && parameters['Cell'] === undefined)
    report(['Parameterisation', 'Cell'], 'is missing: two open-circuit functions need its limits');
}

function checkElectrode(
  electrode: Members,
  layer: BpxKeys,
  path: readonly string[],
  report: Report,
): void {
  if (!isBlend(electrode)) {
    checkKeys(electrode, bothKeys(layer, PARTICLE), path, report);
    return;
  }
  const { Particle, ...others } = electrode;
  checkKeys(others, layer, path, report);
  for (const [name, particle] of Object.entries(Particle as Members)) {
    const found = membersOf(particle, [...path, 'Particle', name], report);
    if (found !== undefined) checkKeys(found, PARTICLE, [...path, 'Particle', name], report);
  }
}

/** Numbers, functions, tables and members of these; texts in members called `description` alone. */
function checkUserDefined(members: Members, path: readonly string[], report: Report): void {
  for (const [key, value] of Object.entries(members)) {
    const here = [...path, key];
    if (key === 'description') {
      if (typeof value !== 'string') report(here, 'is no text');
    } else if (isMembers(value) && !isTable(value)) {
      if (Object.values(value).every((member) => Array.isArray(member)))
        report(here, 'is neither a table of x and y nor holds members');
      else checkUserDefined(value, here, report);
    } else if (!isCurve(value)) report(here, wrong('curve'));
  }
}

import { ELECTRODES } from './bpx_keys.js';
import {
  checkKeys,
  isBlend,
  isMembers,
  membersOf,
  refuseOthers,
  type Members,
  type Report,
} from './bpx_sections.js';

const INITIAL = [
  'Initial state-of-charge',
  'Initial temperature [K]',
  'Initial electrolyte concentration [mol.m-3]',
];
const ENVIRONMENT = ['Ambient temperature [K]', 'Heat transfer coefficient [W.m-2.K-1]'];

/** The state of the cell: all of it may be left out, or null. */
export function checkState(state: unknown, parameters: Members, report: Report): void {
  const found = membersOf(state, ['State'], report);
  if (found === undefined) return;
  refuseOthers(
    found,
    ['Initial conditions', 'Thermal environment', 'Degradation'],
    ['State'],
    report,
  );
  const section = (name: string, check: (members: Members, path: string[]) => void): void => {
    const path = ['State', name];
    if (found[name] === undefined || (found[name] === null && name !== 'Degradation')) return;
    const members = membersOf(found[name], path, report);
    if (members !== undefined) check(members, path);
  };
  section('Initial conditions', (members, path) => {
    const perMaterial = ELECTRODES.map((key) => `Initial hysteresis state: ${key}`);
    refuseOthers(members, [...INITIAL, ...perMaterial], path, report);
    checkNumbers(members, INITIAL, path, report);
    for (const key of ELECTRODES)
      checkMaterials(members, `Initial hysteresis state: ${key}`, parameters[key], path, report);
  });
  section('Thermal environment', (members, path) => {
    refuseOthers(members, ENVIRONMENT, path, report);
    checkNumbers(members, ENVIRONMENT, path, report);
  });
  section('Degradation', (members, path) => {
    const perMaterial = ELECTRODES.map((key) => `LAM: ${key}`);
    refuseOthers(members, ['LLI', ...perMaterial], path, report);
    for (const key of ['LLI', ...perMaterial])
      if (members[key] === undefined || members[key] === null) report([...path, key], 'is missing');
    checkNumbers(members, ['LLI'], path, report);
    for (const key of ELECTRODES)
      checkMaterials(members, `LAM: ${key}`, parameters[key], path, report);
  });
}

/** Experiments by name: lists of numbers over time. */
export function checkValidation(validation: unknown, report: Report): void {
  const found = membersOf(validation, ['Validation'], report);
  for (const [name, experiment] of Object.entries(found ?? {})) {
    const path = ['Validation', name];
    const lists = membersOf(experiment, path, report);
    if (lists === undefined) continue;
    const required = ['Time [s]', 'Current [A]', 'Voltage [V]'];
    const known = [...required, 'Temperature [K]'];
    refuseOthers(lists, known, path, report);
    for (const key of known)
      if (lists[key] === undefined) {
        if (required.includes(key)) report([...path, key], 'is missing');
      } else if (!Array.isArray(lists[key]) || !lists[key].every(Number.isFinite))
        report([...path, key], 'is no list of finite numbers');
  }
}

function checkNumbers(
  members: Members,
  keys: readonly string[],
  path: readonly string[],
  report: Report,
): void {
  const given = keys.filter((key) => members[key] !== undefined && members[key] !== null);
  const kinds = Object.fromEntries(given.map((key) => [key, 'number'] as const));
  const chosen = Object.fromEntries(given.map((key) => [key, members[key]]));
  checkKeys(chosen, { required: {}, optional: kinds }, path, report);
}

/** A number of an electrode; of a blend a number for each of its materials. */
function checkMaterials(
  members: Members,
  key: string,
  electrode: unknown,
  path: readonly string[],
  report: Report,
): void {
  const value = members[key];
  if (value === undefined || value === null) return;
  const here = [...path, key];
  if (isMembers(electrode) && isBlend(electrode)) {
    const materials = Object.keys(electrode['Particle'] as Members).map(
      (name) => [name, 'number'] as const,
    );
    const found = membersOf(value, here, report);
    if (found !== undefined)
      checkKeys(found, { required: Object.fromEntries(materials), optional: {} }, here, report);
  } else if (!Number.isFinite(value)) report(here, 'is no finite number');
}

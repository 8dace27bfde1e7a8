// How a section of a BPX file is checked, whichever it is.
import { isBpxExpression } from './bpx_expression.js';
import { CONDUCTIVITY, type BpxKeys, type BpxKind } from './bpx_keys.js';

/** Plain JSON with named members. */
export type Members = Readonly<Record<string, unknown>>;

/** Collects what is wrong. */
export type Report = (path: readonly string[], message: string) => void;

/** Whether a value is an object of JSON, and no list. */
export const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isNumber = (value: unknown): value is number => Number.isFinite(value);

/** Whether an electrode has the keys of a single-particle model, as BPX tells it. */
export function isOfSingleParticle(electrode: Members): boolean {
  // BPX goes by whether there is a conductivity other than zero.
  return electrode[CONDUCTIVITY] === undefined || electrode[CONDUCTIVITY] === 0;
}

/** Whether an electrode is a blend of active materials. */
export function isBlend(electrode: Members): boolean {
  const { Particle } = electrode;
  return isMembers(Particle) && Object.keys(Particle).length > 0;
}

/** A section that has members; reports where it has none. */
export function membersOf(
  value: unknown,
  path: readonly string[],
  report: Report,
): Members | undefined {
  if (isMembers(value)) return value;
  report(path, value === undefined ? 'is missing' : 'is no JSON object');
  return undefined;
}

/** Reports keys that a section does not have. */
export function refuseOthers(
  members: Members,
  known: readonly string[],
  path: readonly string[],
  report: Report,
): void {
  for (const key of Object.keys(members))
    if (!known.includes(key)) report([...path, key], 'is no key of BPX here');
}

/** Reports what a section lacks, what it has too much, and what is of another kind. */
export function checkKeys(
  members: Members,
  { required, optional }: BpxKeys,
  path: readonly string[],
  report: Report,
): void {
  const kinds = { ...required, ...optional };
  refuseOthers(members, Object.keys(kinds), path, report);
  for (const [key, kind] of Object.entries(kinds)) {
    const value = members[key];
    if (value === undefined) {
      if (Object.hasOwn(required, key)) report([...path, key], 'is missing');
    } else if (!isOfKind(value, kind)) report([...path, key], wrong(kind));
  }
}

function isOfKind(value: unknown, kind: BpxKind): boolean {
  if (kind === 'text') return typeof value === 'string';
  if (kind === 'integer') return Number.isSafeInteger(value);
  return kind === 'number' ? isNumber(value) : isCurve(value);
}

/** What is said of a value of another kind. */
export function wrong(kind: BpxKind): string {
  const nouns = { text: 'text', integer: 'whole number', number: 'finite number' };
  return kind === 'curve'
    ? 'is no number, function of x or table of x and y'
    : `is no ${nouns[kind]}`;
}

/** Whether a value is a number, a function of x or a table. */
export function isCurve(value: unknown): boolean {
  if (typeof value === 'string') return isBpxExpression(value);
  return isNumber(value) || isTable(value);
}

/** Whether a value is a table: as many finite numbers `x` as `y`. */
export function isTable(value: unknown): boolean {
  if (!isMembers(value)) return false;
  const [x, y] = [value['x'], value['y']];
  const numbers = (list: unknown): list is number[] => Array.isArray(list) && list.every(isNumber);
  return numbers(x) && numbers(y) && x.length === y.length;
}

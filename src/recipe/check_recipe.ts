import { VoxmetryError } from './errors.js';
import { isRegion } from './geometry.js';
import type { RecipeJson, RecipeStep } from './json.js';

// Recipes come from files and from other people: what is not plain, bounded data is refused before
// anything is made.

/** Steps that a recipe may have at most. */
export const MOST_STEPS = 100_000;
/** How deep parameters may nest. */
const MOST_DEPTH = 12;
/** How many values, characters included, the parameters of one step may hold. */
const MOST_VALUES = 4_000_000;
/** Keys that would reach the prototype of an object. */
const FORBIDDEN: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/** The error of a recipe that cannot be read. */
export function unreadable(why: string, cause?: unknown): VoxmetryError {
  return new VoxmetryError('invalid-argument', `The recipe cannot be read: ${why}.`, {
    op: 'recipe',
    cause,
  });
}

function isRecord(given: unknown): given is Readonly<Record<string, unknown>> {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return false;
  const prototype: unknown = Object.getPrototypeOf(given);
  return (
    (prototype === Object.prototype || prototype === null) &&
    !Object.keys(given).some((key) => FORBIDDEN.includes(key))
  );
}

function isPosition(given: unknown): given is number {
  return typeof given === 'number' && Number.isSafeInteger(given) && given >= 0;
}

/** Whether a value is plain data, within bounds. */
function isData(given: unknown): boolean {
  let left = MOST_VALUES;
  const visit = (value: unknown, depth: number): boolean => {
    left -= typeof value === 'string' ? value.length + 1 : 1;
    if (left < 0 || depth > MOST_DEPTH) return false;
    if (value === null || ['boolean', 'number', 'string'].includes(typeof value)) return true;
    if (Array.isArray(value)) return value.every((part) => visit(part, depth + 1));
    return isRecord(value) && Object.values(value).every((part) => visit(part, depth + 1));
  };
  return visit(given, 0);
}

function checkStep(step: unknown, index: number): asserts step is RecipeStep {
  const bad = (why: string): VoxmetryError => unreadable(`step ${String(index)} ${why}`);
  if (!isRecord(step)) throw bad('is no object');
  const { op, version, by, params, inputs } = step;
  if (typeof op !== 'string' || op === '' || op.length > 100) throw bad('names no op');
  if (!isPosition(version)) throw bad(`(${op}) has no version, an integer`);
  if (by !== undefined && (typeof by !== 'string' || by.length > 100))
    throw bad(`(${op}) has a 'by' that is no name`);
  if (!isRecord(params) || !isData(params))
    throw bad(`(${op}) has parameters that are no plain data, or too large`);
  if (!isRecord(inputs)) throw bad(`(${op}) has no inputs, an object of positions`);
  for (const [name, at] of Object.entries(inputs))
    if (!isPosition(at) || at >= index)
      throw bad(
        `(${op}) takes step ${String(at).slice(0, 40)} as ${name}, which does not come before it`,
      );
}

/** Checks that something is a recipe as data. Throws `invalid-argument`, naming the step. */
export function checkRecipe(given: unknown, format: number): asserts given is RecipeJson {
  if (!isRecord(given)) throw unreadable('it is no object');
  const { voxmetryRecipe, library, steps, outputs, readings = {} } = given;
  if (library !== undefined && (typeof library !== 'string' || library.length > 100))
    throw unreadable("its 'library' is no version");
  if (voxmetryRecipe !== format)
    throw unreadable(
      `its format is version ${String(voxmetryRecipe).slice(0, 40)}, and this library reads ${String(format)}${library === undefined ? '' : `; it was written by ${library}`}`,
    );
  if (!Array.isArray(steps)) throw unreadable('it has no list of steps');
  if (steps.length > MOST_STEPS)
    throw unreadable(
      `it has ${String(steps.length)} steps, and at most ${String(MOST_STEPS)} are read`,
    );
  steps.forEach(checkStep);
  if (!isRecord(outputs)) throw unreadable('it has no outputs, an object of positions');
  for (const [name, at] of Object.entries(outputs))
    if (!isPosition(at) || at >= steps.length)
      throw unreadable(`output '${name}' is step ${String(at).slice(0, 40)}, which is not there`);
  if (!isRecord(readings)) throw unreadable('its readings are no object');
  for (const [name, reading] of Object.entries(readings)) {
    if (!Object.hasOwn(outputs, name)) throw unreadable(`reading '${name}' is of no output`);
    const { region, across }: Readonly<Record<string, unknown>> = isRecord(reading)
      ? reading
      : { region: null };
    if (region !== undefined && !isRegion(region))
      throw unreadable(`reading '${name}' has a region that is no box of voxels`);
    if (across !== undefined && across !== 'x' && across !== 'y' && across !== 'z')
      throw unreadable(`reading '${name}' is across no axis`);
  }
}

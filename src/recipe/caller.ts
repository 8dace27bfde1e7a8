import { VoxmetryError } from './errors.js';

let caller: string | undefined;

/**
 * The operation that is being called, by the name that its user knows; undefined outside of a call.
 */
export function callerName(): string | undefined {
  return caller;
}

/**
 * Makes nodes in the name of an operation: they remember it, and what is wrong with an argument is
 * said in its name and not in that of an inner op. Calls within calls speak in the name of the
 * outermost.
 */
export function inCaller<T>(name: string, make: () => T): T {
  if (caller !== undefined) return make();
  caller = name;
  try {
    return make();
  } catch (error) {
    throw error instanceof VoxmetryError ? error.inTheNameOf(name) : error;
  } finally {
    caller = undefined;
  }
}

import { invalidArgument } from '../recipe/errors.js';

/** Passes of a correction that refines itself at most. */
export const MOST_PASSES = 6;

/** Throws `invalid-argument` where a number of passes is out of range. */
export function checkPasses(op: string, passes: number, least: number): number {
  if (Number.isInteger(passes) && passes >= least && passes <= MOST_PASSES) return passes;
  throw invalidArgument(
    op,
    'passes',
    passes,
    `an integer from ${String(least)} to ${String(MOST_PASSES)}`,
  );
}

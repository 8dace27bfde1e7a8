import { usageError } from './usage.js';

/** The one file that a command may be given; undefined where it measures a synthetic sample. */
export function oneFile(given: readonly string[]): string | undefined {
  const [file, ...more] = given;
  if (more.length > 0)
    throw usageError(
      `one file at a time, but ${String(given.length)} are given: ${given.join(' ')}`,
    );
  return file;
}

/** Refuses flags that say something of a file where none is given. */
export function refuseWithoutFile(
  file: string | undefined,
  flags: object,
  sample: 'cathode' | 'cell',
): void {
  const idle = Object.entries(flags).find(([, value]) => value !== undefined)?.[0];
  if (file === undefined && idle !== undefined)
    throw usageError(`--${idle} needs a FILE; without one a synthetic ${sample} is measured`);
}

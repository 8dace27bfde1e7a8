import { VoxmetryError } from '../recipe/errors.js';
import type { MissingPart } from './found.js';

/** Exit code of a command line, file or machine that the user has to change. */
export const EXIT_USAGE = 2;
/** Exit code of a failure that no other arguments would have avoided. */
export const EXIT_FAILURE = 1;

/** What the exit codes mean, for the help of every command. */
export const EXIT_HELP = `EXIT CODES

    0  all is done
    1  it failed, and other arguments would not have helped
    2  something to change: an argument, a file, or no GPU
  130  interrupted by Ctrl-C (143: by SIGTERM); nothing half done is left
`;

/** The exit code of several items, each with its own: a failure weighs most. */
export function exitOfAll(codes: readonly number[]): number {
  return codes.includes(EXIT_FAILURE) ? EXIT_FAILURE : Math.max(0, ...codes);
}

const FAILURES: readonly string[] = [
  'internal',
  'device-lost',
  'worker-failed',
  'timeout',
  'cancelled',
];

/** A mistake on the command line, or a file that cannot serve: one line that says what to do. */
export function usageError(message: string): VoxmetryError {
  return new VoxmetryError('invalid-argument', message);
}

/** Longer lines say no more: names in them may come from a file. */
const MOST_CHARACTERS = 2000;

/**
 * A text as one line of bounded length that a terminal shows and does not obey, whoever wrote it.
 */
export function printable(text: string): string {
  const line = text.slice(0, MOST_CHARACTERS).replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\uFFFD');
  return text.length > MOST_CHARACTERS ? `${line}…` : line;
}

/** The one line that is written for an error, and the exit code that goes with it. */
export function exitOf(error: unknown): { readonly line: string; readonly code: number } {
  const { code, message } = VoxmetryError.from(error);
  const line = printable(message.replaceAll(/\s*\n\s*/g, ' '));
  return { line: `voxmetry: ${line}`, code: FAILURES.includes(code) ? EXIT_FAILURE : EXIT_USAGE };
}

/** The line and the exit code of a run that could not compute some parts; 0 where all are there. */
export function exitOfMissing(missing: readonly MissingPart[]): {
  readonly line: string;
  readonly code: number;
} {
  if (missing.length === 0) return { line: '', code: 0 };
  const failed = missing.some(({ code }) => FAILURES.includes(code));
  const parts = missing.map(({ part, message }) => `${part} (${message})`).join('; ');
  const line = printable(`not all was computed, the rest is written; missing: ${parts}`);
  return { line: `voxmetry: ${line}`, code: failed ? EXIT_FAILURE : EXIT_USAGE };
}

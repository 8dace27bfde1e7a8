import { VoxmetryError } from '../recipe/errors.js';

/** No scan has more files of slices. */
const MOST_FILES = 100_000;

/** Names of a C pattern with one number. */
export function numberedNames(
  format: string,
  first: number,
  last: number,
  step: number,
  name: string,
): string[] {
  const count = Math.floor((last - first) / step) + 1;
  if (!(count >= 1 && count <= MOST_FILES)) {
    throw new VoxmetryError(
      'corrupt-file',
      `${name} names files from ${first} to ${last} in steps of ${step}, which cannot be meant.`,
    );
  }
  return Array.from({ length: count }, (_, i) =>
    format.replace(/%(0?)(\d{0,2})d/, (_text, zero: string, width: string) =>
      String(first + i * step).padStart(Number(width), zero === '' ? ' ' : '0'),
    ),
  );
}

import { VoxmetryError } from '../recipe/errors.js';
import type { FoundFile } from './contents.js';
import { readTextHeader } from './text_header.js';

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

/** The names, a line each, that follow a line of a header. */
export async function namesBehind(
  { bytes, signal }: FoundFile,
  isHead: (line: string) => boolean,
): Promise<string[]> {
  const { lines } = await readTextHeader(bytes, () => false, signal);
  return lines
    .slice(lines.findIndex(isHead) + 1)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

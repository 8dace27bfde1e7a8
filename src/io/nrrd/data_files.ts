import { VoxmetryError } from '../../recipe/errors.js';
import type { FoundFile } from '../contents.js';
import { numberedNames } from '../numbered_names.js';
import { readTextHeader } from '../text_header.js';
import type { NrrdFields } from './header.js';

/**
 * The files that a detached header names, in order: one, a pattern with numbers (`s%03d.raw 1 100
 * 1`), or a list that follows. None for an attached header.
 */
export async function dataFiles(
  { bytes, signal }: FoundFile,
  fields: NrrdFields,
  shape: readonly number[],
): Promise<readonly string[]> {
  const text = fields.get('datafile');
  if (text === undefined) return [];
  if (/^LIST(\s+\d+)?$/.test(text)) {
    checkSlices(text.split(/\s+/)[1], shape, bytes.name);
    const { lines } = await readTextHeader(bytes, () => false, signal);
    const start = lines.findIndex((line) => /^data ?file: LIST/i.test(line));
    return lines
      .slice(start + 1)
      .map((line) => line.trim())
      .filter((line) => line !== '');
  }
  const pattern = /^(\S*%0?\d*d\S*)\s+(-?\d+)\s+(-?\d+)\s+(-?\d+)(?:\s+(\d+))?$/.exec(text);
  if (pattern === null) return [text];
  const [, format = '', first, last, step, dimension] = pattern;
  checkSlices(dimension, shape, bytes.name);
  return numberedNames(format, Number(first), Number(last), Number(step), bytes.name);
}

/** Files may hold slices or slabs of the last axis, one behind the other, and nothing else. */
function checkSlices(dimension: string | undefined, shape: readonly number[], name: string): void {
  const d = dimension === undefined ? shape.length - 1 : Number(dimension);
  if (d === shape.length || d === shape.length - 1) return;
  throw new VoxmetryError(
    'unsupported-format',
    `${name} is in files of ${d} axes, which is not read. Join them: unu join.`,
  );
}

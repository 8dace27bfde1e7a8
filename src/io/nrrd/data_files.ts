import { VoxmetryError } from '../../recipe/errors.js';
import type { FoundFile } from '../contents.js';
import { namesBehind, numberedNames } from '../data_file_names.js';
import type { NrrdFields } from './header.js';

/**
 * The files that a detached header names, in order: one, a pattern with numbers (`s%03d.raw 1 100
 * 1`), or a list that follows. None for an attached header.
 */
export async function dataFiles(
  file: FoundFile,
  fields: NrrdFields,
  shape: readonly number[],
): Promise<readonly string[]> {
  const { name } = file.bytes;
  const text = fields.get('datafile');
  if (text === undefined) return [];
  if (/^LIST(\s+\d+)?$/.test(text)) {
    checkSlices(text.split(/\s+/)[1], shape, name);
    return namesBehind(file, (line) => /^data ?file: LIST/i.test(line));
  }
  const pattern = /^(\S*%0?\d*d\S*)\s+(-?\d+)\s+(-?\d+)\s+(-?\d+)(?:\s+(\d+))?$/.exec(text);
  if (pattern === null) return [text];
  const [, format = '', first, last, step, dimension] = pattern;
  checkSlices(dimension, shape, name);
  return numberedNames(format, Number(first), Number(last), Number(step), name);
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

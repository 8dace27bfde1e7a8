import { VoxmetryError } from '../../recipe/errors.js';
import type { ByteSource } from '../byte_source.js';
import type { Directory } from './directory.js';
import { damaged } from './directory.js';

/** A whole number above 0 that a page must have. */
export function positive(
  directory: Directory,
  tag: number,
  what: string,
  bytes: ByteSource,
): number {
  const value = first(directory, tag);
  if (value === undefined || !(Number.isInteger(value) && value > 0 && value < 2 ** 31)) {
    throw damaged(bytes.name, `its ${what} is ${value ?? 'missing'}`);
  }
  return value;
}

/** The first value of a field, undefined where it is absent. */
export function first(directory: Directory, tag: number): number | undefined {
  return directory.get(tag)?.[0];
}

/** The error of a sound TIFF of a kind that is not read. */
export function unsupported(name: string, reason: string): VoxmetryError {
  return new VoxmetryError('unsupported-format', `${name} cannot be read: ${reason}.`);
}

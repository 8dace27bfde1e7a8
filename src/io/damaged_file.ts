import { VoxmetryError } from '../recipe/errors.js';

/** The error of a file that is `kind` and does not hold what it states: 'a damaged PNG'. */
export function damagedFile(kind: string, name: string, reason: string): VoxmetryError {
  return new VoxmetryError(
    'corrupt-file',
    `${name} is a damaged ${kind}: ${reason}. Export it again.`,
  );
}

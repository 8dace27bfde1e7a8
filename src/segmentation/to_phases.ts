import { DTYPES, type Dtype } from '../recipe/dtype.js';
import { invalidArgument } from '../recipe/errors.js';
import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input } from '../recipe/op.js';
import { namedNumbers } from '../recipe/params.js';

/**
 * Phases of an integer volume: `phases` names its values, which are integers from 0 to 255, each
 * once. A value that occurs and has no name is an `invalid-argument` error that lists all such; of
 * a region, only its own values are looked at. f32 is refused: cast first.
 *
 * Reads a volume of s B/voxel and writes 1 B/voxel: 2 B/voxel for u8; one pass, 36 bytes read back.
 */
export const toPhases = declareOp({
  name: 'toPhases',
  kind: 'map',
  inputs: { volume: input('volume') },
  params: {
    phases: namedNumbers('Names of the phases with the integer that each has in the volume.'),
  },
  exactness: 'exact',
  result: ({ volume }, { phases }): GridMeta => {
    if (!DTYPES[volume.storage as Dtype].integer)
      throw invalidArgument(
        'toPhases',
        'volume',
        `of dtype ${volume.storage}`,
        'an integer dtype; cast to u8 first',
      );
    const names = new Map<number, string>();
    for (const [name, code] of Object.entries(phases)) {
      if (!Number.isInteger(code) || code < 0 || code > 255)
        throw invalidArgument('toPhases', `phases.${name}`, code, 'an integer from 0 to 255');
      const other = names.get(code);
      if (other !== undefined)
        throw invalidArgument(
          'toPhases',
          `phases.${name}`,
          code,
          `a value of its own; ${other} has this one`,
        );
      names.set(code, name);
    }
    return { ...volume, kind: 'phases', storage: 'u8', phases };
  },
});

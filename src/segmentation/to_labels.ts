import { DTYPES, type Dtype } from '../recipe/dtype.js';
import { invalidArgument } from '../recipe/errors.js';
import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input } from '../recipe/op.js';

/**
 * Labels of an integer volume: its values are the ids, kept as they are; 0 is background. A
 * negative value is an `invalid-argument` error when it is met. f32 is refused: cast first.
 *
 * Reads a volume of s B/voxel twice and writes 4 B/voxel: 6 B/voxel for u8; two passes, one
 * read-back.
 */
export const toLabels = declareOp({
  name: 'toLabels',
  kind: 'map',
  inputs: { volume: input('volume') },
  params: {},
  exactness: 'exact',
  result: ({ volume }): GridMeta => {
    if (!DTYPES[volume.storage as Dtype].integer)
      throw invalidArgument(
        'toLabels',
        'volume',
        `of dtype ${volume.storage}`,
        'an integer dtype; cast to u32 or another integer dtype first',
      );
    return { ...volume, kind: 'labels', storage: 'u32' };
  },
});

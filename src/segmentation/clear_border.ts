import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input } from '../recipe/op.js';

/**
 * Labels without the objects that touch the border of the volume: that have a voxel on one of its six
 * faces; of an image (z = 1), on one of its four edges. The others keep their ids.
 *
 * Reads the faces and the labels, writes the labels: 8 B/voxel plus 4 bytes per id up to the greatest;
 * two passes.
 */
export const clearBorder = declareOp({
  name: 'clearBorder',
  kind: 'global',
  inputs: { labels: input('labels') },
  params: {},
  exactness: 'exact',
  result: ({ labels }): GridMeta => labels,
  notes: () => ({ border: 'objects with a voxel on a face of the volume are removed' }),
});

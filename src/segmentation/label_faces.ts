import { yields } from '../recipe/meta.js';
import { declareOp, input } from '../recipe/op.js';

/**
 * Which faces of the volume the objects of labels touch: a Uint8Array whose element i has bit 0 set
 * where a voxel with id i lies at the lower end of x, 1 at the upper; 2 and 3 for y, 4 and 5 for z.
 * Exact. Reads the voxels of the faces; 4 bytes per id are read back per brick that has one.
 */
export const labelFaces = declareOp({
  name: 'labelFaces',
  kind: 'reduce',
  inputs: { labels: input('labels') },
  params: {},
  exactness: 'exact',
  result: () => yields.plain<Uint8Array>(),
});

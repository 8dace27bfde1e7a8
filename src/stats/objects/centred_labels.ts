import { yields } from '../../recipe/meta.js';
import { declareOp, input, valueInput } from '../../recipe/op.js';
import type { Measures } from '../measure.js';

/**
 * The ids of objects whose centroid lies in a mask, as a bit per id (as `chooseLabels`): in the
 * voxel that holds it, on a face between two voxels in the upper one. Of an object that is not
 * convex the centroid may lie outside of it. Exact. One word per object; the mask is there as a
 * whole or brick by brick.
 */
export const centredLabels = declareOp({
  name: 'centredLabels',
  kind: 'reduce',
  inputs: { mask: input('mask'), measures: valueInput<Measures>() },
  params: {},
  exactness: 'exact',
  result: () => yields.plain<Uint32Array>(),
  notes: () => ({ inside: 'objects whose centroid lies in the region' }),
});

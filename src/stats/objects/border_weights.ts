import { yields } from '../../recipe/meta.js';
import { declareOp, valueInput } from '../../recipe/op.js';
import type { Measures } from '../measure.js';

/**
 * What makes up for the objects that the volume's border cuts, as a table by rising id:
 * `borderWeight`, Π Wᵢ/(Wᵢ − wᵢ − 1) over the axes longer than one voxel, the inverse of the part
 * of all places at which an object's bounding box (wᵢ voxels) lies in the volume (Wᵢ voxels)
 * without touching its border; 0 of objects that touch it (R. E. Miles 1974; C. Lantuéjoul 1980).
 * On the host.
 */
export const borderWeights = declareOp({
  name: 'borderWeights',
  kind: 'host',
  inputs: { measures: valueInput<Measures>() },
  params: {},
  exactness: 'exact',
  result: () => yields.table(),
  notes: () => ({ borderWeight: 'by bounding boxes; 0 of objects at the border' }),
});

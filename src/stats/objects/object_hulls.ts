import { yields } from '../../recipe/meta.js';
import { declareOp, input, valueInput } from '../../recipe/op.js';
import type { TableData } from '../../recipe/table_data.js';

/**
 * The convex hulls of objects, as a table by rising id: hulls of the corners of their voxels, so
 * that one voxel is a box and no object is flat (ITK goes from centre to centre and gives one voxel
 * 0; scikit-image takes the hull of marching cubes).
 *
 * - `feretMax`: the greatest distance of two corners; of one voxel its diagonal, √3.
 * - `feretMin`: the least distance of two parallel planes that hold the object between them (the
 *   least width), found exactly among facets and pairs of edges (Houle and Toussaint, IEEE Trans.
 *   Pattern Anal. 10, 1988, 761); of one voxel 1.
 * - `hullVolume`, and `solidity`, the volume of the voxels over it: 1 of a box, below 1 of
 *   everything else. Of a ball of radius 5 / 10 / 20 / 40 voxels 0.73 / 0.85 / 0.92 / 0.96: what
 *   the steps of voxels leave open counts.
 *
 * Hulls are of whole numbers and exact; spacing enters at the end. One pass over 4 B/voxel and 8
 * bytes per row of the objects' bounding boxes, read back; where these rows do not fit a table, a
 * pass more over their part of the volume. The hulls are the host's work: about 0.3 ms for objects
 * of some hundred voxels (100,000 of them take half a minute), 0.1 s at a diameter of 80 voxels, 2
 * s at one of 300. `limit` for objects longer than 65,536 voxels.
 */
export const objectHulls = declareOp({
  name: 'objectHulls',
  kind: 'reduce',
  inputs: { labels: input('labels'), measures: valueInput<TableData>() },
  params: {},
  exactness: 'exact',
  result: () => yields.table(),
  notes: () => ({
    hull: "of the voxels' corners",
    feretMax: 'corner to corner',
    feretMin: 'least width, exact',
  }),
});

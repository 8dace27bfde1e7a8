import { growRegion } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input } from '../recipe/op.js';
import { oneOf } from '../recipe/params.js';
import { connectivityParam } from './components.js';

/**
 * Mask of the boundaries of labels: voxels with a neighbour (of `connectivity` 6, default, 18
 * or 26) that has another id. `which`: 'objects' (default), the outermost voxels of objects; 'all',
 * those of the background beside them as well; 'contacts', only where an object touches another
 * one. As scikit-image's `find_boundaries` of modes 'inner' and 'thick'. Beyond the volume is
 * nothing: its border makes no boundary.
 *
 * One pass, 4.1 B/voxel, plus a halo of one voxel.
 */
export const labelEdges = declareOp({
  name: 'labelEdges',
  kind: 'map',
  inputs: { labels: input('labels') },
  params: {
    which: oneOf(
      ['objects', 'all', 'contacts'],
      'objects',
      'Outermost voxels of objects, those of the background beside them too, or only where objects touch.',
    ),
    connectivity: connectivityParam(),
  },
  exactness: 'exact',
  result: ({ labels }): GridMeta => ({ ...labels, kind: 'mask', storage: 'bit' }),
  needs: (region, { labels }) => ({ labels: growRegion(region, [1, 1, 1], labels.size) }),
  notes: ({ connectivity }) => ({ connectivity: String(connectivity) }),
});

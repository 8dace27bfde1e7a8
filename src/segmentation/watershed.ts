import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input, optionalInput } from '../recipe/op.js';
import { flag } from '../recipe/params.js';
import { connectivityParam } from './components.js';

/**
 * Marker-controlled watershed: water rises from the markers, in order of height, and every voxel
 * takes the label of the marker whose water reaches it first. Labels are those of the markers.
 *
 * Water stands at all markers before it rises: a marker is as low as can be, whatever its own
 * height, so that one set by hand on a slope holds its ground. Any other voxel is flooded at the
 * level of the lowest pass that leads to it from a marker (the minimum over paths of the maximum
 * height), and on one level in order of the steps since the water came up to it, so that plateaus
 * are divided midway. It takes the label of the neighbour that is flooded first; of equals of the
 * nearest (face, edge, corner), and of those of the first in raster order.
 * Nothing depends on the order in which threads run: the same labels on every adapter.
 *
 * - `markers`: where water rises, 0 elsewhere; those outside `mask` do nothing.
 * - `mask`: only there water goes (default: everywhere). What no marker reaches stays 0.
 * - `connectivity`: 6 (default), 18 or 26.
 * - `ridges` (default false): regions of different labels do not touch; where they would, the voxel
 *   flooded later gets the label 0. Markers keep their voxels.
 *
 * Heights are compared exactly in every dtype (of u32 and i32 the two greatest values as one); −0
 * is 0; NaN is not flooded. Spacing plays no part. To flood from bright to dark, invert the volume.
 *
 * It is Meyer's flooding (Meyer and Beucher, J. Vis. Commun. Image Repr. 1, 1990, 21,
 * https://doi.org/10.1016/1047-3203(90)90014-M) as an image foresting transform of lexicographic
 * cost (Lotufo and Falcão, ISMM 2000, 341; Falcão, Stolfi and Lotufo, IEEE TPAMI 26, 2004, 19,
 * https://doi.org/10.1109/TPAMI.2004.1261076). scikit-image
 * lets a marker wait until the water is as high as it, breaks ties by time of arrival, and floods
 * what lies below the level of a pass by its own heights.
 *
 * Cost, per voxel: the dtype's bytes, 1/8 B of mask and 58 B in seven passes, and 16 B for ridges.
 * Every voxel runs down to a marker or to a minimum without one; those basins fill along the lowest
 * passes between them, in at most log₂ as many rounds as there are, over the voxels between two of
 * them (48 B each and round). Voxels without a lower neighbour (24 B each) are flooded in order of
 * steps: where they are few voxel by voxel, or else in blocks of 8³ voxels, brought to rest in
 * workgroup memory, of which a visit moves 10 kB. One word is read back for every four rounds and
 * for every 4 to 64 turns of a flood. 16 B/voxel of memory. A
 * volume that does not fit goes slab by slab, in sweeps up and down until nothing changes any more:
 * the same labels, at twice to thrice the cost where water comes from near, and through 12 B/voxel
 * of spill besides its inputs.
 */
export const watershed = declareOp({
  name: 'watershed',
  version: 2,
  kind: 'global',
  inputs: {
    volume: input('volume'),
    markers: input('labels'),
    mask: optionalInput('mask'),
  },
  params: {
    connectivity: connectivityParam(),
    ridges: flag(false, 'Whether regions are kept apart by a line of background.'),
  },
  exactness: 'exact',
  result: ({ volume: { size, spacing, unit, origin } }): GridMeta => ({
    kind: 'labels',
    storage: 'u32',
    size,
    spacing,
    unit,
    origin,
  }),
  notes: ({ connectivity, ridges }) => ({
    watershed: `flooding from markers, all as low as can be, by level, then by steps on it${ridges ? '; ridges are 0' : ''}`,
    ties: 'the neighbour flooded first, then the nearest, then the first in raster order',
    connectivity: String(connectivity),
  }),
});

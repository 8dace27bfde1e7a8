import { growRegion } from '../../recipe/geometry.js';
import { yields } from '../../recipe/meta.js';
import { declareOp, input, optionalInput, valueInput } from '../../recipe/op.js';
import { oneOf } from '../../recipe/params.js';
import type { TableData } from '../../recipe/table_data.js';

/**
 * How much of every object's surface touches a phase, as a table by rising id:
 *
 * - `faces`: faces of voxels that the object shares with the phase;
 * - `area`: the area of that contact by the `estimator`;
 * - `surfaceArea`: the area of all the object's surface, by the same. What lies on the volume's
 *   border is no surface; what touches other objects is;
 * - `coveredPart`: `area` over `surfaceArea`, 0 to 1; null (NaN) of an object without a surface in
 *   the volume.
 *
 * `estimator`: 'crofton13' (default) and 'crofton3' count crossings along lines, as `surfaceArea`
 * does; 'faces' adds up faces of voxels, which makes oblique contacts up to √3 too large, and the
 * part that is covered right where contact and free surface lie alike. Voxels of the phase within
 * an object are no contact of that object. `within` is a region of interest, in which the labels
 * must lie (`partNode`): neighbours in it alone count.
 *
 * Counts are exact. One pass over 4 B/voxel and 1/8 B/voxel of the phase (rows read up to nine
 * times over, from caches) plus a margin of one voxel; a table of 104 bytes per id; `limit` where
 * the GPU cannot bind that. J. Ohser and F. Mücklich (2000), for the areas.
 */
export const objectPhaseContacts = declareOp({
  name: 'objectPhaseContacts',
  kind: 'reduce',
  inputs: {
    labels: input('labels'),
    phase: input('mask'),
    within: optionalInput('mask'),
    measures: valueInput<TableData>(),
  },
  params: {
    estimator: oneOf(
      ['crofton13', 'crofton3', 'faces'],
      'crofton13',
      'How areas are estimated: from crossings in 13 or 3 directions, or as faces of voxels.',
    ),
  },
  exactness: 'exact',
  result: () => yields.table(),
  needs: (region, { labels }) => {
    const around = growRegion(region, [1, 1, 1], labels.size);
    return { labels: around, phase: around, within: around };
  },
  notes: ({ estimator }) => ({ estimator, border: "the volume's border is no surface" }),
});

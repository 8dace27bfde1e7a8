import { growRegion } from '../../recipe/geometry.js';
import { yields } from '../../recipe/meta.js';
import { declareOp, input, valueInput } from '../../recipe/op.js';
import { oneOf } from '../../recipe/params.js';
import type { Measures } from '../measure.js';

/** Which objects touch, and along which directions how often; by rising ids. */
export interface ContactCounts {
  /** The lower id of every pair, and the higher. */
  readonly a: Uint32Array;
  readonly b: Uint32Array;
  /** For each of the 13 directions the pairs of neighbouring voxels of the two. */
  readonly counts: readonly Float64Array[];
}

/**
 * Pairs of objects that touch, as {@link ContactCounts}: of every two the pairs of neighbouring
 * voxels along the 13 directions. Exact. One pass over 4 B/voxel (rows read up to five times over,
 * from caches) plus a margin of one voxel; a hash table of 60 bytes per slot, read back per brick.
 * Where the pairs of a brick do not fit one table, it is halved.
 */
export const objectContacts = declareOp({
  name: 'objectContacts',
  kind: 'reduce',
  inputs: { labels: input('labels') },
  params: {},
  exactness: 'exact',
  result: () => yields.plain<ContactCounts>(),
  needs: (region, { labels }) => ({ labels: growRegion(region, [1, 1, 1], labels.size) }),
});

/**
 * The contacts as a table of pairs, by rising ids: `a`, `b`, `faces` (faces of voxels that they
 * share) and `area`.
 *
 * - `estimator`: 'crofton13' (default) and 'crofton3' count crossings from one object to the other
 *   along lines, as `surfaceArea` does, so that all contacts of an object and its free surface add
 *   up to its surface; 'faces' adds up faces of voxels (as cc3d), which makes oblique contacts up
 *   to √3 too large.
 * - `connectivity`: which pairs are listed: 6 (default) those that share a face, 18 an edge too, 26
 *   a corner too.
 *
 * On the host.
 */
export const contactTable = declareOp({
  name: 'contactTable',
  kind: 'host',
  inputs: { contacts: valueInput<ContactCounts>(), measures: valueInput<Measures>() },
  params: {
    estimator: oneOf(
      ['crofton13', 'crofton3', 'faces'],
      'crofton13',
      'How contact areas are estimated: from crossings in 13 or 3 directions, or as faces of voxels.',
    ),
    connectivity: oneOf(
      [6, 18, 26],
      6,
      'Which objects touch: those that share a face of voxels (6), an edge too (18), a corner too (26).',
    ),
  },
  exactness: 'exact',
  result: () => yields.contacts(),
  notes: ({ estimator, connectivity }) => ({ estimator, connectivity: String(connectivity) }),
});

/**
 * The contacts of every object as a table by rising id: `contacts`, the number of objects that
 * share a face with it; `contactArea` by crossings in 13 directions, as `surfaceArea`;
 * `contactAreaFaces` by faces of voxels. Objects without contacts have 0. On the host.
 */
export const objectContactSums = declareOp({
  name: 'objectContactSums',
  kind: 'host',
  inputs: { contacts: valueInput<ContactCounts>(), measures: valueInput<Measures>() },
  params: {},
  exactness: 'exact',
  result: () => yields.table(),
  notes: () => ({ contacts: 'objects that share faces of voxels; area by crofton13' }),
});

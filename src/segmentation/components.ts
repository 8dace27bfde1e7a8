// Connected-component labelling.
import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input } from '../recipe/op.js';
import { oneOf } from '../recipe/params.js';

/**
 * Which neighbours touch: across faces (6), across edges as well (18), across corners as well (26).
 */
export type Connectivity = 6 | 18 | 26;

/** The parameter of every op that asks for a connectivity; the default is 6. */
export const connectivityParam = () =>
  oneOf(
    [6, 18, 26],
    6,
    'Which neighbours touch: across faces (6), across edges as well (18), across corners as well (26).',
  );

/**
 * Connected components: labels 1…N in raster order (x fastest) of each component's first voxel. Of
 * a mask, the set voxels; of labels and phases, voxels of equal value, where label 0 is background
 * and every phase code, 0 included, counts.
 *
 * `connectivity` is 6 (faces; default), 18 (and edges) or 26 (and corners):
 *
 * ```text
 *   6            18           26
 *   . . .        . x .        x x x
 *   . x .        x x x        x x x     slice z − 1
 *   . . .        . x .        x x x
 * ```
 *
 * Runs of voxels along x are the nodes of a union-find forest, united once per stretch of contacts
 * by Rem's algorithm (Dijkstra, A Discipline of Programming, 1976, ch. 23) with atomic minima, as
 * Playne and Hawick do for voxels (IEEE TPDS 29, 2018). The result is the same integers on every
 * run and adapter.
 *
 * Cost, with R runs per voxel (about 0.03 in smooth structures, 0.25 in noise): 5.5 + 32 R B/voxel
 * of a mask, 3 s more of values s bytes wide; 8 dispatches; two words are read back.
 */
export const components = declareOp({
  name: 'components',
  kind: 'global',
  inputs: { grid: input('mask', 'labels', 'phases') },
  params: { connectivity: connectivityParam() },
  exactness: 'exact',
  result: ({ grid }): GridMeta => {
    const { size, spacing, unit, origin } = grid;
    return { kind: 'labels', storage: 'u32', size, spacing, unit, origin };
  },
  notes: ({ connectivity }) => ({ connectivity: String(connectivity) }),
});

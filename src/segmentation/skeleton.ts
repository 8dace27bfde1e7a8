import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input } from '../recipe/op.js';
import { flag } from '../recipe/params.js';

/**
 * The skeleton of a mask: what remains when voxels that do not matter to its topology are taken
 * away, layer by layer, from six sides in turn. 26-connected foreground, 6-connected background:
 * the components, the tunnels and the cavities, and so the Euler number, stay what they are. What
 * lies outside the volume is background.
 *
 * A voxel goes where it is simple (its neighbours are one component of foreground, and the
 * background at its faces is one component; Bertrand and Malandain, Pattern Recognition Letters 15,
 * 1994, 169, https://doi.org/10.1016/0167-8655(94)90046-9). Each turn looks from −z, +z, −y, +y,
 * −x, +x (not along axes of one voxel); what may go as seen from a side at its start goes where it
 * still may, in eight subfields by the parity of x, y, z, one after the other: voxels of one
 * subfield are no neighbours, so that the result is that of one order of single removals, the same
 * on every adapter. It ends with the first turn that takes nothing away.
 *
 * - `keepEnds` (default true): voxels with one neighbour stay, which gives lines along the
 *   branches, as in Lee, Kashyap and Chu (CVGIP 56, 1994, 462,
 *   https://doi.org/10.1006/cgip.1994.1042). false: what has no tunnel or cavity shrinks to a
 *   point.
 *
 * Curves are one voxel thin where topology lets them; walls around a cavity stay as surfaces.
 * Spacing plays no part.
 *
 * Cost: turns number about half the thickness in voxels. Each is 54 dispatches (18 per axis) on
 * bits, in batches of 4 with one word read back for each: per axis 3.5 B/voxel, 10.5 in all, and
 * 0.25 once. A volume that does not fit goes slab by slab in each turn, with halos of 54 slices:
 * the same voxels, through 0.4 B/voxel of spill.
 */
export const skeleton = declareOp({
  name: 'skeleton',
  kind: 'global',
  inputs: { mask: input('mask') },
  params: {
    keepEnds: flag(
      true,
      'Whether ends of branches stay; if not, what has no tunnel or cavity shrinks to a point.',
    ),
  },
  exactness: 'exact',
  result: ({ mask }): GridMeta => mask,
  notes: ({ keepEnds }) => ({
    skeleton: `thinning by simple points, 6 directions × 8 subfields${keepEnds ? '; ends of lines stay' : ''}`,
    connectivity: '26 (background 6)',
    border: 'outside is background',
  }),
});

import { invalidArgument } from '../recipe/errors.js';
import { containsRegion, map3, wholeRegion } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input } from '../recipe/op.js';
import { box } from '../recipe/params.js';

/**
 * The box `region` of a grid of any kind, as a grid of that kind; ids and codes stay. Voxels keep
 * their physical place: the origin moves by the box's first index × spacing. A box that leaves the
 * grid is refused at the call. One pass: each voxel of the box once in, once out.
 */
export const crop = declareOp({
  name: 'crop',
  kind: 'map',
  inputs: { grid: input('volume', 'mask', 'phases', 'labels') },
  params: { region: box('The box that is kept: its first voxel and its size.') },
  exactness: 'exact',
  result: ({ grid }, { region }): GridMeta => {
    if (!containsRegion(wholeRegion(grid.size), region))
      throw invalidArgument(
        'crop',
        'region',
        region,
        `a box inside the grid's ${grid.size.join('×')} voxels`,
      );
    return {
      ...grid,
      size: region.size,
      origin: map3((i) => grid.origin[i] + region.origin[i] * grid.spacing[i]),
    };
  },
  needs: (wanted, _, { region }) => ({
    grid: { origin: map3((i) => wanted.origin[i] + region.origin[i]), size: wanted.size },
  }),
});

// Regions of interest: geometric shapes as masks.
import { equal3, type Region } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { declareOp, gridMeta, input, isGridMeta, makeNode, type Node } from '../recipe/op.js';
import { shapeParam, type Shape } from './shape_param.js';

/**
 * The voxels of a grid whose centres lie in a shape, in physical coordinates (origin + index ·
 * spacing). Runs of voxels are found row by row on the host in f64: the same on every adapter and
 * of every region. Lower faces belong to a box and a polygon, and their lower end to a cylinder;
 * upper ones do not, so that shapes side by side share no voxel. The surface belongs to an
 * ellipsoid, the side of a cylinder and a half-space. A centre within 10⁻⁶ of the smallest spacing
 * counts as on the border. `grid` gives the grid, and one voxel of it is asked for. One pass of
 * 1/8 B/voxel and up to 16 B per row; of a polygon, 4 B per row and what its crossings take.
 */
export const shape = declareOp({
  name: 'shape',
  kind: 'map',
  inputs: { grid: input('volume', 'mask', 'phases', 'labels') },
  params: { shape: shapeParam },
  exactness: 'exact',
  result: ({ grid }): GridMeta => {
    const { size, spacing, unit, origin } = grid;
    return { kind: 'mask', storage: 'bit', size, spacing, unit, origin };
  },
  needs: (region): { grid: Region } => ({ grid: { origin: region.origin, size: [1, 1, 1] } }),
  notes: () => ({
    shape: 'voxels whose centres lie in it; even–odd where a polygon crosses itself',
  }),
});

/** The node of the voxels of a grid in a shape. */
export function shapeNode(grid: Node, of: Shape): Node<GridMeta> {
  return makeNode(shape, { grid: firstOnGrid(grid) }, { shape: of });
}

/** The first node of a chain that has this grid: of all it is the one that costs least. */
export function firstOnGrid(node: Node): Node {
  const { size, spacing, unit, origin } = gridMeta(node);
  const before = Object.values(node.inputs).find(
    ({ meta }) =>
      isGridMeta(meta) &&
      equal3(meta.size, size) &&
      equal3(meta.spacing, spacing) &&
      equal3(meta.origin, origin) &&
      meta.unit === unit,
  );
  return before === undefined ? node : firstOnGrid(before);
}

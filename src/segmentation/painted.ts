// Voxels that were painted by hand, as masks.
import { invalidArgument } from '../recipe/errors.js';
import type { Region } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { declareOp, gridMeta, input, makeNode, type Node } from '../recipe/op.js';
import { placeOfTile, TILE, tilesParam, type PaintedTiles } from './painted_tiles.js';
import { firstOnGrid } from './shape.js';

/**
 * The painted voxels of a grid, from tiles of 32³ bits ({@link PaintedTiles}). Voxels of a tile
 * that lie beyond the grid are left out. `grid` gives the grid, and one voxel of it is asked for.
 * One pass of 1/8 B/voxel; 4 KiB for each tile that a region meets, and 4 B for each place of one.
 */
export const painted = declareOp({
  name: 'painted',
  kind: 'map',
  inputs: { grid: input('volume', 'mask', 'phases', 'labels') },
  params: { tiles: tilesParam },
  exactness: 'exact',
  result: ({ grid }): GridMeta => {
    const { size, spacing, unit, origin } = grid;
    return { kind: 'mask', storage: 'bit', size, spacing, unit, origin };
  },
  needs: (region): { grid: Region } => ({ grid: { origin: region.origin, size: [1, 1, 1] } }),
  notes: ({ tiles }) => ({ painted: `by hand, in ${String(Object.keys(tiles).length)} tiles` }),
});

/**
 * The node of painted voxels of a grid. Throws `invalid-argument` for a tile that lies beyond it:
 * it was painted in another grid.
 */
export function paintedNode(grid: Node, tiles: PaintedTiles): Node<GridMeta> {
  const { size } = gridMeta(grid);
  for (const key of Object.keys(tiles))
    if (placeOfTile(key).some((n, i) => n * TILE >= size[i]!))
      throw invalidArgument(
        'painted',
        'tiles',
        `a tile at ${key}, outside of ${size.join('×')} voxels`,
        'tiles that begin inside of the grid; were they painted in another?',
      );
  return makeNode(painted, { grid: firstOnGrid(grid) }, { tiles });
}

// Surfaces of triangles by marching cubes: of a mask, of every object, or of a volume at a level.
import { invalidArgument } from '../recipe/errors.js';
import { yields } from '../recipe/meta.js';
import { declareOp, input, makeNode, optionalInput, type Node } from '../recipe/op.js';
import { nullable, number, oneOf } from '../recipe/params.js';
import type { MeshData } from '../recipe/mesh_data.js';
import type { ValueMeta } from '../recipe/meta.js';
import { threshold } from '../segmentation/threshold.js';
import { cellRegion, checkOpen } from '../stats/surface_area.js';

/** What the volume's border is to a surface. */
export const meshBorder = oneOf(
  ['closed', 'open'],
  'closed',
  "'closed': beyond the volume is background, so that the surface has no edge; 'open': it ends there.",
);

/**
 * The surface of a mask, of every object of labels, or with `values` of a volume at a `level`, as
 * triangles by marching cubes, as {@link MeshData}.
 *
 * Vertices lie on the edges between neighbouring voxel centres: midway, or with `values` where they
 * take the level along the edge (linear). Each edge has one vertex, which all triangles share; of
 * two objects that touch, each has its own. Where set voxels are diagonal on a face of a cell, the
 * surface joins them (18 neighbours; the background has 6), so that the cells' triangles meet edge
 * to edge: every edge of a closed surface is one of two triangles that run along it in opposite
 * directions. The triangles are those whose areas `surfaceArea` adds up by its estimator
 * 'marchingCubes'.
 *
 * `border` 'closed' (default): beyond the volume is background; the surface is capped half a voxel
 * outside the centres of its border. 'open': the surface ends at the centres of the border's voxels
 * and encloses no volume; a volume that is one voxel thin has no open surface
 * (`invalid-argument`).
 *
 * `level`: voxels of at least this value are inside. NaN is outside; beside NaN and the infinities,
 * and at the border, a vertex lies midway. No vertex is nearer to a voxel's centre than 1/1024 of
 * the edge.
 *
 * Vertices and triangles are in raster order of their voxels, whatever bricks there were. Masks and
 * labels give the same integers on every adapter; with `values`, positions depend on the rounding
 * of f32. Two passes: of a mask 1/8 B/voxel and records of 5/8, of labels 4 and 1, each written
 * once and read once beside the grid, and, where the surface is, 4 B for each vertex (8 of labels
 * and with `values`) and 12 for each triangle, which are read back. A box whose vertices or
 * triangles take more than 4 B/voxel or 64 MiB is halved, and its halves are counted anew. Pieces
 * are welded on the host. `limit` where there are more triangles than a mesh holds. Lorensen and
 * Cline, Comput. Graph. 21 (1987) 163.
 */
export const meshSurface = declareOp({
  name: 'meshSurface',
  kind: 'reduce',
  inputs: { grid: input('mask', 'labels'), values: optionalInput('volume') },
  params: {
    border: meshBorder,
    level: nullable(number({ unit: 'intensity' }, 'The value of the volume on its surface.')),
  },
  exactness: ({ values }) => (values === undefined ? 'exact' : 'float-dependent'),
  result: ({ grid, values }, { border, level }) => {
    if (border === 'open') checkOpen('mesh', grid);
    if ((values === undefined) !== (level === null))
      throw invalidArgument('mesh', 'level', level, 'a number together with a volume');
    return yields.mesh();
  },
  needs: (region, { grid }) => {
    const wider = cellRegion(region, grid.size);
    return { grid: wider, values: wider };
  },
  notes: ({ border }) => ({
    estimator: 'marching cubes, joined across diagonals of faces',
    border,
  }),
});

/** The surface of a volume at a level, by {@link meshSurface}. */
export function levelSurfaceNode(
  volume: Node,
  { border, level }: { readonly border: 'closed' | 'open'; readonly level: number },
): Node<ValueMeta<MeshData, 'mesh'>> {
  const grid = makeNode(threshold, { volume }, { lo: level });
  return makeNode(meshSurface, { grid, values: volume }, { border, level });
}

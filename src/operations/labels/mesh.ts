import { makeNode } from '../../recipe/op.js';
import { operation } from '../../recipe/operation.js';
import { nullable, numbers } from '../../recipe/params.js';
import { keepLabels } from '../../segmentation/keep_labels.js';
import { listedLabels } from '../../segmentation/select_labels.js';
import { meshSurface } from '../../structure/mesh_surface.js';
import { MESH } from '../gives.js';
import { meshOptions, refinedMesh } from '../mesh_options.js';

/**
 * The surfaces of all objects as triangles, by marching cubes, each closed towards the others: as
 * `mask.mesh()`, with the id of every triangle's object (`ids`) and a table of the objects'
 * triangles, areas and volumes (`objects`). Objects that touch have vertices of their own at the
 * same places. Two passes: 10 B/voxel on the GPU and what the surface takes, 8 B per vertex and 12
 * B per triangle; brick by brick, welded.
 *
 * @param options - `ids`: only these objects. Others as in `mask.mesh()`; objects are smoothed and
 * thinned out one by one.
 * @returns A query of the mesh; `toBytes` writes it as STL, PLY, GLB or VTP.
 * @throws VoxmetryError `invalid-argument` for an open border of a volume one voxel thin, or for
 * ids that are none; `limit` where there are more triangles than a mesh holds.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([3, 5, 0]), size: [3, 1, 1] });
 * const { ids, objects } = await scan.toLabels().mesh();
 * console.assert(new Set(ids).size === 2 && objects!.column('triangles').join() === '8,8');
 * const one = await scan.toLabels().mesh({ ids: [5] });
 * console.assert(one.triangleCount === 8 && one.vertexCount === 6);
 * await lab.dispose();
 * ```
 */
export const mesh = operation({
  name: 'mesh',
  of: 'labels',
  options: {
    ids: nullable(numbers('Ids of the objects; all if left out.')),
    ...meshOptions,
  },
  gives: MESH,
  node: (labels, { ids, border, ...refined }) => {
    const grid =
      ids === undefined
        ? labels
        : makeNode(keepLabels, { labels, chosen: makeNode(listedLabels, {}, { ids }) });
    return refinedMesh(labels, makeNode(meshSurface, { grid }, { border }), refined);
  },
});

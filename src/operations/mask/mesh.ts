import { makeNode } from '../../recipe/op.js';
import { operation } from '../../recipe/operation.js';
import { meshSurface } from '../../structure/mesh_surface.js';
import { MESH } from '../gives.js';
import { meshOptions, refinedMesh } from '../mesh_options.js';

/**
 * The surface of the mask as triangles, by marching cubes: positions and triangles that share their
 * vertices, its area (that of `surfaceArea` by 'marchingCubes') and the volume that it encloses.
 * Vertices lie midway between the centres of voxels; those of the volume's first voxel lie at its
 * origin. Triangles turn counter-clockwise as seen from outside, and close: each edge is one of two
 * triangles. Two voxels that touch across an edge are joined, across a corner alone they are not.
 * Two passes: 1.6 B/voxel on the GPU and what the surface takes, 4 B per vertex and 12 B per
 * triangle; brick by brick, welded. Lorensen and Cline, Comput. Graph. 21 (1987) 163.
 *
 * @param options - `border`: 'closed' (default) caps the surface half a voxel outside the border's
 * centres, 'open' ends it there. `smooth`: passes of Taubin's smoothing, which takes the steps of
 * voxels away and keeps the volume of each closed part. `keep`: the part of the triangles that is
 * kept, `maxError`: how far the surface may move, where triangles are left out: by meshoptimizer;
 * the surface stays closed, but thin parts may come to touch.
 * @returns A query of the mesh; `toBytes` writes it as STL, PLY, GLB or VTP.
 * @throws VoxmetryError `invalid-argument` for an open border of a volume one voxel thin; `limit`
 * where there are more triangles than a mesh holds.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(27).fill(1, 13, 14); // the voxel in the middle
 * const scan = await lab.open({ data, size: [3, 3, 3] }, { spacing: [2, 2, 2], unit: 'µm' });
 * const { positions, triangleCount, volume } = await scan.threshold({ lo: 1 }).mesh();
 * console.assert(triangleCount === 8 && Math.min(...positions) === 1); // an octahedron round 2
 * console.assert(Math.abs(volume! - 8 / 6) < 1e-12); // µm³
 * await lab.dispose();
 * ```
 */
export const mesh = operation({
  name: 'mesh',
  of: 'mask',
  options: meshOptions,
  gives: MESH,
  node: (grid, { border, ...refined }) =>
    refinedMesh(grid, makeNode(meshSurface, { grid }, { border }), refined),
});

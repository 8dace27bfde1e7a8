import { operation } from '../../recipe/operation.js';
import { number } from '../../recipe/params.js';
import { levelSurfaceNode } from '../../structure/mesh_surface.js';
import { MESH } from '../gives.js';
import { meshOptions, refinedMesh } from '../mesh_options.js';

/**
 * The surface on which the volume takes a value, as triangles, by marching cubes: as
 * `volume.threshold({ lo: at }).mesh()`, but with vertices where the values, linear along the edge
 * between two voxels, take that of `at`. Voxels of at least `at` are inside. NaN is outside; beside
 * NaN and the infinities, and where a closed border caps the surface, vertices lie midway. None is
 * nearer to a voxel's centre than 1/1024 of the edge, so that no triangle is without area. The
 * threshold's pass, then two of 1.6 B/voxel and what the surface takes, 8 B per vertex and 12 B per
 * triangle.
 *
 * @param options - `at`: the value. Others as in `mask.mesh()`.
 * @returns A query of the mesh; `toBytes` writes it as STL, PLY, GLB or VTP.
 * @throws VoxmetryError `invalid-argument` for an open border of a volume one voxel thin; `limit`
 * where there are more triangles than a mesh holds.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([0, 40, 0]), size: [3, 1, 1] });
 * const { positions } = await scan.mesh({ at: 10 });
 * const x = Array.from(positions).filter((_, i) => i % 3 === 0);
 * console.assert(Math.min(...x) === 0.25 && Math.max(...x) === 1.75);
 * await lab.dispose();
 * ```
 */
export const mesh = operation({
  name: 'mesh',
  of: 'volume',
  options: {
    at: number({ unit: 'intensity' }, 'The value on the surface.'),
    ...meshOptions,
  },
  gives: MESH,
  node: (volume, { at, border, ...refined }) =>
    refinedMesh(volume, levelSurfaceNode(volume, { border, level: at }), refined),
});

// Smoothing of surfaces of triangles.
import type { MeshData } from '../recipe/mesh_data.js';
import { yields } from '../recipe/meta.js';
import { declareOp, valueInput } from '../recipe/op.js';
import { integer } from '../recipe/params.js';

/**
 * A surface without the steps of its voxels, by Taubin's λ|μ smoothing: `iterations` times, every
 * vertex moves by 0.5 of the way to the mean of its neighbours, and by 0.53 of that way back. Waves
 * of a few voxels fade, long ones stay. Then each closed part of the surface is scaled about its
 * centre so that it encloses the volume that it had; a part that would have to be scaled by more
 * than 2, as of single voxels, stays as it was. Vertices on the edge of an open surface stay, and
 * parts with an edge are not scaled. In f64 on the host: time goes with vertices times iterations.
 * Taubin, SIGGRAPH 1995, 351, https://doi.org/10.1145/218380.218473.
 */
export const smoothMesh = declareOp({
  name: 'smoothMesh',
  kind: 'host',
  inputs: { mesh: valueInput<MeshData>() },
  params: {
    iterations: integer({ min: 1, max: 1000 }, 'Passes of smoothing.'),
  },
  exactness: 'float-dependent',
  result: () => yields.mesh(),
  notes: ({ iterations }) => ({
    method: `Taubin's λ|μ smoothing, ${String(iterations)} passes; parts keep their volume`,
  }),
});

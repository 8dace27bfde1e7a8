import { implementOnHost } from '../implement/index.js';
import { remeasured, placesOf } from './mesh_measures.js';
import { smoothMesh } from './smooth_mesh.js';
import { taubinSmoothed } from './taubin.js';

/** {@link smoothMesh} on the host. */
export const smoothMeshOnHost = implementOnHost(
  smoothMesh,
  ({ inputs: { mesh }, params: { iterations } }) =>
    remeasured(mesh, taubinSmoothed(placesOf(mesh), mesh.indices, iterations), mesh),
);

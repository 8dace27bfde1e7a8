import { implementOnHost } from '../implement/index.js';
import { throwIfAborted } from '../recipe/errors.js';
import { needWebAssembly } from '../recipe/web_assembly.js';
import { decimateMesh } from './decimate_mesh.js';
import { objectTriangles } from './object_triangles.js';
import { placesOf, remeasured } from './mesh_measures.js';

/** {@link decimateMesh} on the host; the simplifier is loaded when it is first needed. */
export const decimateMeshOnHost = implementOnHost(
  decimateMesh,
  async ({ inputs: { mesh }, params: { keep, maxError }, signal }) => {
    needWebAssembly('Triangles are left out of a mesh by');
    const { MeshoptSimplifier } = await import('meshoptimizer/simplifier');
    await MeshoptSimplifier.ready;
    const places = placesOf(mesh);
    const kept: Uint32Array[] = [];
    const ids: number[] = [];
    for (const object of objectTriangles(mesh, places)) {
      throwIfAborted(signal, 'mesh');
      const { indices, places: moved, vertices } = object;
      // Vertices move to where the error is least, which keeps volumes four times better.
      const [count] = MeshoptSimplifier.simplifyWithUpdate(
        indices,
        moved,
        3,
        new Float32Array(),
        0,
        [],
        null,
        3 * Math.round(((keep ?? 0) * indices.length) / 3),
        maxError ?? 1e30,
        ['ErrorAbsolute', 'LockBorder'],
      );
      for (const vertex of indices.subarray(0, count))
        places.set(moved.subarray(3 * vertex, 3 * vertex + 3), 3 * vertices[vertex]!);
      kept.push(indices.slice(0, count).map((vertex) => vertices[vertex]!));
      ids.push(object.id);
    }
    const indices = new Uint32Array(kept.reduce((sum, part) => sum + part.length, 0));
    const idOf = mesh.ids && new Uint32Array(indices.length / 3);
    let at = 0;
    kept.forEach((part, i) => {
      indices.set(part, at);
      idOf?.fill(ids[i]!, at / 3, (at + part.length) / 3);
      at += part.length;
    });
    return withoutLoose(places, indices, (used, renumbered) =>
      remeasured(mesh, used, { indices: renumbered, ids: idOf }),
    );
  },
);

/** Leaves out the places that no triangle has any more. */
function withoutLoose<T>(
  places: Float64Array,
  indices: Uint32Array<ArrayBuffer>,
  use: (used: Float64Array, indices: Uint32Array<ArrayBuffer>) => T,
): T {
  const number = new Uint32Array(places.length / 3);
  for (const vertex of indices) number[vertex] = 1;
  let count = 0;
  number.forEach((used, vertex) => {
    if (used === 1) number[vertex] = count++;
  });
  const kept = new Float64Array(3 * count);
  const renumbered = indices.map((vertex) => number[vertex]!);
  indices.forEach((vertex, i) => {
    kept.set(places.subarray(3 * vertex, 3 * vertex + 3), 3 * renumbered[i]!);
  });
  return use(kept, renumbered);
}

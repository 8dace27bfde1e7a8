// The triangles of a surface object by object.
import type { MeshData } from '../recipe/mesh_data.js';
import { trianglesById } from '../recipe/triangles_by_id.js';

/** The surface of one object: of a mask, all of it. */
export interface ObjectTriangles {
  readonly id: number;
  /** The mesh's numbers of the object's own vertices, in the order of their first triangle. */
  readonly vertices: Uint32Array;
  /** Triangles of the object's own vertices. */
  readonly indices: Uint32Array;
  /** Places of the object's own vertices. */
  readonly places: Float32Array;
}

/** The objects of a surface one after the other, by rising id. */
export function* objectTriangles(
  { indices, ids }: Pick<MeshData, 'indices' | 'ids'>,
  places: Float64Array | Float32Array,
): Generator<ObjectTriangles> {
  const own = new Uint32Array(places.length / 3).fill(0xffffffff);
  const count = indices.length / 3;
  const { order, groups } = trianglesById(ids ?? new Uint32Array(count).fill(1));
  for (const { id, from, end } of groups) {
    const vertices: number[] = [];
    const part = new Uint32Array(3 * (end - from));
    order.subarray(from, end).forEach((t, k) => {
      for (let j = 0; j < 3; j += 1) {
        const vertex = indices[3 * t + j]!;
        // An object's vertices are its own.
        if (own[vertex] === 0xffffffff) own[vertex] = vertices.push(vertex) - 1;
        part[3 * k + j] = own[vertex]!;
      }
    });
    yield {
      id,
      vertices: Uint32Array.from(vertices),
      indices: part,
      places: Float32Array.from({ length: 3 * vertices.length }, (_, i) => {
        return places[3 * vertices[Math.floor(i / 3)]! + (i % 3)]!;
      }),
    };
  }
}

// The triangles of a surface object by object.
import type { MeshData } from '../recipe/mesh_data.js';

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
  for (const [id, triangles] of trianglesById(ids, indices.length / 3)) {
    const vertices: number[] = [];
    const part = new Uint32Array(3 * triangles.length);
    triangles.forEach((t, k) => {
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

/** The triangles of every object, in their order; of a mask, all under the id 1. */
function trianglesById(
  ids: Uint32Array | null,
  count: number,
): Iterable<readonly [number, Uint32Array]> {
  if (count === 0) return [];
  if (ids === null) return [[1, Uint32Array.from({ length: count }, (_, t) => t)]];
  const order = Uint32Array.from({ length: count }, (_, t) => t).sort(
    (a, b) => ids[a]! - ids[b]! || a - b,
  );
  const groups: [number, Uint32Array][] = [];
  for (let from = 0; from < count;) {
    let end = from + 1;
    while (end < count && ids[order[end]!] === ids[order[from]!]) end += 1;
    groups.push([ids[order[from]!]!, order.subarray(from, end)]);
    from = end;
  }
  return groups;
}

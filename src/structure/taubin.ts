// Taubin's smoothing of triangles, with the volume of every closed part kept.
import type { Vec3 } from '../recipe/geometry.js';

/** How far a vertex moves towards the mean of its neighbours, and then back. */
const STEPS = [0.5, -0.53] as const;
/** What a part is scaled by at most to have its volume again. */
const MOST_SCALED = 2;

/** Vertices on an edge that one triangle alone has, as bytes. */
function verticesOnEdge(indices: Uint32Array, vertices: number): Uint8Array {
  // Around an inner vertex each neighbour comes twice, once from either side: they cancel.
  const neighbours = new Uint32Array(vertices);
  for (let t = 0; t < indices.length; t += 3) {
    const [a, b, c] = [indices[t]!, indices[t + 1]!, indices[t + 2]!];
    neighbours[a]! ^= (b + 1) ^ (c + 1);
    neighbours[b]! ^= (c + 1) ^ (a + 1);
    neighbours[c]! ^= (a + 1) ^ (b + 1);
  }
  return Uint8Array.from(neighbours, (rest) => (rest === 0 ? 0 : 1));
}

/** The part of the surface that every vertex belongs to: the first vertex of it. */
function partsOf(indices: Uint32Array, vertices: number): Uint32Array {
  const first = Uint32Array.from({ length: vertices }, (_, v) => v);
  const rootOf = (vertex: number): number => {
    let root = vertex;
    while (first[root] !== root) {
      first[root] = first[first[root]!]!;
      root = first[root]!;
    }
    return root;
  };
  for (let t = 0; t < indices.length; t += 3) {
    const a = rootOf(indices[t]!);
    for (const other of [rootOf(indices[t + 1]!), rootOf(indices[t + 2]!)]) {
      const root = rootOf(a);
      if (other < root) first[root] = other;
      else first[other] = root;
    }
  }
  for (let v = 0; v < vertices; v += 1) first[v] = rootOf(v);
  return first;
}

/** Six times the volume that each part encloses, by its first vertex. */
function volumesOf(at: Float64Array, indices: Uint32Array, parts: Uint32Array): Float64Array {
  const volumes = new Float64Array(parts.length);
  for (let t = 0; t < indices.length; t += 3) {
    const part = parts[indices[t]!]!;
    // From a vertex of the part, so that far parts lose no digits.
    const from = 3 * part;
    const corner = (j: number): Vec3 => {
      const v = 3 * indices[t + j]!;
      return [at[v]! - at[from]!, at[v + 1]! - at[from + 1]!, at[v + 2]! - at[from + 2]!];
    };
    const [a, b, c] = [corner(0), corner(1), corner(2)];
    volumes[part]! +=
      a[0] * (b[1] * c[2] - b[2] * c[1]) +
      a[1] * (b[2] * c[0] - b[0] * c[2]) +
      a[2] * (b[0] * c[1] - b[1] * c[0]);
  }
  return volumes;
}

/** One pass over all triangles: vertices move by a factor of the way to their neighbours' mean. */
function step(
  at: Float64Array,
  indices: Uint32Array,
  fixed: Uint8Array,
  sums: { readonly places: Float64Array; readonly counts: Uint32Array },
  factor: number,
): void {
  const { places, counts } = sums;
  places.fill(0);
  counts.fill(0);
  // Every neighbour comes twice, by the triangles on both sides of the edge.
  for (let t = 0; t < indices.length; t += 3)
    for (let j = 0; j < 3; j += 1) {
      const v = indices[t + j]!;
      const [b, c] = [3 * indices[t + ((j + 1) % 3)]!, 3 * indices[t + ((j + 2) % 3)]!];
      places[3 * v]! += at[b]! + at[c]!;
      places[3 * v + 1]! += at[b + 1]! + at[c + 1]!;
      places[3 * v + 2]! += at[b + 2]! + at[c + 2]!;
      counts[v]! += 2;
    }
  for (let v = 0; v < counts.length; v += 1) {
    if (fixed[v] === 1 || counts[v] === 0) continue;
    for (let i = 3 * v; i < 3 * v + 3; i += 1)
      at[i]! += factor * (places[i]! / counts[v]! - at[i]!);
  }
}

/** Smoothed places of the vertices of a surface. */
export function taubinSmoothed(
  before: Float64Array,
  indices: Uint32Array,
  iterations: number,
): Float64Array {
  const count = before.length / 3;
  const at = before.slice();
  const fixed = verticesOnEdge(indices, count);
  const sums = { places: new Float64Array(before.length), counts: new Uint32Array(count) };
  for (let i = 0; i < iterations; i += 1)
    for (const factor of STEPS) step(at, indices, fixed, sums, factor);
  return restoreVolumes(before, at, indices, fixed);
}

/** Scales every closed part about its centre to the volume that it had. */
function restoreVolumes(
  before: Float64Array,
  at: Float64Array,
  indices: Uint32Array,
  fixed: Uint8Array,
): Float64Array {
  const count = fixed.length;
  const parts = partsOf(indices, count);
  const wanted = volumesOf(before, indices, parts);
  const found = volumesOf(at, indices, parts);
  const centres = new Float64Array(3 * count);
  const sizes = new Uint32Array(count);
  const isOpen = new Uint8Array(count);
  for (let v = 0; v < count; v += 1) {
    const part = parts[v]!;
    sizes[part]! += 1;
    if (fixed[v] === 1) isOpen[part] = 1;
    for (let i = 0; i < 3; i += 1) centres[3 * part + i]! += at[3 * v + i]!;
  }
  for (let v = 0; v < count; v += 1) {
    const part = parts[v]!;
    if (isOpen[part] === 1) continue;
    const scale = Math.cbrt(wanted[part]! / found[part]!);
    const isGood = scale > 1 / MOST_SCALED && scale < MOST_SCALED;
    for (let i = 0; i < 3; i += 1) {
      const centre = centres[3 * part + i]! / sizes[part]!;
      at[3 * v + i] = isGood ? centre + scale * (at[3 * v + i]! - centre) : before[3 * v + i]!;
    }
  }
  return at;
}

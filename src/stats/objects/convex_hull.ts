// Convex hull by quickhull (Barber, Dobkin and Huhdanpaa), exact on whole coordinates.
import { sliceHull } from './slice_hull.js';

/** The convex hull of points with whole coordinates from 0 on. */
export interface Hull {
  /** Coordinates of its corners, three each. */
  readonly points: Float64Array;
  /** Corners of its triangles, three each, counterclockwise seen from outside. */
  readonly triangles: Uint32Array;
}

/**
 * Coordinates may be this large at most: six times the cube is below 2^53, so that which side of a
 * plane a point lies on is decided exactly.
 */
export const MOST_EXTENT = 65536;

interface Face {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  /** Normal and offset of its plane: n · p − d is above 0 outside. */
  readonly nx: number;
  readonly ny: number;
  readonly nz: number;
  readonly d: number;
  /** Faces across ab, bc, ca. */
  readonly beside: [Face, Face, Face];
  /** Points outside that were given to it. */
  outside: number[];
  alive: boolean;
}

/**
 * The points that no axis-parallel slice through them shows to lie inside: every corner of the hull
 * is a corner of the hull of each of its slices.
 */
export function pruned(points: Float64Array): Float64Array {
  let kept = points;
  for (const axis of [0, 1, 2]) kept = sliceHull(kept, axis);
  return kept;
}

/**
 * The convex hull of points that do not all lie in a plane (Barber, Dobkin and Huhdanpaa, ACM TOMS
 * 22, 1996, 469, https://doi.org/10.1145/235815.235821). Exact.
 */
export function convexHull(p: Float64Array): Hull {
  const n = p.length / 3;
  const at = (i: number, axis: number): number => p[3 * i + axis]!;
  const makeFace = (a: number, b: number, c: number): Face => {
    const [ux, uy, uz] = [at(b, 0) - at(a, 0), at(b, 1) - at(a, 1), at(b, 2) - at(a, 2)];
    const [vx, vy, vz] = [at(c, 0) - at(a, 0), at(c, 1) - at(a, 1), at(c, 2) - at(a, 2)];
    const nx = uy * vz - uz * vy;
    const ny = uz * vx - ux * vz;
    const nz = ux * vy - uy * vx;
    const d = nx * at(a, 0) + ny * at(a, 1) + nz * at(a, 2);
    return { a, b, c, nx, ny, nz, d, beside: [] as never, outside: [], alive: true };
  };
  const height = (face: Face, i: number): number =>
    face.nx * p[3 * i]! + face.ny * p[3 * i + 1]! + face.nz * p[3 * i + 2]! - face.d;

  const faces = firstFaces(n, at, makeFace, height);
  const give = (candidates: readonly number[], to: readonly Face[]): void => {
    for (const i of candidates) {
      const face = to.find((f) => height(f, i) > 0);
      face?.outside.push(i);
    }
  };
  give(
    Array.from({ length: n }, (_, i) => i),
    faces,
  );
  const waiting = faces.filter((face) => face.outside.length > 0);
  const all = [...faces];
  while (waiting.length > 0) {
    const face = waiting.pop()!;
    if (!face.alive || face.outside.length === 0) continue;
    let top = face.outside[0]!;
    let most = -1;
    for (const i of face.outside) {
      const h = height(face, i);
      if (h > most) [most, top] = [h, i];
    }
    const seen: Face[] = [];
    const edges = horizon(face, top, height, seen);
    const orphans = seen.flatMap((f) => f.outside).filter((i) => i !== top);
    const made = edges.map(({ from, to, beyond }) => {
      const next = makeFace(from, to, top);
      next.beside[0] = beyond;
      const { a, b } = beyond;
      const side = a === to ? 0 : b === to ? 1 : 2;
      beyond.beside[side] = next;
      return next;
    });
    const byStart = new Map(made.map((f) => [f.a, f]));
    for (const f of made) {
      const next = byStart.get(f.b)!;
      f.beside[1] = next;
      next.beside[2] = f;
    }
    give(orphans, made);
    for (const f of made) {
      all.push(f);
      if (f.outside.length > 0) waiting.push(f);
    }
  }
  return collect(
    all.filter((f) => f.alive),
    p,
  );
}

/** An edge of what a point sees, and the face beyond it that it does not see. */
interface HorizonEdge {
  readonly from: number;
  readonly to: number;
  readonly beyond: Face;
}

/** Takes away the faces that a point sees, and gives the edges around them. */
function horizon(
  start: Face,
  eye: number,
  height: (face: Face, i: number) => number,
  seen: Face[],
): HorizonEdge[] {
  const edges: HorizonEdge[] = [];
  start.alive = false;
  seen.push(start);
  for (const face of seen)
    for (const beyond of face.beside)
      if (beyond.alive && height(beyond, eye) > 0) {
        beyond.alive = false;
        seen.push(beyond);
      }
  for (const face of seen) {
    const corners = [face.a, face.b, face.c] as const;
    for (let side = 0; side < 3; side += 1) {
      const beyond = face.beside[side]!;
      if (beyond.alive) edges.push({ from: corners[side]!, to: corners[(side + 1) % 3]!, beyond });
    }
  }
  return edges;
}

/** A tetrahedron of four points that do not lie in a plane, its faces turned outwards. */
function firstFaces(
  n: number,
  at: (i: number, axis: number) => number,
  makeFace: (a: number, b: number, c: number) => Face,
  height: (face: Face, i: number) => number,
): Face[] {
  const farthest = (measure: (i: number) => number): number => {
    let [best, most] = [0, -1];
    for (let i = 0; i < n; i += 1) {
      const value = measure(i);
      if (value > most) [most, best] = [value, i];
    }
    return best;
  };
  const a = farthest((i) => -at(i, 0) + 2 * MOST_EXTENT);
  const b = farthest((i) =>
    [0, 1, 2].reduce((sum, axis) => sum + (at(i, axis) - at(a, axis)) ** 2, 0),
  );
  const c = farthest((i) => {
    const { nx, ny, nz } = makeFace(a, b, i);
    return Math.abs(nx) + Math.abs(ny) + Math.abs(nz);
  });
  const base = makeFace(a, b, c);
  const d = farthest((i) => Math.abs(height(base, i)));
  const [b1, c1] = height(base, d) > 0 ? [c, b] : [b, c];
  const faces = [
    makeFace(a, b1, c1),
    makeFace(a, d, b1),
    makeFace(b1, d, c1),
    makeFace(c1, d, a),
  ] as const;
  const [f0, f1, f2, f3] = faces;
  f0.beside.splice(0, 3, f1, f2, f3);
  f1.beside.splice(0, 3, f3, f2, f0);
  f2.beside.splice(0, 3, f1, f3, f0);
  f3.beside.splice(0, 3, f2, f1, f0);
  return [...faces];
}

function collect(faces: readonly Face[], p: Float64Array): Hull {
  const number = new Map<number, number>();
  const numberOf = (i: number): number => {
    let own = number.get(i);
    if (own === undefined) number.set(i, (own = number.size));
    return own;
  };
  const triangles = Uint32Array.from(faces.flatMap(({ a, b, c }) => [a, b, c].map(numberOf)));
  const points = new Float64Array(3 * number.size);
  for (const [i, own] of number) points.set(p.subarray(3 * i, 3 * i + 3), 3 * own);
  return { points, triangles };
}

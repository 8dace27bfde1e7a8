// Plain-loop twin of marching cubes: a cell's polygons are followed on its faces, by coordinates.
import type { Vec3 } from '../../src/recipe/geometry.js';

const CORNERS: readonly Vec3[] = Array.from({ length: 8 }, (_, k) => [k & 1, (k >> 1) & 1, k >> 2]);

/** The label of a voxel; 0 outside. */
export function labelAt(data: ArrayLike<number>, size: Vec3, [x, y, z]: Vec3): number {
  const outside = [x, y, z].some((n, i) => n < 0 || n >= size[i]!);
  return outside ? 0 : data[(z * size[1] + y) * size[0] + x]!;
}

const plus = (a: Vec3, b: Vec3): Vec3 => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
const minus = (a: Vec3, b: Vec3): Vec3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const cross = (u: Vec3, v: Vec3): Vec3 => [
  u[1] * v[2] - u[2] * v[1],
  u[2] * v[0] - u[0] * v[2],
  u[0] * v[1] - u[1] * v[0],
];
const dot = (u: Vec3, v: Vec3): number => u[0] * v[0] + u[1] * v[1] + u[2] * v[2];

/** The corners of a face, counter-clockwise as seen from outside the cell. */
function faceCorners(axis: 0 | 1 | 2, side: 0 | 1): Vec3[] {
  const [u, v] = [(axis + 1) % 3, (axis + 2) % 3];
  const around: readonly (readonly [number, number])[] =
    side === 1
      ? [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 1],
        ]
      : [
          [0, 0],
          [0, 1],
          [1, 1],
          [1, 0],
        ];
  return around.map(([a, b]) => {
    const corner: [number, number, number] = [0, 0, 0];
    corner[axis] = side;
    corner[u] = a;
    corner[v] = b;
    return corner;
  });
}

/**
 * The directed polygons of one object in a cell, around its set corners so that they look outward:
 * on each face, each stretch of clear corners is cut off by a segment, so that set corners join.
 */
function polygonsOf(set: (corner: Vec3) => boolean): string[][] {
  const after = new Map<string, string>();
  for (const axis of [0, 1, 2] as const)
    for (const side of [0, 1] as const) {
      const around = faceCorners(axis, side);
      for (let i = 0; i < 4; i += 1) {
        // A clear stretch begins after a set corner; it ends before the next one.
        if (!set(around[i]!) || set(around[(i + 1) % 4]!)) continue;
        let j = i + 1;
        while (!set(around[(j + 1) % 4]!)) j += 1;
        const begin = plus(around[i]!, around[(i + 1) % 4]!).join();
        const end = plus(around[j % 4]!, around[(j + 1) % 4]!).join();
        // Seen from outside, what is set lies to the right.
        after.set(end, begin);
      }
    }
  const polygons: string[][] = [];
  while (after.size > 0) {
    const [start] = after.keys();
    const polygon: string[] = [];
    let at = start!;
    do {
      polygon.push(at);
      const next = after.get(at)!;
      after.delete(at);
      at = next;
    } while (at !== start);
    polygons.push(polygon);
  }
  return polygons;
}

const pointOf = (text: string): Vec3 => text.split(',').map(Number) as unknown as Vec3;

function area(a: Vec3, b: Vec3, c: Vec3, spacing: Vec3): number {
  const scaled = (p: Vec3): Vec3 => [p[0] * spacing[0], p[1] * spacing[1], p[2] * spacing[2]];
  const normal = cross(minus(scaled(b), scaled(a)), minus(scaled(c), scaled(a)));
  return Math.hypot(...normal) / 8; // doubled coordinates
}

/** The greatest area of all ways to cut a polygon into triangles: by recursion, all are tried. */
export function greatestArea(polygon: readonly Vec3[], spacing: Vec3): number {
  if (polygon.length < 3) return 0;
  let best = -Infinity;
  for (let k = 1; k < polygon.length - 1; k += 1) {
    const whole =
      greatestArea(polygon.slice(0, k + 1), spacing) +
      greatestArea(polygon.slice(k), spacing) +
      area(polygon[0]!, polygon[k]!, polygon.at(-1)!, spacing);
    best = Math.max(best, whole);
  }
  return best;
}

/** A polygon of an object in a cell: its corners in doubled voxel coordinates, directed outward. */
export interface TwinPolygon {
  readonly cell: Vec3;
  readonly id: number;
  readonly corners: readonly Vec3[];
}

/** All polygons of all objects, cell by cell in raster order. */
export function polygonsTwin(
  data: ArrayLike<number>,
  size: Vec3,
  border: 'closed' | 'open',
): TwinPolygon[] {
  const found: TwinPolygon[] = [];
  const low = border === 'closed' ? -1 : 0;
  const high = (axis: 0 | 1 | 2): number => (border === 'closed' ? size[axis] : size[axis] - 1);
  for (let z = low; z < high(2); z += 1)
    for (let y = low; y < high(1); y += 1)
      for (let x = low; x < high(0); x += 1) {
        const cell: Vec3 = [x, y, z];
        const labels = CORNERS.map((corner) => labelAt(data, size, plus(cell, corner)));
        for (const id of new Set(labels))
          if (id !== 0)
            for (const polygon of polygonsOf(
              (corner) => labels[corner[0] + 2 * corner[1] + 4 * corner[2]] === id,
            ))
              found.push({
                cell,
                id,
                corners: polygon.map((text) => plus(pointOf(text), [2 * x, 2 * y, 2 * z])),
              });
      }
  return found;
}

/** Cells in which exactly two opposite corners are set: 26 joins them, the surface does not. */
export function oppositePairs(data: ArrayLike<number>, size: Vec3): number {
  let count = 0;
  for (let z = -1; z < size[2]; z += 1)
    for (let y = -1; y < size[1]; y += 1)
      for (let x = -1; x < size[0]; x += 1) {
        const set = CORNERS.filter((c) => labelAt(data, size, plus([x, y, z], c)) !== 0);
        if (set.length === 2 && dot(minus(set[0]!, set[1]!), minus(set[0]!, set[1]!)) === 3)
          count += 1;
      }
  return count;
}

/** The surface estimator's area of all polygons, by trying all triangles. */
export function areaTwin(polygons: readonly TwinPolygon[], spacing: Vec3): number {
  return polygons.reduce((sum, { corners }) => sum + greatestArea(corners, spacing), 0);
}

/** What is wrong with a surface as a closed manifold, and its Euler characteristic. */
export function checkManifold(indices: ArrayLike<number>): {
  /** Edges that are not of exactly two triangles in opposite directions. */
  readonly openEdges: number;
  /** Edges that more triangles share, or that run the same way twice. */
  readonly badEdges: number;
  /** Vertices whose triangles are not one closed fan. */
  readonly badVertices: number;
  readonly euler: number;
} {
  const directed = new Map<number, number>();
  const next = new Map<number, Map<number, number>>();
  for (let t = 0; t < indices.length; t += 3)
    for (let j = 0; j < 3; j += 1) {
      const [a, b, c] = [0, 1, 2].map((k) => indices[t + ((j + k) % 3)]!) as [
        number,
        number,
        number,
      ];
      const key = a * 2 ** 26 + b;
      directed.set(key, (directed.get(key) ?? 0) + 1);
      if (!next.has(a)) next.set(a, new Map());
      next.get(a)!.set(b, c);
    }
  let [openEdges, badEdges, edges] = [0, 0, 0];
  for (const [key, times] of directed) {
    const [a, b] = [Math.floor(key / 2 ** 26), key % 2 ** 26];
    const back = directed.get(b * 2 ** 26 + a) ?? 0;
    if (times > 1) badEdges += 1;
    if (back === 0) openEdges += 1;
    edges += back === 0 ? 1 : 0.5;
  }
  let badVertices = 0;
  for (const fan of next.values()) {
    const [start] = fan.keys();
    let at: number | undefined = start;
    let steps = 0;
    do {
      at = fan.get(at!);
      steps += 1;
    } while (at !== undefined && at !== start && steps <= fan.size);
    if (at === undefined || steps !== fan.size) badVertices += 1;
  }
  return {
    openEdges,
    badEdges,
    badVertices,
    euler: next.size - edges + indices.length / 3,
  };
}

// Feret diameters: diameter and least width (by antipodal facets and edges) of a convex hull, and
// its volume.
import { map3, type Vec3 } from '../../recipe/geometry.js';
import type { Hull } from './convex_hull.js';

type Triple = [number, number, number];

function cross(a: readonly number[], b: readonly number[]): Triple {
  return [
    a[1]! * b[2]! - a[2]! * b[1]!,
    a[2]! * b[0]! - a[0]! * b[2]!,
    a[0]! * b[1]! - a[1]! * b[0]!,
  ];
}

/** Volume of a hull in voxels, exact up to its sixth part. */
export function hullVoxels({ points, triangles }: Hull): number {
  let sixfold = 0;
  const corner = (k: number): Triple => {
    const at = 3 * triangles[k]!;
    return [points[at]!, points[at + 1]!, points[at + 2]!];
  };
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [corner(t), corner(t + 1), corner(t + 2)];
    const n = cross(b, c);
    sixfold += a[0] * n[0] + a[1] * n[1] + a[2] * n[2];
  }
  return sixfold / 6;
}

/** The greatest distance of two corners of a hull. */
export function greatestWidth({ points }: Hull, spacing: Vec3): number {
  const n = points.length / 3;
  const p = points.map((value, i) => value * spacing[(i % 3) as 0 | 1 | 2]);
  let most = 0;
  for (let i = 0; i < n; i += 1) {
    const [x, y, z] = [p[3 * i]!, p[3 * i + 1]!, p[3 * i + 2]!];
    for (let j = i + 1; j < n; j += 1) {
      const [dx, dy, dz] = [p[3 * j]! - x, p[3 * j + 1]! - y, p[3 * j + 2]! - z];
      const squared = dx * dx + dy * dy + dz * dz;
      if (squared > most) most = squared;
    }
  }
  return Math.sqrt(most);
}

/** Corners of a hull joined by edges, and the two facets beside each edge. */
interface Graph {
  readonly neighbours: readonly (readonly number[])[];
  readonly edges: readonly { readonly a: number; readonly b: number; readonly faces: number[] }[];
  readonly normals: readonly Triple[];
}

function graphOf({ points, triangles }: Hull): Graph {
  const n = points.length / 3;
  const corner = (i: number): Triple => [points[3 * i]!, points[3 * i + 1]!, points[3 * i + 2]!];
  const edges = new Map<number, { a: number; b: number; faces: number[] }>();
  const neighbours = Array.from({ length: n }, (): number[] => []);
  const normals: Triple[] = [];
  for (let t = 0; t < triangles.length; t += 3) {
    const corners = [triangles[t]!, triangles[t + 1]!, triangles[t + 2]!] as const;
    const [a, b, c] = corners.map(corner) as [Triple, Triple, Triple];
    normals.push(
      cross(
        map3((i) => b[i] - a[i]),
        map3((i) => c[i] - a[i]),
      ),
    );
    for (let side = 0; side < 3; side += 1) {
      const [from, to] = [corners[side]!, corners[(side + 1) % 3]!];
      const key = Math.min(from, to) * n + Math.max(from, to);
      const edge = edges.get(key);
      if (edge === undefined) edges.set(key, { a: from, b: to, faces: [t / 3] });
      else edge.faces.push(t / 3);
      neighbours[from]!.push(to);
    }
  }
  return { neighbours, edges: [...edges.values()], normals };
}

/**
 * The least distance of two parallel planes that hold a hull between them, exact but for rounding
 * at the end. It is attained with a facet in one plane, or an edge in each (Houle and Toussaint,
 * IEEE Trans. Pattern Anal. 10, 1988, 761). For every edge the normals from one of its facets to
 * the other are gone through, and with them the corner that is farthest on the other side, from
 * corner to neighbour: each step is an edge that faces this one.
 */
export function leastWidth(hull: Hull, spacing: Vec3): number {
  const { points } = hull;
  const { neighbours, edges, normals } = graphOf(hull);
  const along = (n: readonly number[], v: number): number =>
    n[0]! * points[3 * v]! + n[1]! * points[3 * v + 1]! + n[2]! * points[3 * v + 2]!;
  const between = (from: number, to: number): Triple => [
    points[3 * to]! - points[3 * from]!,
    points[3 * to + 1]! - points[3 * from + 1]!,
    points[3 * to + 2]! - points[3 * from + 2]!,
  ];
  // Normals stay whole numbers. With a spacing, n becomes n / spacing and p becomes p · spacing,
  // which leaves n · p as it is: only the length of n changes.
  const width = (n: readonly number[], v: number, w: number): number => {
    const length = Math.hypot(n[0]! / spacing[0], n[1]! / spacing[1], n[2]! / spacing[2]);
    return length === 0 ? Infinity : Math.abs(along(n, v) - along(n, w)) / length;
  };
  /** The corner that is lowest along a normal, found by descending from a given corner. */
  const lowest = (n: readonly number[], from: number): number => {
    let v = from;
    for (let value = along(n, v); ;) {
      const next = neighbours[v]!.find((w) => along(n, w) < value);
      if (next === undefined) return v;
      v = next;
      value = along(n, v);
    }
  };
  let least = Infinity;
  let start = 0;
  for (const { a, b, faces } of edges) {
    const [left, right] = [normals[faces[0]!]!, normals[faces[1]!]!];
    const change = map3((i) => right[i] - left[i]);
    let v = lowest(left, start);
    start = v;
    least = Math.min(least, width(left, a, v));
    const edge = between(a, b);
    // The normal left + t · change; the slope of what is least along it falls with every step.
    for (let t = 0; ;) {
      let next = -1;
      let when = 1;
      for (const w of neighbours[v]!) {
        const step = between(v, w);
        const now = left[0] * step[0] + left[1] * step[1] + left[2] * step[2];
        const slope = change[0] * step[0] + change[1] * step[1] + change[2] * step[2];
        if (slope >= 0) continue;
        const crossing = Math.max(t, now / -slope);
        if (crossing < when) [when, next] = [crossing, w];
      }
      if (next < 0) break;
      least = Math.min(least, width(cross(edge, between(v, next)), a, v));
      t = when;
      v = next;
    }
  }
  return least;
}

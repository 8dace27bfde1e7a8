// Marching cubes: the triangles of each of the 256 configurations, and their area.
import { map3, type Vec3 } from '../recipe/geometry.js';

/** Corners of a cell by number: bit 0 is x, bit 1 is y, bit 2 is z. */
const corner = (index: number): Vec3 => [index & 1, (index >> 1) & 1, (index >> 2) & 1];

/** The four corners of each face, around it. */
const FACES: readonly (readonly [number, number, number, number])[] = [
  [0, 2, 6, 4],
  [1, 3, 7, 5],
  [0, 1, 5, 4],
  [2, 3, 7, 6],
  [0, 1, 3, 2],
  [4, 5, 7, 6],
];

/** A name for the edge between two corners. */
const edge = (a: number, b: number): number => Math.min(a, b) * 8 + Math.max(a, b);

/**
 * Pairs of edges that the surface joins across each face of a cell; corners that are set are joined
 * across its diagonal.
 */
function segmentsOf(code: number): (readonly [number, number])[] {
  const isSet = (c: number): boolean => ((code >> c) & 1) === 1;
  const segments: (readonly [number, number])[] = [];
  for (const face of FACES) {
    const at = (i: number): number => face[(i + 4) % 4]!;
    const crossed = [0, 1, 2, 3].filter((i) => isSet(at(i)) !== isSet(at(i + 1)));
    if (crossed.length === 2) {
      const [a, b] = crossed as [number, number];
      segments.push([edge(at(a), at(a + 1)), edge(at(b), at(b + 1))]);
    } else if (crossed.length === 4)
      for (let i = 0; i < 4; i += 1)
        if (!isSet(at(i))) segments.push([edge(at(i - 1), at(i)), edge(at(i), at(i + 1))]);
  }
  return segments;
}

/** The closed polygons that the segments of a cell form, as lists of edges. */
function polygonsOf(code: number): number[][] {
  const open = segmentsOf(code);
  const polygons: number[][] = [];
  while (open.length > 0) {
    const [first, second] = open.pop()!;
    const polygon = [first, second];
    while (polygon.at(-1) !== first) {
      const end = polygon.at(-1)!;
      const next = open.findIndex(([a, b]) => a === end || b === end);
      const [[a, b]] = open.splice(next, 1) as [readonly [number, number]];
      polygon.push(a === end ? b : a);
    }
    polygon.pop();
    polygons.push(polygon);
  }
  return polygons;
}

function triangleArea(a: Vec3, b: Vec3, c: Vec3): number {
  const u = [b[0] - a[0], b[1] - a[1], b[2] - a[2]] as const;
  const v = [c[0] - a[0], c[1] - a[1], c[2] - a[2]] as const;
  return (
    Math.hypot(u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]) / 2
  );
}

/** The face of a cell that two of its edges lie on; undefined where they share none. */
function commonFace(a: number, b: number): (typeof FACES)[number] | undefined {
  const holds = (face: readonly number[], name: number): boolean =>
    face.includes(Math.floor(name / 8)) && face.includes(name % 8);
  return FACES.find((face) => holds(face, a) && holds(face, b));
}

/** A triangle of a cell: the edges on whose middles it has its corners, as 8 · lower + upper. */
export type CellTriangle = readonly [number, number, number];

/**
 * The triangles of greatest area that diagonals cut a polygon into. No diagonal lies in a face of
 * the cell, where one of the neighbour's could meet it; that never costs area.
 */
function cutUp(polygon: readonly number[], points: readonly Vec3[]): CellTriangle[] {
  const n = polygon.length;
  const best = Array.from({ length: n }, () => new Float64Array(n));
  const apexes = Array.from({ length: n }, () => new Uint8Array(n));
  for (let span = 2; span < n; span += 1)
    for (let i = 0; i + span < n; i += 1) {
      best[i]![i + span] = -Infinity;
      if (span < n - 1 && commonFace(polygon[i]!, polygon[i + span]!)) continue;
      for (let k = i + 1; k < i + span; k += 1) {
        const whole =
          best[i]![k]! +
          best[k]![i + span]! +
          triangleArea(points[i]!, points[k]!, points[i + span]!);
        // Of equal areas the first stays, whatever the last digit says.
        if (whole <= best[i]![i + span]! * (1 + 1e-12)) continue;
        best[i]![i + span] = whole;
        apexes[i]![i + span] = k;
      }
    }
  const triangles: CellTriangle[] = [];
  const collect = (i: number, j: number): void => {
    if (j - i < 2) return;
    const k = apexes[i]![j]!;
    triangles.push([polygon[i]!, polygon[k]!, polygon[j]!]);
    collect(i, k);
    collect(k, j);
  };
  collect(0, n - 1);
  return triangles;
}

/** The middle of an edge of a cell, from its lowest corner. */
function middleOf(name: number, spacing: Vec3): Vec3 {
  const [a, b] = [corner(Math.floor(name / 8)), corner(name % 8)];
  return map3((i) => ((a[i] + b[i]) / 2) * spacing[i]);
}

/** Whether a polygon of a cell turns so that its normal looks away from the set corners. */
function looksOut(code: number, [first, second]: readonly number[]): boolean {
  const face = commonFace(first!, second!)!;
  const lower = Math.floor(first! / 8);
  const set = corner(((code >> lower) & 1) === 1 ? lower : first! % 8);
  const [p, q] = [middleOf(first!, [1, 1, 1]), middleOf(second!, [1, 1, 1])];
  const [u, v] = [map3((i) => q[i] - p[i]), map3((i) => set[i] - p[i])];
  const across = ([0, 1, 2] as const).find((i) =>
    face.every((c) => corner(c)[i] === corner(face[0])[i]),
  )!;
  const [i, j] = [(across + 1) % 3, (across + 2) % 3];
  const turn = u[i]! * v[j]! - u[j]! * v[i]!;
  // Seen from outside the cell, the set corner lies to the right of such a segment.
  return (corner(face[0])[across] === 1 ? turn : -turn) < 0;
}

/**
 * The marching-cubes surface in each of the 256 cells of 2×2×2 voxels, for a mask: it crosses edges
 * midway (level ½). Where set voxels are diagonal on a face, the surface joins them, from either
 * side, so that the cells' surfaces close; polygons of more than three edges are cut into the
 * triangles of greatest area at this spacing. Triangles turn so that their normals look away from
 * the set voxels. Lorensen and Cline, Comput. Graph. 21 (1987) 163.
 */
export function marchingCubesTriangles(spacing: Vec3): readonly (readonly CellTriangle[])[] {
  return Array.from({ length: 256 }, (_, code) =>
    polygonsOf(code).flatMap((polygon) => {
      const turned = looksOut(code, polygon) ? polygon : polygon.toReversed();
      return cutUp(
        turned,
        turned.map((name) => middleOf(name, spacing)),
      );
    }),
  );
}

/**
 * The area of {@link marchingCubesTriangles} in each of the 256 cells. That gives the areas of
 * Lewiner's tables, which scikit-image uses, in 200 cells; the others, with two and three ambiguous
 * faces, are rare and differ. Lewiner et al., J. Graph. Tools 8 (2003) 1.
 */
export function marchingCubesAreas(spacing: Vec3): Float64Array {
  return Float64Array.from(marchingCubesTriangles(spacing), (triangles) =>
    triangles.reduce((sum, triangle) => {
      const [a, b, c] = triangle.map((name) => middleOf(name, spacing)) as [Vec3, Vec3, Vec3];
      return sum + triangleArea(a, b, c);
    }, 0),
  );
}

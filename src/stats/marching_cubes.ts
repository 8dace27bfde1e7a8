// Marching cubes: the triangle area of each of the 256 configurations.
import type { Vec3 } from '../recipe/geometry.js';

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

/** The greatest area of triangles that a polygon can be cut into by diagonals. */
function greatestArea(points: readonly Vec3[]): number {
  const n = points.length;
  const best = Array.from({ length: n }, () => new Float64Array(n));
  for (let span = 2; span < n; span += 1)
    for (let i = 0; i + span < n; i += 1) {
      best[i]![i + span] = -Infinity;
      for (let k = i + 1; k < i + span; k += 1) {
        const whole =
          best[i]![k]! +
          best[k]![i + span]! +
          triangleArea(points[i]!, points[k]!, points[i + span]!);
        best[i]![i + span] = Math.max(best[i]![i + span]!, whole);
      }
    }
  return best[0]![n - 1]!;
}

/**
 * The area of the marching-cubes surface in each of the 256 cells of 2×2×2 voxels, for a mask: it
 * crosses edges midway (level ½). Where set voxels are diagonal on a face, the surface joins them;
 * polygons of more than three edges are cut into the triangles of greatest area. That gives the
 * areas of Lewiner's tables, which scikit-image uses, in 200 cells; the others, with two and three
 * ambiguous faces, are rare and differ. Lorensen and Cline, Comput. Graph. 21 (1987) 163; Lewiner
 * et al., J. Graph. Tools 8 (2003) 1.
 */
export function marchingCubesAreas(spacing: Vec3): Float64Array {
  const middle = (name: number): Vec3 => {
    const [a, b] = [corner(Math.floor(name / 8)), corner(name % 8)];
    return [0, 1, 2].map((i) => ((a[i]! + b[i]!) / 2) * spacing[i]!) as unknown as Vec3;
  };
  return Float64Array.from({ length: 256 }, (_, code) =>
    polygonsOf(code).reduce((sum, polygon) => sum + greatestArea(polygon.map(middle)), 0),
  );
}

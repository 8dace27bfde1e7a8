import { describe, expect, test } from 'vitest';
import type { Vec3 } from '../../../src/recipe/geometry.js';
import { convexHull } from '../../../src/stats/objects/convex_hull.js';
import { greatestWidth, hullVoxels, leastWidth } from '../../../src/stats/objects/feret.js';
import { hullTwin } from '../../reference/convex_hull.js';
import { stream } from '../inputs.js';

const UNIT: Vec3 = [1, 1, 1];

/** The corners of the voxels (lower corners as given). */
function cornersOf(voxels: readonly Vec3[]): Float64Array {
  return Float64Array.from(
    voxels.flatMap(([x, y, z]) =>
      Array.from({ length: 8 }, (_, k) => [x + (k & 1), y + ((k >> 1) & 1), z + (k >> 2)]).flat(),
    ),
  );
}

function ball(r: number): Vec3[] {
  const voxels: Vec3[] = [];
  for (let z = -r; z <= r; z++)
    for (let y = -r; y <= r; y++)
      for (let x = -r; x <= r; x++)
        if (x * x + y * y + z * z <= r * r) voxels.push([x + r, y + r, z + r]);
  return voxels;
}

describe('convex hulls', () => {
  test('of a box: its volume, its diagonal, its least edge', () => {
    for (const spacing of [UNIT, [0.5, 2, 3]] as Vec3[]) {
      const voxels: Vec3[] = [];
      for (let z = 0; z < 3; z++)
        for (let y = 0; y < 4; y++) for (let x = 0; x < 5; x++) voxels.push([x, y, z]);
      const hull = convexHull(cornersOf(voxels));
      expect(hull.points.length).toBe(24);
      expect(hullVoxels(hull)).toBe(60);
      const edges = [5 * spacing[0], 4 * spacing[1], 3 * spacing[2]];
      expect(greatestWidth(hull, spacing)).toBeCloseTo(Math.hypot(...edges), 12);
      expect(leastWidth(hull, spacing)).toBeCloseTo(Math.min(...edges), 12);
    }
  });

  test('a regular tetrahedron of edge a is a/√2 wide, between two edges', () => {
    const hull = convexHull(Float64Array.of(0, 0, 0, 6, 6, 0, 6, 0, 6, 0, 6, 6));
    expect(hullVoxels(hull)).toBe(72);
    expect(leastWidth(hull, UNIT)).toBeCloseTo(6, 12);
  });

  test('random points: the hull, its volume and widths are those of all planes and pairs', () => {
    for (let seed = 1; seed <= 12; seed++) {
      const random = stream(seed);
      const extent = 2 + (seed % 9);
      const count = 2 + (seed % 11);
      const voxels = Array.from({ length: count }, (): Vec3 => [
        Math.floor(random() * extent),
        Math.floor(random() * extent),
        Math.floor(random() * Math.min(extent, 5)),
      ]);
      const spacing: Vec3 = seed % 2 === 0 ? UNIT : [1, 1.5, 3];
      const corners = cornersOf(voxels);
      const hull = convexHull(corners);
      const twin = hullTwin(corners, spacing);
      expect(hullVoxels(hull), `seed ${String(seed)}`).toBeCloseTo(twin.volume, 9);
      expect(greatestWidth(hull, spacing)).toBeCloseTo(twin.greatest, 9);
      expect(leastWidth(hull, spacing), `seed ${String(seed)}`).toBeCloseTo(twin.least, 9);
    }
  });

  test('a ball: widths near its diameter, no point outside', () => {
    const r = 7;
    const corners = cornersOf(ball(r));
    const hull = convexHull(corners);
    expect(hullVoxels(hull)).toBeGreaterThan(ball(r).length);
    expect(leastWidth(hull, UNIT)).toBeGreaterThan(2 * r - 0.5);
    expect(leastWidth(hull, UNIT)).toBeLessThanOrEqual(2 * r + 1);
    expect(greatestWidth(hull, UNIT)).toBeGreaterThanOrEqual(2 * r + 1);
    let highest = -Infinity;
    const { points, triangles } = hull;
    const at = (i: number): number[] => [points[3 * i]!, points[3 * i + 1]!, points[3 * i + 2]!];
    for (let t = 0; t < triangles.length; t += 3) {
      const [a, b, c] = [at(triangles[t]!), at(triangles[t + 1]!), at(triangles[t + 2]!)];
      const u = b.map((value, i) => value - a[i]!);
      const v = c.map((value, i) => value - a[i]!);
      const n = [0, 1, 2].map(
        (i) => u[(i + 1) % 3]! * v[(i + 2) % 3]! - u[(i + 2) % 3]! * v[(i + 1) % 3]!,
      );
      for (let i = 0; i < corners.length; i += 3)
        highest = Math.max(
          highest,
          n.reduce((sum, value, k) => sum + value * (corners[i + k]! - a[k]!), 0),
        );
    }
    expect(highest).toBe(0);
  });
});

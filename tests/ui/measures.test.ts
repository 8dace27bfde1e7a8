import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Axis, Vec3 } from '../../src/index.js';
import { openEngine } from '../../src/engine/index.js';
import type { Lab } from '../../src/index.js';
import { angleAt, distance } from '../../ui/measures/measure.js';
import { readProfile } from '../../ui/measures/profile.js';
import { draggedShape, handlesOf, outlines, type RegionShape } from '../../ui/measures/regions.js';
import { numberOf, planeAxes, withAxis, type Place } from '../../ui/views/axes.js';

const place: Place = { size: [20, 16, 12], spacing: [0.5, 0.5, 2], origin: [1, 2, 3], unit: 'µm' };
const coordinate = fc.double({ min: -20, max: 20, noNaN: true });
const points = fc.tuple(coordinate, coordinate, coordinate);

test('lengths and angles are those of space, not of voxels', () => {
  expect(distance([0, 0, 0], [0, 1.5, 2])).toBe(2.5);
  expect(angleAt([1, 0, 0], [0, 0, 0], [0, 0, 7])).toBeCloseTo(90, 12);
  expect(angleAt([1, 0, 0], [0, 0, 0], [-3, 1e-9, 0])).toBeCloseTo(180, 6);
  fc.assert(
    fc.property(points, points, points, (a, at, b) => {
      const [p, q, r] = [distance(a, at), distance(b, at), distance(a, b)];
      // The cosine rule.
      const cosine = Math.cos((angleAt(a, at, b) * Math.PI) / 180);
      expect(p * p + q * q - 2 * p * q * cosine).toBeCloseTo(r * r, 6);
    }),
  );
});

describe('a profile', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openEngine();
  });
  afterAll(() => lab.dispose());

  test('reads the voxel of each point along its line', async () => {
    const [nx, ny, nz] = place.size;
    const data = Uint16Array.from({ length: nx * ny * nz }, (_, i) => (i * 40503) % 65536);
    const { spacing, origin, unit } = place;
    const scan = await lab.open({ data, size: place.size }, { spacing, unit, origin });
    const [from, to]: Vec3[] = [
      [1.4, 9.1, 3],
      [7.9, 2.6, 9.5],
    ];
    const { distances, values } = await readProfile(scan, from!, to!);
    expect(distances.at(-1)).toBeCloseTo(distance(from!, to!), 9);
    expect(distances.length).toBe(Math.ceil(distance(from!, to!) / 0.5) + 1);
    distances.forEach((d, n) => {
      const voxel = from!.map((p, i) => {
        const at = p + ((to![i]! - p) * d) / distance(from!, to!);
        return Math.floor((at - origin[i]!) / spacing[i]! + 0.5);
      });
      expect(values[n]).toBe(data[voxel[0]! + nx * (voxel[1]! + ny * voxel[2]!)]);
    });
    const outside = await readProfile(scan, [-4, 2, 3], [3, 2, 3]);
    expect([...outside.values].filter(Number.isNaN).length).toBe(
      [...outside.distances].filter((d) => -4 + d < 0.75).length,
    );
  });
});

/** Whether a position lies in a shape, by its definition. */
function isIn(shape: RegionShape, p: Vec3): boolean {
  if (shape.type === 'box')
    return p.every((n, i) => Math.abs(n - shape.center[i]!) <= shape.size[i]! / 2);
  if (shape.type === 'ellipsoid')
    return p.reduce((sum, n, i) => sum + ((n - shape.center[i]!) / shape.radii[i]!) ** 2, 0) <= 1;
  if (shape.type === 'cylinder') {
    const along = shape.from.findIndex((n, i) => n !== shape.to[i]);
    const off = p.map((n, i) => (i === along ? 0 : n - shape.from[i]!));
    return Math.hypot(...off) <= shape.radius;
  }
  const [u, v] = planeAxes(shape.axis);
  return inPolygon(shape.points, p[u], p[v]);
}

function inPolygon(polygon: readonly (readonly [number, number])[], x: number, y: number): boolean {
  let inside = false;
  polygon.forEach(([ax, ay], n) => {
    const [bx, by] = polygon[(n + 1) % polygon.length]!;
    if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) inside = !inside;
  });
  return inside;
}

const shapes: readonly RegionShape[] = [
  draggedShape('box', 'z', place, [2, 3, 9], [7, 8, 9])!,
  draggedShape('ellipsoid', 'y', place, [2, 5, 5], [8, 5, 19])!,
  draggedShape('cylinder', 'x', place, [4, 6, 13], [4, 8, 16])!,
  {
    type: 'polygon',
    axis: 'z',
    points: [
      [2, 3],
      [9, 4],
      [5, 5.5],
      [8, 9],
      [3, 8],
    ],
  },
];

describe.each(shapes)('a region: $type', (shape) => {
  test('its outlines hold what lies in it, in slices of all axes', () => {
    for (const axis of ['x', 'y', 'z'] as Axis[]) {
      const across = numberOf(axis);
      const [right, down] = planeAxes(axis);
      for (let k = 0; k < place.size[across]; k++) {
        const at = place.origin[across] + (k + 0.13) * place.spacing[across];
        const drawn = outlines(shape, { axis, at }, place).map((line) =>
          line.map((p) => [p[right], p[down]] as const),
        );
        for (let j = 0; j < 12; j++)
          for (let i = 0; i < 12; i++) {
            let p: Vec3 = [1.03 + 0.71 * i, 2.07 + 0.63 * i, 3.11 + 1.77 * i];
            p = withAxis(withAxis(p, down, [1.03, 2.07, 3.11][down]! + j * 0.67), across, at);
            const inside = drawn.some((line) => inPolygon(line, p[right], p[down]));
            // A circle is drawn as a polygon of 72 corners, which lie on it.
            const almost = ['ellipsoid', 'cylinder'].includes(shape.type);
            if (almost && isIn(shape, p) !== isIn(grown(shape, 0.99), p)) continue;
            expect(inside, `${axis} ${at} ${p.join()}`).toBe(isIn(shape, p));
          }
      }
    }
  });

  test('a handle moved is where it was put, and one that stays changes nothing', () => {
    for (const axis of ['x', 'y', 'z'] as Axis[]) {
      const across = numberOf(axis);
      const at = place.origin[across] + 5 * place.spacing[across];
      const cut = { axis, at };
      for (const [n, handle] of handlesOf(shape, cut, place).entries()) {
        const same = handle.moved(handle.position)!;
        outlines(same, cut, place).forEach((line, i) => {
          line.forEach((p, j) => {
            p.forEach((value, k) => {
              expect(value).toBeCloseTo(outlines(shape, cut, place)[i]![j]![k]!, 9);
            });
          });
        });
        const to = handle.position.map((p, i) => (i === across ? p : p + 0.31)) as unknown as Vec3;
        const after = handlesOf(handle.moved(to)!, cut, place)[n]!;
        const [right, down] = planeAxes(axis);
        const missed = [right, down].filter((i) => Math.abs(after.position[i] - to[i]) > 1e-9);
        // A radius has one direction of its own.
        expect(missed.length).toBeLessThanOrEqual(handle.name === 'radius' ? 2 : 0);
        if (handle.name === 'radius') expect(handle.moved(to)).not.toEqual(shape);
      }
    }
  });
});

function grown(shape: RegionShape, by: number): RegionShape {
  if (shape.type === 'cylinder') return { ...shape, radius: shape.radius * by };
  if (shape.type === 'ellipsoid')
    return { ...shape, radii: shape.radii.map((r) => r * by) as unknown as Vec3 };
  return shape;
}

test('a drag of no area makes no region', () => {
  for (const type of ['box', 'ellipsoid', 'cylinder'] as const)
    expect(draggedShape(type, 'z', place, [2, 3, 9], [2, 3, 9])).toBeUndefined();
});

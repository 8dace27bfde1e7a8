import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Region, Vec3 } from '../../src/recipe/geometry.js';
import { voxels } from '../../src/recipe/length.js';
import type { Node } from '../../src/recipe/op.js';
import { shape, shapeNode } from '../../src/segmentation/shape.js';
import { shapeParam, type ShapeGiven } from '../../src/segmentation/shape_param.js';
import { Random } from '../../src/synthetic/random.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { testNonFinite } from '../ops/non_finite.js';
import { testTraffic } from '../ops/traffic.js';
import { cut } from '../filters/volumes.js';
import {
  inBox,
  inCylinder,
  inEllipsoid,
  inHalfSpace,
  inPolygon,
  rasterised,
  turned,
  type PlainGrid,
} from '../reference/shapes.js';

let engine: TestEngine;
let bricked: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  bricked = await openTestEngine({ brick: [32, 9, 4] });
});
afterAll(async () => {
  await engine.close();
  await bricked.close();
});

const node = (grid: Node, given: ShapeGiven): Node => {
  const complete = shapeParam.parse(given);
  if (complete === undefined) throw new Error(`no shape: ${JSON.stringify(given)}`);
  return shapeNode(grid, complete);
};

/** Spacings and origins that f64 does not hold exactly; rows of several words, pads, one voxel. */
const GRIDS: readonly PlainGrid[] = [
  { size: [41, 19, 9], spacing: [0.1, 0.1, 0.1], origin: [0, 0, 0] },
  { size: [70, 11, 6], spacing: [0.1, 0.2, 0.3], origin: [-1.3, 0.7, 1000.1] },
  { size: [33, 1, 5], spacing: [0.7, 1, 0.3], origin: [0.05, -0.35, 0] },
  { size: [1, 1, 1], spacing: [0.3, 0.3, 0.3], origin: [0, 0, 0] },
];

async function read(given: ShapeGiven, grid: PlainGrid, of = engine): Promise<Uint8Array> {
  const source = await of.source(
    new Uint8Array(grid.size[0] * grid.size[1] * grid.size[2]),
    grid.size,
    grid,
  );
  return Uint8Array.from(await of.grid(node(source, given)), Number);
}

/** A place in a grid or near it, in steps of half a voxel, so that borders meet centres. */
function near(random: Random, { size, spacing, origin }: PlainGrid): Vec3 {
  const at = (i: 0 | 1 | 2): number => {
    const half = Math.round((2.6 * random.uniform() - 0.3) * size[i]);
    return Math.round(1000 * (origin[i] + (half * spacing[i]) / 2)) / 1000;
  };
  return [at(0), at(1), at(2)];
}

/** A length of whole voxels along an axis. */
function whole(random: Random, { size, spacing }: PlainGrid, axis: 0 | 1 | 2): number {
  return (1 + Math.floor(random.uniform() * size[axis])) * spacing[axis];
}

describe.each(GRIDS)('on a grid of $size voxels, every $spacing from $origin', (grid) => {
  const lengths = (random: Random): Vec3 =>
    [0, 1, 2].map((i) => whole(random, grid, i as 0)) as never;

  test('boxes, ellipsoids, cylinders and half-spaces equal exact twins', async () => {
    const random = new Random(11);
    let held = 0;
    for (let i = 0; i < 12; i += 1) {
      const [center, size] = [near(random, grid), lengths(random)];
      const boxes = await read({ type: 'box', center, size }, grid);
      expect(boxes).toEqual(rasterised(grid, inBox(center, size)));
      const balls = await read({ type: 'ellipsoid', center, radii: size }, grid);
      expect(balls).toEqual(rasterised(grid, inEllipsoid(center, size)));
      const to = near(random, grid);
      const axis = i % 3;
      // Every other one along an axis, where sides and ends meet centres.
      const end =
        i % 2 === 0 ? to : (center.map((n, k) => (k === axis ? n + size[axis]! : n)) as never);
      if (center.some((n, k) => n !== end[k])) {
        const cylinder = { type: 'cylinder', from: center, to: end, radius: size[1] } as const;
        expect(await read(cylinder, grid)).toEqual(
          rasterised(grid, inCylinder(center, end, size[1])),
        );
      }
      const normal: Vec3 = [i % 4, (i % 3) - 1, 2 - (i % 5) || 1];
      const half = await read({ type: 'halfSpace', point: center, normal }, grid);
      expect(half).toEqual(rasterised(grid, inHalfSpace(center, normal)));
      held += [boxes, balls, half].filter((each) => each.includes(1)).length;
    }
    if (grid.size[0] > 1) expect(held).toBeGreaterThan(12);
  });

  test('extruded polygons equal exact twins, those that cross themselves too', async () => {
    const random = new Random(5);
    const planes = { x: [1, 2], y: [0, 2], z: [0, 1] } as const;
    for (const axis of ['x', 'y', 'z'] as const)
      for (let corners = 3; corners < 9; corners += 1) {
        const [u, v] = planes[axis];
        const along = { x: 0, y: 1, z: 2 }[axis] as 0 | 1 | 2;
        const points = Array.from({ length: corners }, () => {
          const at = near(random, grid);
          return [at[u], at[v]] as const;
        });
        const [a, b] = [near(random, grid)[along], near(random, grid)[along]];
        const from = corners % 2 === 0 ? null : Math.min(a, b);
        const to = corners % 3 === 0 ? null : Math.max(a, b) + 0.1;
        const given = { type: 'polygon', axis, points, from, to } as const;
        if (shapeParam.parse(given) === undefined) continue; // on one line
        const inside = inPolygon(points);
        const span = inBox(
          [0, 0, ((from ?? -1e4) + (to ?? 1e4)) / 2],
          [1, 1, (to ?? 1e4) - (from ?? -1e4)],
        );
        expect(await read(given, grid)).toEqual(
          rasterised(grid, (p) => inside(p[u], p[v]) && span([0, 0, p[along]])),
        );
      }
  });

  test('turned boxes and ellipsoids equal twins that turn every voxel back', async () => {
    const random = new Random(3);
    for (let i = 0; i < 8; i += 1) {
      const [center, size] = [near(random, grid), lengths(random)];
      const axis: Vec3 = [random.normal(), random.normal(), random.normal()];
      const degrees = 20 + 300 * random.uniform();
      const norm = Math.hypot(...axis);
      const rotation = axis.map((n) => (n / norm) * degrees) as never;
      const back = (p: Vec3): Vec3 =>
        turned([p[0] - center[0], p[1] - center[1], p[2] - center[2]], axis, -degrees);
      expect(await read({ type: 'box', center, size, rotation }, grid)).toEqual(
        rasterised(grid, (p) =>
          back(p).every((x, k) => x >= -size[k]! / 2 - 1e-7 && x < size[k]! / 2 - 1e-7),
        ),
      );
      expect(await read({ type: 'ellipsoid', center, radii: size, rotation }, grid)).toEqual(
        rasterised(
          grid,
          (p) => back(p).reduce((sum, x, k) => sum + (x / size[k]!) ** 2, 0) <= 1 + 1e-9,
        ),
      );
    }
  });
});

const GRID = GRIDS[0]!;
const SHAPES: readonly ShapeGiven[] = [
  { type: 'box', center: [2, 1, 0.4], size: [1.5, 1, 0.5], rotation: [10, 20, 30] },
  { type: 'ellipsoid', center: [2, 1, 0.4], radii: voxels(8) },
  { type: 'cylinder', from: [0, 0, 0], to: [4, 1.8, 0.8], radius: 0.35 },
  { type: 'halfSpace', point: [2, 1, 0.4], normal: [1, 2, -1] },
  {
    type: 'polygon',
    points: [
      [0, 0],
      [4, 0.3],
      [1, 1.8],
      [3.9, 1.7],
      [0.4, 0.9],
    ],
    from: 0.2,
  },
  {
    type: 'polygon',
    axis: 'y',
    points: [
      [0, 0],
      [4, 0.3],
      [1, 0.8],
    ],
    to: 1.2,
  },
  {
    type: 'polygon',
    axis: 'x',
    points: [
      [0, 0],
      [1.5, 0.1],
      [1, 0.8],
    ],
    from: 1,
    to: 3.5,
  },
];

test.each(SHAPES)('in bricks and of regions equals the whole: $type', async (given) => {
  const whole = await read(given, GRID);
  expect(whole.includes(0) && whole.includes(1)).toBe(true);
  expect(await read(given, GRID, bricked)).toEqual(whole);
  const region: Region = { origin: [33, 5, 2], size: [7, 9, 3] };
  engine.engine.evaluator.clear();
  const source = await engine.source(new Uint8Array(41 * 19 * 9), GRID.size, GRID);
  const part = await engine.grid(node(source, given), region);
  expect(Uint8Array.from(part, Number)).toEqual(cut(Uint8Array.from(whole), GRID.size, region));
});

test('quarter turns are exact', async () => {
  const box = { type: 'box', center: [2, 0.9, 0.4], size: [1, 0.6, 0.4] } as const;
  const turn = (rotation: Vec3, size: Vec3): Promise<Uint8Array> =>
    read({ ...box, size, rotation }, { ...GRID, origin: [0.05, 0.05, 0.05] });
  const still = await turn([0, 0, 0], box.size);
  expect(await turn([0, 0, 90], [0.6, 1, 0.4])).toEqual(still);
  expect(await turn([0, -180, 0], box.size)).toEqual(still);
  expect(await turn([270, 0, 0], [1, 0.4, 0.6])).toEqual(still);
});

test('boxes and polygons side by side hold every voxel once', async () => {
  const polygon = (points: readonly (readonly [number, number])[]): Promise<Uint8Array> =>
    read({ type: 'polygon', points }, GRID);
  const middle = [1.7, 0.9] as const;
  const corners = [
    [-1, -1],
    [5, -1],
    [5, 3],
    [-1, 3],
  ] as const;
  const parts = await Promise.all(
    corners.map((corner, i) => polygon([corner, corners[(i + 1) % 4]!, middle])),
  );
  const sums = Array.from(parts[0]!, (_, i) => parts.reduce((sum, part) => sum + part[i]!, 0));
  expect(sums.every((n) => n === 1)).toBe(true);
});

test('a shape outside of the grid is an empty mask', async () => {
  for (const given of [
    { type: 'box', center: [50, 50, 50], size: 1 },
    { type: 'halfSpace', point: [50, 0, 0], normal: [1, 0, 0] },
    {
      type: 'polygon',
      points: [
        [9, 9],
        [10, 9],
        [9, 10],
      ],
    },
  ] as const)
    expect((await read(given, GRID)).includes(1)).toBe(false);
});

test('lengths and positions as large as they may be are no trouble', async () => {
  const far = 1e100;
  const near = { size: voxels(1e308), center: [1, 1, 1], rotation: [10, 20, 30] } as const;
  for (const given of [
    { type: 'box', ...near },
    { type: 'ellipsoid', center: [1, 1, 1], radii: voxels(1e308) },
    { type: 'ellipsoid', center: [far, 0, 0], radii: 1.1e100 },
    { type: 'cylinder', from: [0, 0, -far], to: [0, 0, far], radius: 1e300 },
    { type: 'halfSpace', point: [0, 0, -far], normal: [0, 0, far] },
    {
      type: 'polygon',
      points: [
        [-far, -far],
        [far, -far],
        [0, far],
      ],
      from: -far,
      to: far,
    },
  ] as const)
    expect((await read(given, GRID)).includes(0), given.type).toBe(false);
  for (const given of [
    { type: 'ellipsoid', center: [far, far, far], radii: 1, rotation: [1, 2, 3] },
    { type: 'box', center: [-far, far, far], size: 1, rotation: [1, 2, 3] },
    { type: 'cylinder', from: [far, far, far], to: [far, far, -far], radius: 1 },
  ] as const)
    expect((await read(given, GRID)).includes(1), given.type).toBe(false);
});

test('of a filtered scan it asks for the scan alone', async () => {
  const source = await engine.source(new Uint8Array(41 * 19 * 9), GRID.size, GRID);
  const ball = { type: 'ellipsoid', center: [2, 1, 0.4], radii: 0.5 } as const;
  const inner = node(node(source, ball), SHAPES[3]!);
  expect(inner.inputs['grid']).toBe(source);
});

test.each([
  {},
  { type: 'ball', center: [0, 0, 0], radii: 1 },
  { type: 'box', center: [0, 0, 0], size: 0 },
  { type: 'box', center: [0, 0, NaN], size: 1 },
  { type: 'box', center: [0, 0, 0], size: 1, radius: 3 },
  { type: 'ellipsoid', center: [0, 0, 0], radii: [1, 1] },
  { type: 'ellipsoid', center: [0, 0, 0], radii: [1, 1, -1] },
  { type: 'cylinder', from: [1, 2, 3], to: [1, 2, 3], radius: 1 },
  { type: 'cylinder', from: [1, 2, 3], to: [1, 2, 4] },
  { type: 'halfSpace', point: [0, 0, 0], normal: [0, 0, 0] },
  { type: 'box', center: [0, 0, 1e200], size: 1 },
  { type: 'box', center: [0, 0, 0], size: 1, rotation: [0, 0, 900] },
  {
    type: 'polygon',
    points: [
      [0, 0],
      [1, 1],
    ],
  },
  {
    type: 'polygon',
    points: [
      [0, 0],
      [1, 1],
      [2, 2],
      [3, 3],
    ],
  },
  {
    type: 'polygon',
    points: [
      [0, 0],
      [1, 1],
      [2, 0],
    ],
    from: 2,
    to: 2,
  },
  {
    type: 'polygon',
    axis: 'w',
    points: [
      [0, 0],
      [1, 1],
      [2, 0],
    ],
  },
])('%j is no shape', (given) => {
  expect(shapeParam.parse(given)).toBe(undefined);
});

testTraffic(
  shape,
  () => engine,
  (volume) => node(volume, { type: 'box', center: [30, 30, 4], size: 20 }),
  {
    dispatches: 1,
    perVoxel: 1 / 8,
    // Two words for the first list; 4 B for every row, and 12 B for each that the box meets.
    besides: 4 * 64 * 8 + 4 + 12 * 20 * 8,
  },
);

testNonFinite(shape, async () => {
  const ball = { type: 'ellipsoid', center: [2, 0, 0], radii: 1 } as const;
  const source = await engine.source(new Float32Array([NaN, Infinity, 1, -Infinity, 0]), [5, 1, 1]);
  expect(Array.from(await engine.grid(node(source, ball)), Number)).toEqual([0, 1, 1, 1, 0]);
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Vec3 } from '../../src/recipe/geometry.js';
import type { MeshData } from '../../src/recipe/mesh_data.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { toLabels } from '../../src/segmentation/to_labels.js';
import { levelSurfaceNode, meshSurface } from '../../src/structure/mesh_surface.js';
import { checkMeshSize, type MeshPiece } from '../../src/structure/weld_pieces.js';
import { eulerNumber, surfaceArea } from '../../src/stats/surface_area.js';
import { columnValues } from '../../src/recipe/table_data.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { testNonFinite } from '../ops/non_finite.js';
import { testTraffic } from '../ops/traffic.js';
import {
  areaTwin,
  checkManifold,
  oppositePairs,
  polygonsTwin,
} from '../reference/marching_cubes.js';
import { drawn, scattered } from '../reference/structures.js';

let engine: TestEngine;
let bricked: TestEngine;
let slabs: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  bricked = await openTestEngine({ brick: [32, 4, 3] });
  slabs = await openTestEngine({ brick: [256, 256, 2] });
});
afterAll(async () => {
  for (const each of [engine, bricked, slabs]) await each.close();
});

type Border = 'closed' | 'open';
const SEEDS = Array.from({ length: 20 }, (_, seed) => seed + 1);
const SIZE: Vec3 = [37, 11, 9];
const SPACING: Vec3 = [1, 1.5, 2.5];
const ORIGIN: Vec3 = [10, -20, 30];

/** Random labels 0 … below − 1; of a mask two thirds are background. */
const randomOf = (seed: number, below: number): Uint8Array<ArrayBuffer> =>
  scattered(SIZE[0] * SIZE[1] * SIZE[2], below, seed).map((n) => (below === 3 ? n >> 1 : n));

async function sourceOf(data: Uint8Array<ArrayBuffer>, size: Vec3, on: TestEngine): Promise<Node> {
  return on.source(data, size, { spacing: SPACING, unit: 'µm', origin: ORIGIN });
}

async function meshOf(
  data: Uint8Array<ArrayBuffer>,
  options: { kind?: 'mask' | 'labels'; border?: Border; size?: Vec3; on?: TestEngine } = {},
): Promise<MeshData> {
  const { kind = 'mask', border = 'closed', size = SIZE, on = engine } = options;
  const volume = await sourceOf(data, size, on);
  const grid =
    kind === 'mask' ? makeNode(threshold, { volume }, { lo: 1 }) : makeNode(toLabels, { volume });
  return (await on.value(makeNode(meshSurface, { grid }, { border }))) as MeshData;
}

/** The corners of a mesh's triangles in doubled voxel coordinates. */
function cornersOf({ positions }: MeshData): Vec3[] {
  return Array.from({ length: positions.length / 3 }, (_, v) => {
    const at = [0, 1, 2].map((i) => (2 * (positions[3 * v + i]! - ORIGIN[i]!)) / SPACING[i]!);
    return at.map(Math.round) as unknown as Vec3;
  });
}

/** The outline of every object in every cell, from triangles: edges that are not inner ones. */
function outlines(triangles: readonly (readonly Vec3[])[], ids: readonly number[]): string[] {
  const found = new Set<string>();
  triangles.forEach((triangle, t) => {
    const cell = [0, 1, 2].map((i) =>
      Math.floor(triangle.reduce((sum, corner) => sum + corner[i]!, 0) / (2 * triangle.length)),
    );
    triangle.forEach((corner, j) => {
      const next = triangle[(j + 1) % triangle.length]!;
      const name = (a: Vec3, b: Vec3): string =>
        `${cell.join()} ${String(ids[t])} ${a.join()} ${b.join()}`;
      if (!found.delete(name(next, corner))) found.add(name(corner, next));
    });
  });
  return [...found].sort();
}

describe('the same polygons as the twin, whose areas add up to the estimator’s', () => {
  test.each<[string, 'mask' | 'labels', number, Border]>([
    ['a mask, closed', 'mask', 2, 'closed'],
    ['a mask, open', 'mask', 2, 'open'],
    ['a sparse mask, closed', 'mask', 3, 'closed'],
    ['labels, closed', 'labels', 4, 'closed'],
    ['labels, open', 'labels', 9, 'open'],
  ])('%s', async (_, kind, below, border) => {
    for (const seed of SEEDS.slice(0, 5)) {
      const data = randomOf(seed, below);
      const mesh = await meshOf(data, { kind, border });
      const polygons = polygonsTwin(data, SIZE, border);
      const corners = cornersOf(mesh);
      const triangles = Array.from({ length: mesh.indices.length / 3 }, (_, t) =>
        [0, 1, 2].map((j) => corners[mesh.indices[3 * t + j]!]!),
      );
      const ids = triangles.map((_, t) => mesh.ids?.[t] ?? 1);
      expect(outlines(triangles, ids)).toEqual(
        outlines(
          polygons.map((polygon) => polygon.corners),
          polygons.map(({ id }) => id),
        ),
      );
      expect(Math.abs(mesh.area / areaTwin(polygons, SPACING) - 1)).toBeLessThan(1e-12);
      // A vertex for each edge and object, and none that no triangle has.
      expect(new Set(mesh.indices).size).toBe(corners.length);
      if (kind === 'mask') {
        expect(new Set(corners.map(String)).size).toBe(corners.length);
        const mask = makeNode(threshold, { volume: await sourceOf(data, SIZE, engine) }, { lo: 1 });
        const estimated = (await engine.value(
          makeNode(surfaceArea, { mask }, { estimator: 'marchingCubes', border }),
        )) as { area: number };
        expect(Math.abs(mesh.area / estimated.area - 1)).toBeLessThan(1e-12);
      }
    }
  });
});

describe('closed surfaces are manifolds', () => {
  test.each([2, 3])('20 random masks of 1 in %i', async (below) => {
    for (const seed of SEEDS) {
      const data = randomOf(seed, below);
      const mesh = await meshOf(data);
      const { euler, ...wrong } = checkManifold(mesh.indices);
      expect(wrong).toEqual({ openEdges: 0, badEdges: 0, badVertices: 0 });
      const mask = makeNode(threshold, { volume: await sourceOf(data, SIZE, engine) }, { lo: 1 });
      const { value } = (await engine.value(
        makeNode(eulerNumber, { mask }, { connectivity: 26 }),
      )) as { value: number };
      // Voxels that touch across a corner alone are joined by 26 and not by the surface.
      expect(euler).toBe(2 * (value + oppositePairs(data, SIZE)));
    }
  });

  test('labels: every object on its own', async () => {
    for (const seed of SEEDS) {
      const mesh = await meshOf(randomOf(seed, 5), { kind: 'labels' });
      const { euler, ...wrong } = checkManifold(mesh.indices);
      expect(wrong).toEqual({ openEdges: 0, badEdges: 0, badVertices: 0 });
      expect(Number.isInteger(euler / 2)).toBe(true);
      const areas = columnValues(mesh.objects!, 'area')!;
      const volumes = columnValues(mesh.objects!, 'volume')!;
      expect(columnValues(mesh.objects!, 'label')).toEqual(Uint32Array.of(1, 2, 3, 4));
      expect(sumOf(areas) / mesh.area).toBeCloseTo(1, 10);
      expect(sumOf(volumes) / mesh.volume!).toBeCloseTo(1, 10);
    }
  });

  test('an open border: edges end there alone', async () => {
    for (const seed of SEEDS) {
      const mesh = await meshOf(randomOf(seed, 2), { border: 'open' });
      const { openEdges, badEdges, badVertices } = checkManifold(mesh.indices);
      expect(badEdges).toBe(0);
      expect(openEdges).toBeGreaterThan(0);
      expect(badVertices).toBeGreaterThan(0);
      expect(mesh.volume).toBeNull();
      const corners = cornersOf(mesh);
      const directed = new Set<string>();
      mesh.indices.forEach((a, i) => {
        const b = mesh.indices[i % 3 === 2 ? i - 2 : i + 1]!;
        directed.add(`${String(a)} ${String(b)}`);
      });
      const onBorder = (a: Vec3, b: Vec3): boolean =>
        [0, 1, 2].some((i) => a[i] === b[i] && (a[i] === 0 || a[i] === 2 * (SIZE[i]! - 1)));
      for (const edge of directed) {
        const [a, b] = edge.split(' ');
        if (!directed.has(`${b!} ${a!}`))
          expect(onBorder(corners[Number(a)]!, corners[Number(b)]!)).toBe(true);
      }
    }
  });
});

const sumOf = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, n) => sum + n, 0);

describe('volumes', () => {
  test('a voxel is an octahedron, a box loses its edges, outward', async () => {
    const one = await meshOf(Uint8Array.of(1), { size: [1, 1, 1] });
    const voxel = SPACING[0] * SPACING[1] * SPACING[2];
    expect(one.positions.length / 3).toBe(6);
    expect(one.volume! / voxel).toBeCloseTo(1 / 6, 12);
    // 4³ voxels: 3³ between the centres, six slabs of half a voxel, twelve edges of a quarter
    // cell's half, eight corners of a cell's 48th.
    const box = await meshOf(new Uint8Array(64).fill(1), { size: [4, 4, 4] });
    expect(box.volume! / voxel).toBeCloseTo(27 + 6 * 4.5 + 12 * (3 / 8) + 8 / 48, 10);
  });

  test('a ball of radius 20 has the volume of its voxels within 1 %', async () => {
    const size: Vec3 = [45, 45, 45];
    const data = drawn(size, (x, y, z) => Math.hypot(x - 22, y - 22, z - 22) <= 20);
    const mesh = await meshOf(data, { size });
    const voxels = data.reduce<number>((sum, n) => sum + n, 0);
    const voxel = SPACING[0] * SPACING[1] * SPACING[2];
    expect(Math.abs(mesh.volume! / (voxels * voxel) - 1)).toBeLessThan(0.01);
    expect(checkManifold(mesh.indices).euler).toBe(2);
  });

  test('nothing is set, and nothing is clear', async () => {
    const none = await meshOf(new Uint8Array(64), { size: [4, 4, 4] });
    expect([none.positions.length, none.indices.length, none.area, none.volume]).toEqual([
      0, 0, 0, 0,
    ]);
    const all = await meshOf(new Uint8Array(64).fill(1), { size: [4, 4, 4], border: 'open' });
    expect(all.indices.length).toBe(0);
  });
});

test('bricks and slabs give the same as the whole, bit for bit', async () => {
  for (const [kind, border, below] of [
    ['mask', 'closed', 2],
    ['mask', 'open', 2],
    ['labels', 'closed', 6],
    ['labels', 'open', 6],
  ] as const)
    for (const size of [
      [37, 11, 9],
      [70, 5, 6],
      [32, 8, 6],
    ] as Vec3[]) {
      const data = scattered(size[0] * size[1] * size[2], below, 3);
      const whole = await meshOf(data, { kind, border, size });
      for (const on of [bricked, slabs])
        expect(await meshOf(data, { kind, border, size, on })).toEqual(whole);
    }
});

describe('a volume at a level', () => {
  const level = Math.fround(30.3);
  const gradient = (size: Vec3): Float32Array<ArrayBuffer> =>
    Float32Array.from({ length: size[0] * size[1] * size[2] }, (_, i) => {
      const [x, y, z] = [
        i % size[0],
        Math.floor(i / size[0]) % size[1],
        Math.floor(i / (size[0] * size[1])),
      ];
      return 40 - Math.hypot(x - 15.2, y - 14.7, z - 14.1);
    });

  test('lies where values take the level along an edge', async () => {
    const size: Vec3 = [32, 31, 30];
    const data = gradient(size);
    // Radius 9.7, inside the volume.
    const volume = await engine.source(data, size, { spacing: [2, 2, 2], origin: [5, 6, 7] });
    const mesh = (await engine.value(
      levelSurfaceNode(volume, { border: 'closed', level }),
    )) as MeshData;
    const value = (x: number, y: number, z: number): number =>
      data[(z * size[1] + y) * size[0] + x]!;
    for (let v = 0; v < mesh.positions.length; v += 3) {
      const at = [0, 1, 2].map((i) => (mesh.positions[v + i]! - [5, 6, 7][i]!) / 2);
      const below = at.map((n) => Math.floor(n + 1e-4)) as unknown as [number, number, number];
      const axis = at.findIndex((n, i) => Math.abs(n - below[i]!) > 5e-4);
      const above = below.map((n, i) => n + (i === axis ? 1 : 0)) as unknown as Vec3;
      const [a, b] = [value(...below), value(...above)];
      const part = Math.min(1 - 1 / 1024, Math.max(1 / 1024, (level - a) / (b - a)));
      // Differences and their quotient in f32, of values of 30, and positions of up to 70 in f32.
      const rounding = (3 * 2 ** -23 * level) / Math.abs(b - a) + 70 * 2 ** -24;
      expect(Math.abs(at[axis]! - below[axis]! - part)).toBeLessThan(rounding);
    }
    const { euler, ...wrong } = checkManifold(mesh.indices);
    expect([euler, wrong]).toEqual([2, { openEdges: 0, badEdges: 0, badVertices: 0 }]);
    const ball = (4 / 3) * Math.PI * (2 * 9.7) ** 3;
    expect(Math.abs(mesh.volume! / ball - 1)).toBeLessThan(0.01);
    expect(Math.abs(mesh.area / (4 * Math.PI * (2 * 9.7) ** 2) - 1)).toBeLessThan(0.01);
  });

  test('of every dtype, at values that occur, and brick by brick', async () => {
    const size: Vec3 = [40, 7, 6];
    for (const make of [Uint8Array, Int16Array, Uint32Array, Float32Array]) {
      const data = make.from(scattered(40 * 7 * 6, 8, 11));
      const whole = (await engine.value(
        levelSurfaceNode(await engine.source(data, size), { border: 'closed', level: 4 }),
      )) as MeshData;
      const { openEdges, badEdges, badVertices } = checkManifold(whole.indices);
      expect([openEdges, badEdges, badVertices]).toEqual([0, 0, 0]);
      const parts = (await bricked.value(
        levelSurfaceNode(await bricked.source(data, size), { border: 'closed', level: 4 }),
      )) as MeshData;
      expect(parts).toEqual(whole);
    }
  });

  testNonFinite(meshSurface, async () => {
    const size: Vec3 = [4, 1, 1];
    for (const [odd, x] of [
      [NaN, 1.5],
      [-Infinity, 1.5],
    ] as const) {
      const volume = await engine.source(Float32Array.of(0, 4, odd, 0), size);
      const { positions } = (await engine.value(
        levelSurfaceNode(volume, { border: 'closed', level: 1 }),
      )) as MeshData;
      const along = Array.from(positions).filter((_, i) => i % 3 === 0);
      // A quarter of the way from 0 to 4; midway to what is no number.
      expect(Math.min(...along)).toBe(0.25);
      expect(Math.max(...along)).toBe(x);
    }
    const volume = await engine.source(Float32Array.of(0, 0, Infinity, 0), size);
    const { positions } = (await engine.value(
      levelSurfaceNode(volume, { border: 'closed', level: 1 }),
    )) as MeshData;
    const along = Array.from(positions).filter((_, i) => i % 3 === 0);
    expect([Math.min(...along), Math.max(...along)]).toEqual([1.5, 2.5]);
  });
});

testTraffic(
  meshSurface,
  () => engine,
  (volume) => makeNode(meshSurface, { grid: makeNode(threshold, { volume }, { lo: 1 }) }),
  { perVoxel: 1.5, mostPerVoxel: 20 },
);

test('what is moved is the grid, the records and the surface', async () => {
  // A surface that a box gives at once: dense ones are found in parts.
  const size: Vec3 = [64, 64, 8];
  const data = drawn(size, (x, y) => x < 30 && y > 11);
  const grid = makeNode(threshold, { volume: await engine.source(data, size) }, { lo: 1 });
  const node = makeNode(meshSurface, { grid });
  engine.engine.evaluator.clear();
  engine.costs();
  const { positions, indices } = (await engine.value(node)) as MeshData;
  const { read, write } = engine.costs().find(({ op }) => op === meshSurface.name)!;
  // From −1 on: three chunks of 32 voxels along x, 65 rows, 9 slices; tiles of 64 chunks.
  const chunks = 3 * 65 * 9;
  const tiles = Math.ceil(chunks / 64);
  const bits = (64 * 64 * 8) / 8;
  const table = 4 * 8 * 256;
  const surface = (4 * positions.length) / 3 + 4 * indices.length;
  // Sums of tiles are written, made prefixes of (read twice, written once), and read.
  const sums = 2 * (4 + 12 + 4) * tiles;
  expect(read + write).toBe(2 * bits + table + 2 * 20 * chunks + sums + surface + 8);
});

test('more triangles than a mesh holds are refused, with what helps', () => {
  const piece = (count: number): MeshPiece =>
    ({ indices: { length: 3 * count } }) as unknown as MeshPiece;
  expect(() => {
    checkMeshSize([piece(2 ** 27), piece(2 ** 27)]);
  }).not.toThrow();
  expect(() => {
    checkMeshSize([piece(2 ** 27), piece(2 ** 27 + 1)]);
  }).toThrow(/268435457 triangles .* 268435456 fit one mesh\. Bin or crop/);
});

test('refusals say what helps', async () => {
  const volume = await engine.source(new Uint8Array(4), [4, 1, 1]);
  const grid = makeNode(threshold, { volume }, { lo: 1 });
  expect(() => makeNode(meshSurface, { grid }, { border: 'open' })).toThrow(/border: 'closed'/);
  expect(() => makeNode(meshSurface, { grid }, { level: 1 })).toThrow(/level/);
});

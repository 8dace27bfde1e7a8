import { describe, expect, test } from 'vitest';
import type { Vec3 } from '../../src/recipe/geometry.js';
import {
  gmshFile,
  gmshVolumes,
  phaseMesh,
  phaseStl,
  type PhaseMesh,
} from '../../src/simulation/index.js';
import { drawn, scattered } from '../reference/structures.js';

const CODES = { pore: 0, nmc: 1, binder: 2 };

const meshOf = (data: ArrayLike<number>, size: Vec3, smooth = 10, spacing: Vec3 = [1, 1, 1]) =>
  phaseMesh({ data, size, spacing, unit: 'µm' }, { codes: CODES, smooth });

/** Triangles of a material's surface, counter-clockwise as seen from outside. */
function surfaceOf({ boundaries }: PhaseMesh, name: string): number[][] {
  return boundaries.flatMap(({ between, indices }) => {
    if (!between.includes(name)) return [];
    return Array.from({ length: indices.length / 3 }, (_, t) => {
      const [a, b, c] = indices.subarray(3 * t, 3 * t + 3);
      return between[0] === name ? [a!, b!, c!] : [a!, c!, b!];
    });
  });
}

/** Edges that are not those of two triangles, one in each direction. */
function brokenEdges(triangles: readonly number[][]): number {
  const edges = new Map<string, number>();
  for (const triangle of triangles)
    triangle.forEach((from, k) => {
      const edge = `${String(from)} ${String(triangle[(k + 1) % 3])}`;
      edges.set(edge, (edges.get(edge) ?? 0) + 1);
    });
  return [...edges].filter(([edge, count]) => {
    const [from, to] = edge.split(' ');
    return count !== 1 || edges.get(`${to!} ${from!}`) !== 1;
  }).length;
}

/** Vertices − edges + triangles. */
function eulerOf(triangles: readonly number[][]): number {
  return new Set(triangles.flat()).size - triangles.length / 2;
}

describe('surfaces of materials', () => {
  test('of noise of three are closed and have the volumes of voxels, smoothed and not', () => {
    const size: Vec3 = [9, 8, 7];
    const noise = scattered(9 * 8 * 7, 3, 5);
    for (const smooth of [0, 10]) {
      const mesh = meshOf(noise, size, smooth, [0.5, 1, 2]);
      for (const name of Object.keys(CODES)) {
        expect(brokenEdges(surfaceOf(mesh, name))).toBe(0);
        const { enclosed, voxels } = mesh.volumes[name]!;
        expect(Math.abs(enclosed / voxels - 1)).toBeLessThan(smooth === 0 ? 0.03 : 0.01);
      }
      const all = Object.values(mesh.volumes).reduce((sum, { enclosed }) => sum + enclosed, 0);
      expect(all).toBeCloseTo(9 * 8 * 7, 6);
    }
  });

  test('of a ball, a ring and what surrounds them have the Euler numbers that they should', () => {
    const size: Vec3 = [22, 12, 12];
    const data = drawn(size, (x, y, z) => Math.hypot(x - 5, y - 5.5, z - 5.5) < 4).map(
      (inside, i) => {
        const [x, y, z] = [i % 22, Math.floor(i / 22) % 12, Math.floor(i / 264)];
        const ring = Math.hypot(Math.hypot(x - 15.5, y - 5.5) - 3, z - 5.5) < 1.6;
        return inside > 0 ? 1 : ring ? 2 : 0;
      },
    );
    const mesh = meshOf(data, size);
    const euler = ['nmc', 'binder', 'pore'].map((name) => eulerOf(surfaceOf(mesh, name)));
    expect(euler).toEqual([2, 0, 4]);
    for (const { enclosed, voxels } of Object.values(mesh.volumes))
      expect(Math.abs(enclosed / voxels - 1)).toBeLessThan(0.001);
    expect(mesh.parts.toSorted()).toEqual(['binder', 'nmc', 'pore']);
    const ball = mesh.boundaries.find(({ between }) => between.join() === 'pore,nmc')!;
    expect(ball.area / (4 * Math.PI * 16)).toBeGreaterThan(1);
    expect(ball.area / (4 * Math.PI * 16)).toBeLessThan(1.12);
  });

  test('the box is flat, and stays so', () => {
    const size: Vec3 = [5, 4, 3];
    const mesh = meshOf(scattered(60, 2, 3), size);
    const outside = mesh.boundaries.filter(({ between }) => between[1] === null);
    const area = outside.reduce((sum, boundary) => sum + boundary.area, 0);
    expect(area).toBeCloseTo(2 * (20 + 15 + 12), 6);
  });

  test('codes without a name, another length, and too much smoothing are refused', () => {
    expect(() => meshOf([0, 7], [2, 1, 1])).toThrow(/codes/);
    expect(() => meshOf([0, 1], [3, 1, 1])).toThrow(/data/);
    expect(() => meshOf([0, 1], [2, 1, 1], 101)).toThrow(/smooth/);
  });
});

test('STL of a material has its triangles, with the volume by their corners', () => {
  const size: Vec3 = [7, 7, 7];
  const mesh = meshOf(
    drawn(size, (x, y, z) => Math.hypot(x - 3, y - 3, z - 3) < 2.4),
    size,
  );
  const bytes = phaseStl(mesh, 'nmc');
  const view = new DataView(bytes.buffer);
  const count = view.getUint32(80, true);
  expect(count).toBe(surfaceOf(mesh, 'nmc').length);
  let volume = 0;
  for (let t = 0; t < count; t += 1) {
    const n = Array.from({ length: 9 }, (_, k) => view.getFloat32(96 + 50 * t + 4 * k, true));
    const [a, b, c] = [n.slice(0, 3), n.slice(3, 6), n.slice(6)];
    volume +=
      (a[0]! * (b[1]! * c[2]! - b[2]! * c[1]!) +
        a[1]! * (b[2]! * c[0]! - b[0]! * c[2]!) +
        a[2]! * (b[0]! * c[1]! - b[1]! * c[0]!)) /
      6;
  }
  expect(volume).toBeCloseTo(mesh.volumes['nmc']!.enclosed, 3);
  expect(() => phaseStl(mesh, 'foil')).toThrow(/pore, nmc/);
});

test("Gmsh's file has every vertex and triangle once, and a volume for each part", () => {
  // Two balls of one material.
  const size: Vec3 = [12, 6, 6];
  const balls = drawn(size, (x, y, z) => Math.hypot((x % 6) - 2.5, y - 2.5, z - 2.5) < 2);
  const mesh = meshOf(balls, size);
  const lines = gmshFile(mesh).split('\n');
  const section = (name: string): string[] =>
    lines.slice(lines.indexOf(`$${name}`) + 1, lines.indexOf(`$End${name}`));
  expect(section('PhysicalNames')).toEqual(['2', '2 1 "pore|outside"', '2 2 "pore|nmc"']);
  expect(section('Entities')[0]).toBe('0 0 3 0');
  const vertices = mesh.positions.length / 3;
  expect(section('Nodes')[0]).toBe(`3 ${String(vertices)} 1 ${String(vertices)}`);
  expect(section('Nodes').length).toBe(1 + 3 + 2 * vertices);
  const triangles = mesh.boundaries.reduce((sum, { indices }) => sum + indices.length / 3, 0);
  expect(section('Elements').length).toBe(1 + 3 + triangles);
  expect(gmshVolumes(mesh, 'phases.msh').split('\n')).toEqual([
    'Merge "phases.msh";',
    'Surface Loop(1) = {1, 2, 3};',
    'Volume(1) = {1};',
    'Surface Loop(2) = {2};',
    'Volume(2) = {2};',
    'Surface Loop(3) = {3};',
    'Volume(3) = {3};',
    'Physical Volume("pore") = {1};',
    'Physical Volume("nmc") = {2, 3};',
    '',
  ]);
});

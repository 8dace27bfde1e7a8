// Minkowski functionals from 2×2×2 configurations: Euler characteristic, mean breadth, pair and
// square counts.
import type { Vec3 } from '../recipe/geometry.js';
import { DIRECTIONS_13 } from './directions.js';

/** Whether a voxel of a cell of a kind is set. */
function isSet(code: number, [x, y, z]: Vec3): number {
  return (code >> (x + 2 * y + 4 * z)) & 1;
}

const CORNERS: readonly Vec3[] = Array.from({ length: 8 }, (_, k) => [k & 1, (k >> 1) & 1, k >> 2]);

/** The first voxels of all pairs, within a cell, that are an offset apart. */
function pairsAlong(offset: Vec3): (readonly [Vec3, Vec3])[] {
  return CORNERS.flatMap((a) => {
    const b: Vec3 = [a[0] + offset[0], a[1] + offset[1], a[2] + offset[2]];
    return b.every((n) => n === 0 || n === 1) ? [[a, b] as const] : [];
  });
}

/** The sum over all cells of a weight per kind. */
function weighed(counts: ArrayLike<number>, weigh: (code: number) => number): number {
  let sum = 0;
  for (let code = 0; code < 256; code += 1)
    if (counts[code]! > 0) sum += counts[code]! * weigh(code);
  return sum;
}

/** Set voxels of a mask, from its closed cells: each is in eight of them. */
export function voxelsOfCells(counts: ArrayLike<number>): number {
  return weighed(counts, (code) => CORNERS.reduce((n, c) => n + isSet(code, c), 0) / 8);
}

/** Pairs of different voxels along each of the 13 directions, from the closed cells of a mask. */
export function transitionsOfCells(counts: ArrayLike<number>): number[] {
  return DIRECTIONS_13.map((offset) => {
    const pairs = pairsAlong(offset);
    return weighed(
      counts,
      (code) =>
        pairs.reduce((n, [a, b]) => n + (isSet(code, a) ^ isSet(code, b)), 0) / pairs.length,
    );
  });
}

/** Squares of four voxels in a cell, by the axis across them. */
const SQUARES: readonly (readonly Vec3[])[][] = ([0, 1, 2] as const).map((axis) =>
  [0, 1].map((side) => CORNERS.filter((corner) => corner[axis] === side)),
);

/**
 * How many voxels, edges along x, y, z, squares across x, y, z, and cubes satisfy a rule, from
 * closed cells.
 */
function elements(
  counts: ArrayLike<number>,
  holds: (voxels: readonly number[]) => boolean,
): { voxels: number; edges: number[]; squares: number[]; cubes: number } {
  const number = (groups: readonly (readonly Vec3[])[], shared: number): number =>
    weighed(
      counts,
      (code) =>
        groups.filter((group) => holds(group.map((corner) => isSet(code, corner)))).length / shared,
    );
  return {
    voxels: number(
      CORNERS.map((corner) => [corner]),
      8,
    ),
    edges: DIRECTIONS_13.slice(0, 3).map((axis) => number(pairsAlong(axis), 4)),
    squares: SQUARES.map((squares) => number(squares, 2)),
    cubes: number([CORNERS], 1),
  };
}

/** Voxels of a mask, and squares of four of its voxels across all axes, from its closed cells. */
export function squaresOfCells(counts: ArrayLike<number>): { voxels: number; squares: number } {
  const { voxels, squares } = elements(counts, (four) => four.every((set) => set === 1));
  return { voxels, squares: total(squares) };
}

const total = (values: readonly number[]): number => values.reduce((sum, n) => sum + n, 0);

/**
 * The Euler number of a mask, from its closed cells: of the complex of voxel centres where voxels
 * touch across faces (6), or of the union of closed voxels, which touch across corners too (26).
 */
export function eulerOfCells(counts: ArrayLike<number>, connectivity: 6 | 26): number {
  const every = connectivity === 6;
  const { voxels, edges, squares, cubes } = elements(counts, (set) =>
    every ? set.every((v) => v === 1) : set.some((v) => v === 1),
  );
  // Of closed voxels: corners are cells, edges squares, faces pairs.
  return every
    ? voxels - total(edges) + total(squares) - cubes
    : cubes - total(squares) + total(edges) - voxels;
}

/**
 * The mean breadth of a mask, from its closed cells: the mean over the axes of the Euler numbers
 * (4-connected) of all its sections across the axis, times their distance.
 */
export function breadthOfCells(counts: ArrayLike<number>, spacing: Vec3): number {
  const { voxels, edges, squares } = elements(counts, (set) => set.every((v) => v === 1));
  const along = ([0, 1, 2] as const).map((axis) => {
    const inPlane = edges.filter((_, i) => i !== axis);
    return spacing[axis] * (voxels - total(inPlane) + squares[axis]!);
  });
  return total(along) / 3;
}

// Variance of block fractions by a summed-area table in 3D, for the integral range.
import { map3, volumeOf, type Vec3 } from '../recipe/geometry.js';

/** Sums over blocks of one size: c voxels of the mask among n candidates each. */
export interface BlockSums {
  readonly blocks: number;
  readonly c: number;
  readonly n: number;
  readonly cc: number;
  readonly cn: number;
  readonly nn: number;
}

/** Counts per cell of a lattice that starts at the volume's first voxel. */
export interface BlockLattice {
  /** Voxels of a cell along each axis. */
  readonly cell: number;
  readonly size: Vec3;
  readonly c: ArrayLike<number>;
  readonly n: ArrayLike<number>;
}

/**
 * Running sums of a {@link BlockLattice} over all three axes: a summed-volume table, one entry
 * longer than the lattice.
 */
export interface SummedVolumes {
  readonly lattice: BlockLattice;
  readonly c: Float64Array;
  readonly n: Float64Array;
}

function integrate(values: ArrayLike<number>, size: Vec3): Float64Array {
  const [nx, ny, nz] = size;
  const row = nx + 1;
  const slice = row * (ny + 1);
  const sums = new Float64Array(slice * (nz + 1));
  for (let z = 0; z < nz; z += 1)
    for (let y = 0; y < ny; y += 1) {
      let along = 0;
      for (let x = 0; x < nx; x += 1) {
        along += values[(z * ny + y) * nx + x] ?? 0;
        const at = (z + 1) * slice + (y + 1) * row + x + 1;
        sums[at] = along + sums[at - slice]! + sums[at - row]! - sums[at - slice - row]!;
      }
    }
  return sums;
}

/** The summed-volume tables of a lattice, of which any box costs eight look-ups. */
export function summedVolumes(lattice: BlockLattice): SummedVolumes {
  return { lattice, c: integrate(lattice.c, lattice.size), n: integrate(lattice.n, lattice.size) };
}

/** Edges of a block of `b` voxels, a multiple of the cell, in cells; a flat axis has one. */
export function blockSteps({ cell }: BlockLattice, volumeSize: Vec3, b: number): Vec3 {
  return map3((i) => (volumeSize[i] === 1 ? 1 : b / cell));
}

/** How many whole blocks of `b` voxels fit side by side along each axis. */
export function blocksAlong(volumeSize: Vec3, b: number): Vec3 {
  return map3((i) => (volumeSize[i] === 1 ? 1 : Math.floor(volumeSize[i] / b)));
}

/** Sums over blocks of some cells, by the cells that they start at. */
export function sumBlocks(
  { lattice, c: tableC, n: tableN }: SummedVolumes,
  step: Vec3,
  origins: Iterable<Vec3>,
): BlockSums {
  const row = lattice.size[0] + 1;
  const slice = row * (lattice.size[1] + 1);
  const [dx, dy, dz] = [step[0], step[1] * row, step[2] * slice];
  const box = (s: Float64Array, at: number): number => {
    const face = (a: number): number => s[a + dx + dy]! - s[a + dx]! - s[a + dy]! + s[a]!;
    return face(at + dz) - face(at);
  };
  const total = { blocks: 0, c: 0, n: 0, cc: 0, cn: 0, nn: 0 };
  for (const [x, y, z] of origins) {
    const at = z * slice + y * row + x;
    const c = box(tableC, at);
    const n = box(tableN, at);
    total.blocks += 1;
    total.c += c;
    total.n += n;
    total.cc += c * c;
    total.cn += c * n;
    total.nn += n * n;
  }
  return total;
}

/** The cells that whole blocks side by side start at. */
export function* sideBySide(counts: Vec3, step: Vec3): Generator<Vec3> {
  for (let z = 0; z < counts[2]; z += 1)
    for (let y = 0; y < counts[1]; y += 1)
      for (let x = 0; x < counts[0]; x += 1) yield [x * step[0], y * step[1], z * step[2]];
}

/** Effective blocks, and the variance of their means times their mean size. */
export function spreadOf({ c, n, cc, cn, nn }: BlockSums): { blocks: number; variance: number } {
  if (n === 0) return { blocks: 0, variance: 0 };
  const phi = c / n;
  const blocks = (n * n) / nn;
  // Of blocks that are all alike, what is left of differences of large sums.
  const squares = Math.max(0, cc - 2 * phi * cn + phi * phi * nn);
  return { blocks, variance: ((blocks / (blocks - 1)) * squares) / n };
}

/** Running sums of a lattice of whole numbers; of its candidates only where some are missing. */
export interface WholeSums {
  readonly lattice: BlockLattice;
  readonly c: Float64Array;
  readonly n: Float64Array | undefined;
}

/** The tables of a lattice; `full` says that every voxel is a candidate. */
export function wholeSums(lattice: BlockLattice, full: boolean): WholeSums {
  return {
    lattice,
    c: integrate(lattice.c, lattice.size),
    n: full ? undefined : integrate(lattice.n, lattice.size),
  };
}

/**
 * Sums over blocks of the lattice's cells and of their multiples, above 1 voxel, as long as so many
 * blocks fit.
 */
export function* multiplesOfCell(
  sums: WholeSums,
  volumeSize: Vec3,
  least: number,
): Generator<readonly [size: number, sums: BlockSums]> {
  const { lattice } = sums;
  for (let b = Math.max(2, lattice.cell); ; b += lattice.cell) {
    const counts = blocksAlong(volumeSize, b);
    if (volumeOf(counts) < least) return;
    const voxels = volumeOf(map3((i) => (volumeSize[i] === 1 ? 1 : b)));
    yield [b, sumSideBySide(sums, blockSteps(lattice, volumeSize, b), counts, voxels)];
  }
}

/**
 * Sums over blocks side by side of `voxels` each. A block's face is the next one's too, so that
 * each costs four look-ups. All are whole numbers, which come out the same in any order.
 */
function sumSideBySide(
  { lattice, c: tableC, n: tableN }: WholeSums,
  step: Vec3,
  counts: Vec3,
  voxels: number,
): BlockSums {
  const row = lattice.size[0] + 1;
  const slice = row * (lattice.size[1] + 1);
  const [dx, dy, dz] = [step[0], step[1] * row, step[2] * slice];
  const blocks = volumeOf(counts);
  let [sumC, sumN, cc, cn, nn] = [0, 0, 0, 0, 0];
  for (let z = 0; z < counts[2]; z += 1)
    for (let y = 0; y < counts[1]; y += 1) {
      let at = z * dz + y * dy;
      let leftC = faceOf(tableC, at, dy, dz);
      let leftN = tableN === undefined ? 0 : faceOf(tableN, at, dy, dz);
      for (let x = 0; x < counts[0]; x += 1) {
        at += dx;
        const rightC = faceOf(tableC, at, dy, dz);
        const c = rightC - leftC;
        leftC = rightC;
        let n = voxels;
        if (tableN !== undefined) {
          const rightN = faceOf(tableN, at, dy, dz);
          n = rightN - leftN;
          leftN = rightN;
        }
        sumC += c;
        sumN += n;
        cc += c * c;
        cn += c * n;
        nn += n * n;
      }
    }
  return { blocks, c: sumC, n: sumN, cc, cn, nn };
}

/** Of a face across x: the sum of all before it along x, of the rows and slices of the block. */
function faceOf(table: Float64Array, at: number, dy: number, dz: number): number {
  return table[at + dy + dz]! - table[at + dy]! - table[at + dz]! + table[at]!;
}

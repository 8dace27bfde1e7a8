// Lattice of cells from which windows are summed.
import { map3, volumeOf, type Region, type Vec3 } from '../recipe/geometry.js';
import { directionWeights, DIRECTIONS_13, lengthOf } from './directions.js';

/** A lattice of at most so many cells, if cells of 32 voxels allow. */
const MOST_CELLS = 2 ** 18;

/** Four sums per cell of a box of the lattice: see `window_cells`. */
export interface WindowCells {
  readonly volumeSize: Vec3;
  readonly lattice: Region;
  readonly sums: Float64Array;
}

/** Weights as whole numbers, the greatest one as given. */
export function wholeWeights(weights: readonly number[], greatest: number): number[] {
  const most = Math.max(...weights);
  return weights.map((w) => Math.round((w / most) * greatest));
}

/** One of the four sums of every cell. */
export function columnOf({ sums }: WindowCells, which: 0 | 1 | 2 | 3): Float64Array {
  return Float64Array.from({ length: sums.length / 4 }, (_, i) => sums[4 * i + which]!);
}

/** Log2 of the edge of cells: as fine as is affordable. */
export function cellEdge(size: Vec3): number {
  for (let log = 1; log < 5; log += 1) if (volumeOf(cellsOf(size, log)) <= MOST_CELLS) return log;
  return 5;
}

/** Cells along each axis. */
export function cellsOf(size: Vec3, logEdge: number): Vec3 {
  return map3((i) => Math.ceil(size[i] / 2 ** logEdge));
}

/**
 * Surface per volume that each direction's crossings per pair tell of, in 1/unit: those of
 * Crofton's formula.
 */
export function croftonWeights(spacing: Vec3): number[] {
  const weights = directionWeights(DIRECTIONS_13, spacing);
  return DIRECTIONS_13.map((d, k) => (2 * weights[k]!) / lengthOf(d, spacing));
}

/** The sums of a part of the lattice, in an array of the whole lattice. */
export function wholeLattice(part: WindowCells): WindowCells {
  const size = cellsOf(part.volumeSize, cellEdge(part.volumeSize));
  if (volumeOf(part.lattice.size) === volumeOf(size)) return part;
  const sums = new Float64Array(4 * volumeOf(size));
  const whole = { ...part, lattice: { origin: [0, 0, 0] as Vec3, size }, sums };
  addCells(whole, part);
  return whole;
}

function addCells(whole: WindowCells, part: WindowCells): void {
  const { origin, size } = part.lattice;
  const [nx, ny] = whole.lattice.size;
  for (let z = 0; z < size[2]; z += 1)
    for (let y = 0; y < size[1]; y += 1) {
      const from = 4 * (z * size[1] + y) * size[0];
      const to = 4 * (((z + origin[2]) * ny + y + origin[1]) * nx + origin[0]);
      for (let i = 0; i < 4 * size[0]; i += 1) whole.sums[to + i]! += part.sums[from + i]!;
    }
}

/** The sums of two parts of the lattice. */
export function mergeCells(a: WindowCells, b: WindowCells): WindowCells {
  const whole = wholeLattice(a);
  addCells(whole, b);
  return whole;
}

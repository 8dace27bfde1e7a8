import type { Run } from '../gpu/index.js';
import { bytesOf, layoutOf, wordsOf, type GpuGrid } from '../implement/index.js';
import { windowCells } from '../kernels/stats/index.js';
import { map3, regionEnd, volumeOf, type Region, type Vec3 } from '../recipe/geometry.js';
import { DIRECTIONS_13, directionWeights, lengthOf } from './directions.js';

/** A lattice of at most so many cells, if cells of 32 voxels allow. */
const MOST_CELLS = 2 ** 18;
/** Sums of weighted pairs in a cell of 32³ voxels stay below 2^32. */
const GREATEST_WEIGHT = 4096;

/** Four sums per cell of a box of the lattice: see {@link windowCells}. */
export interface WindowCells {
  readonly volumeSize: Vec3;
  readonly lattice: Region;
  readonly sums: Float64Array;
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

/** Surface per volume that each direction's crossings per pair tell of, in 1/unit: those of Crofton's formula. */
export function croftonWeights(spacing: Vec3): number[] {
  const weights = directionWeights(DIRECTIONS_13, spacing);
  return DIRECTIONS_13.map((d, k) => (2 * weights[k]!) / lengthOf(d, spacing));
}

/** The same as whole numbers. */
function wholeWeights(spacing: Vec3): number[] {
  const weights = croftonWeights(spacing);
  const most = Math.max(...weights);
  return weights.map((w) => Math.round((w / most) * GREATEST_WEIGHT));
}

/** Counts the voxels and pairs of a brick, cell by cell, in one pass over 13 shifts of 1/8 B/voxel. */
export async function countCellsOfWindows(
  run: Run,
  mask: GpuGrid,
  within: GpuGrid | undefined,
  region: Region,
): Promise<WindowCells> {
  const { size, spacing } = mask.meta;
  const logEdge = cellEdge(size);
  const edge = 2 ** logEdge;
  const first = map3((i) => Math.floor(region.origin[i] / edge));
  const lattice = map3((i) => Math.ceil(regionEnd(region)[i] / edge) - first[i]);
  const bytes = 16 * volumeOf(lattice);
  const cells = run.alloc(bytes, 'sums per cell', { zero: true });
  const weights = wholeWeights(spacing);
  const table = Int32Array.from(DIRECTIONS_13.flatMap((d, k) => [...d, weights[k]!]));
  const directions = run.alloc(table.byteLength, 'directions');
  run.upload(directions, table);
  const task = layoutOf('bit', region, size);
  run.dispatch(windowCells, {
    grids: { src: mask, within: within ?? mask },
    buffers: { directions, cells },
    params: { task, first, lattice },
    constants: { LOG_EDGE: logEdge, WITHIN: within === undefined ? 0 : 1 },
    size: { invocations: wordsOf(task) },
    traffic: {
      read: 14 * (within === undefined ? 1 : 2) * bytesOf('bit', region) + table.byteLength + bytes,
      write: bytes,
    },
  });
  const sums = Float64Array.from(new Uint32Array(await run.read(cells, 0, bytes)));
  run.free(cells, directions);
  return { volumeSize: size, lattice: { origin: first, size: lattice }, sums };
}

/** The sums of a part of the lattice as those of all of it. */
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

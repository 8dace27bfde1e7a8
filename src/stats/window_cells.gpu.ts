// Cell sums of voxels and pairs on the GPU, of which windows of representative volumes are made.
import type { Run } from '../gpu/index.js';
import {
  bufferBytes,
  bytesOf,
  layoutOf,
  wordsOf,
  type BufferBytes,
  type GpuGrid,
} from '../implement/index.js';
import { windowCells } from '../kernels/stats/index.js';
import { map3, regionEnd, volumeOf, type Region, type Vec3 } from '../recipe/geometry.js';
import { DIRECTIONS_13 } from './directions.js';
import { cellEdge, croftonWeights, wholeWeights, type WindowCells } from './window_lattice.js';
/** Sums of weighted pairs in a cell of 32³ voxels stay below 2^32. */
const GREATEST_WEIGHT = 4096;

/** What the weights of {@link countCellsOfWindows} add up to: those of a voxel's pairs. */
export function weightOfAll(weights: readonly number[]): number {
  return wholeWeights(weights, GREATEST_WEIGHT).reduce((sum, w) => sum + w, 0);
}

/** The cells that a region touches. */
function latticeOf(
  region: Region,
  size: Vec3,
): { readonly logEdge: number; readonly first: Vec3; readonly lattice: Vec3 } {
  const logEdge = cellEdge(size);
  const edge = 2 ** logEdge;
  const first = map3((i) => Math.floor(region.origin[i] / edge));
  return {
    logEdge,
    first,
    lattice: map3((i) => Math.ceil(regionEnd(region)[i] / edge) - first[i]),
  };
}

/** What {@link countCellsOfWindows} takes: sums per cell, and directions. */
export function cellBytes(region: Region, size: Vec3): BufferBytes {
  return bufferBytes([16 * volumeOf(latticeOf(region, size).lattice), 16 * DIRECTIONS_13.length]);
}

/**
 * Counts the voxels and pairs of a brick, cell by cell, in one pass over 13 shifts of 1/8 B/voxel;
 * pairs at offsets with weights, those of Crofton's formula if none are given.
 */
export async function countCellsOfWindows(
  run: Run,
  mask: GpuGrid,
  within: GpuGrid | undefined,
  region: Region,
  given: { readonly offsets: readonly Vec3[]; readonly weights: readonly number[] } = {
    offsets: DIRECTIONS_13,
    weights: croftonWeights(mask.meta.spacing),
  },
): Promise<WindowCells> {
  const { size } = mask.meta;
  const { logEdge, first, lattice } = latticeOf(region, size);
  const bytes = 16 * volumeOf(lattice);
  const cells = run.alloc(bytes, 'sums per cell', { zero: true });
  const weights = wholeWeights(given.weights, GREATEST_WEIGHT);
  const table = Int32Array.from(given.offsets.flatMap((d, k) => [...d, weights[k]!]));
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

// Slabs (tiles along z) that keep temporaries within a budget.
import type { Run } from '../gpu/index.js';
import type { BufferBytes } from '../implement/index.js';
import { growRegion, type Region, type Vec3 } from '../recipe/geometry.js';

/** Temporaries of an op take about so many bytes at most; slabs along z keep to it. */
const TEMPORARY_BYTES = 2 ** 28;
/** The pool rounds buffers up by an eighth at most. */
const ROUNDED = 1.125;
/** Tables of weights and the like. */
const SMALL_BYTES = 2 ** 13;

/** What an op needs beside its inputs and its result. */
export interface SlabBuffers {
  /** Bytes per voxel of all buffers that are there at once. */
  readonly perVoxel: number;
  /** Bytes per voxel of the largest of them; it must fit a binding. Default 4. */
  readonly largest?: number;
  /** Voxels by which they reach beyond the slab, on either side. */
  readonly margin: Vec3;
  /** Size of the volume, where they do not reach beyond it. */
  readonly within?: Vec3;
}

/**
 * Cuts a region into slabs along z whose temporaries take about 256 MiB. Slabs are thinner than
 * twice the margin, so that margins more than double the work, only where the largest buffer does
 * not fit a binding otherwise.
 */
export function slabsOf(run: Run, region: Region, buffers: SlabBuffers): readonly Region[] {
  const { maxStorageBufferBindingSize } = run.gpu.device.limits;
  return cutAlongZ(region, depthOf(region, buffers, maxStorageBufferBindingSize));
}

/** A region in slabs along z of so many slices; the last may hold fewer. */
export function cutAlongZ({ origin, size }: Region, depth: number): Region[] {
  const [nx, ny, nz] = size;
  return Array.from({ length: Math.ceil(nz / depth) }, (_, i) => ({
    origin: [origin[0], origin[1], origin[2] + i * depth],
    size: [nx, ny, Math.min(depth, nz - i * depth)],
  }));
}

/**
 * What is allocated for the slabs of a region at most, the pool's rounding with it; `all` bytes per
 * voxel where buffers wait to be lent again.
 */
export function slabTemporaries(
  region: Region,
  buffers: SlabBuffers,
  binding: number,
  all = buffers.perVoxel,
): BufferBytes {
  const depth = depthOf(region, buffers, binding);
  const { margin, within } = buffers;
  const [nx, ny] = region.size;
  const [x, y, z] =
    within === undefined
      ? [nx + 2 * margin[0] + 3, ny + 2 * margin[1], depth + 2 * margin[2]]
      : withinVolume(region, margin, within, depth);
  const voxels = x * y * z;
  return { total: ROUNDED * all * voxels + SMALL_BYTES, largest: (buffers.largest ?? 4) * voxels };
}

/** The size of a slab inside a region with its margins, as far as they lie in the volume. */
function withinVolume(region: Region, margin: Vec3, within: Vec3, depth: number): Vec3 {
  const [x, y, z] = growRegion(region, margin, within).size;
  return [x, y, Math.min(z, depth + 2 * margin[2])];
}

function depthOf(
  region: Region,
  { perVoxel, largest = 4, margin, within }: SlabBuffers,
  binding: number,
): number {
  const [x, y, z] = region.size;
  const clipped = within === undefined ? undefined : growRegion(region, margin, within).size;
  const [across, down] = clipped ?? [x + 2 * margin[0] + 3, y + 2 * margin[1]];
  const slices = (bytes: number): number => Math.floor(bytes / (across * down));
  const bound = slices(binding / largest);
  const budget = slices(TEMPORARY_BYTES / perVoxel);
  if (clipped !== undefined && clipped[2] <= Math.min(bound, budget)) return z;
  const margins = 2 * margin[2];
  return Math.min(z, Math.max(1, Math.min(bound - margins, Math.max(margins, budget - margins))));
}

// Slabs (tiles along z) that keep temporaries within a budget.
import type { Run } from '../gpu/index.js';
import { growRegion, type Region, type Vec3 } from '../recipe/geometry.js';

/** Temporaries of an op take about so many bytes at most; slabs along z keep to it. */
const TEMPORARY_BYTES = 2 ** 28;

/** What an op needs beside its inputs and its result. */
export interface Temporaries {
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
export function slabsOf(
  run: Run,
  region: Region,
  { perVoxel, largest = 4, margin, within }: Temporaries,
): readonly Region[] {
  const [x, y, z] = region.size;
  const clipped = within === undefined ? undefined : growRegion(region, margin, within).size;
  const [across, down] = clipped ?? [x + 2 * margin[0] + 3, y + 2 * margin[1]];
  const slices = (bytes: number): number => Math.floor(bytes / (across * down));
  const bound = slices(run.gpu.device.limits.maxStorageBufferBindingSize / largest);
  const budget = slices(TEMPORARY_BYTES / perVoxel);
  if (clipped !== undefined && clipped[2] <= Math.min(bound, budget)) return [region];
  const margins = 2 * margin[2];
  const depth = Math.max(1, Math.min(bound - margins, Math.max(margins, budget - margins)));
  return Array.from({ length: Math.ceil(z / depth) }, (_, i) => ({
    origin: [region.origin[0], region.origin[1], region.origin[2] + i * depth],
    size: [x, y, Math.min(depth, z - i * depth)],
  }));
}

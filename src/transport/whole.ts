import { VoxmetryError } from '../recipe/errors.js';
import { equal3, volumeOf, type Region } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { mib } from '../recipe/mib.js';

/**
 * Bytes of GPU memory that a solve takes per voxel at most: four vectors, how voxels conduct,
 * and coarse levels.
 */
const BYTES_PER_VOXEL = 21;

/**
 * Throws `limit` where only a part of the volume is on the GPU: a current has to be known
 * everywhere.
 */
export function checkWhole(
  op: string,
  { size }: GridMeta,
  region: Region,
  bytesPerVoxel = BYTES_PER_VOXEL,
): void {
  if (equal3(region.size, size)) return;
  const needed = bytesPerVoxel * volumeOf(size);
  const available = bytesPerVoxel * volumeOf(region.size);
  throw new VoxmetryError(
    'limit',
    `${op} needs the whole volume of ${size.join('×')} voxels on the GPU, some ${mib(needed)}, and a part of ${region.size.join('×')}, ${mib(available)}, would fit. Crop or bin it, or raise memoryBudget.`,
    { op, details: { needed, available, size, largestSize: region.size } },
  );
}

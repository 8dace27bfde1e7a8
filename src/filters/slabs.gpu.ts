import type { Region } from '../recipe/geometry.js';

/** Temporaries of an op take about so many bytes at most; slabs along z keep to it. */
const TEMPORARY_BYTES = 2 ** 28;

/**
 * Cuts a region into slabs along z whose temporaries take about 256 MiB: `perVoxel` bytes of them for each
 * voxel, and `halo` slices more on either side. Slabs are never thinner than twice the halo, so that halos at most
 * double the work.
 */
export function slabsOf(region: Region, perVoxel: number, halo: number): readonly Region[] {
  const [x, y, z] = region.size;
  const fits = Math.floor(TEMPORARY_BYTES / (x * y * perVoxel)) - 2 * halo;
  const depth = Math.max(1, 2 * halo, fits);
  return Array.from({ length: Math.ceil(z / depth) }, (_, i) => ({
    origin: [region.origin[0], region.origin[1], region.origin[2] + i * depth],
    size: [x, y, Math.min(depth, z - i * depth)],
  }));
}

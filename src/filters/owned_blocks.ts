// Blocks (tiles) along an axis, and the brick that owns each.
import { map3, type Region, type Vec3 } from '../recipe/geometry.js';

/** A run of blocks. */
export interface Blocks {
  readonly first: number;
  readonly end: number;
}

/**
 * First voxel of a block where an axis of `length` voxels is cut into `blocks` nearly equal ones.
 */
export function blockStart(block: number, blocks: number, length: number): number {
  return Math.floor((block * length) / blocks);
}

/** The blocks that begin inside a region: every block belongs to one brick. */
export function ownedBlocks(
  region: Region,
  axis: 0 | 1 | 2,
  blocks: number,
  length: number,
): Blocks {
  const from = region.origin[axis];
  const to = from + region.size[axis];
  let first = 0;
  while (first < blocks && blockStart(first, blocks, length) < from) first += 1;
  let end = first;
  while (end < blocks && blockStart(end, blocks, length) < to) end += 1;
  return { first, end };
}

/** A region grown along an axis so far that it holds the blocks that begin in it whole. */
export function withOwnedBlocks(
  region: Region,
  axis: 0 | 1 | 2,
  blocks: number,
  length: number,
): Region {
  const owned = ownedBlocks(region, axis, blocks, length);
  const end = Math.max(
    region.origin[axis] + region.size[axis],
    owned.end > owned.first ? blockStart(owned.end, blocks, length) : 0,
  );
  return {
    origin: region.origin,
    size: map3((i) => (i === axis ? end - region.origin[i] : region.size[i])),
  };
}

/** All of the slices of a brick that begin in it, or the brick itself where none does. */
export function wholeSlices(region: Region, size: Vec3): Region {
  if (region.origin[0] > 0 || region.origin[1] > 0) return region;
  return { origin: region.origin, size: [size[0], size[1], region.size[2]] };
}

/** Whether the slices of a brick belong to it: those whose first voxel it holds. */
export function ownsSlices(region: Region): boolean {
  return region.origin[0] === 0 && region.origin[1] === 0;
}

/** All of the slices that a region touches. */
export function wholeSlicesOf(region: Region, size: Vec3): Region {
  return {
    origin: [0, 0, region.origin[2]],
    size: [size[0], size[1], region.size[2]],
  };
}

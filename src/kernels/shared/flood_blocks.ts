/** Voxels along the edge of a block, and of a block with its shell. */
export const FLOOD_BLOCK = { edge: 8, voxels: 512, shellVoxels: 1000 } as const;

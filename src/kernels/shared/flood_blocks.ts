import { sharedWgsl } from './index.js';
import floodBlocks from './flood_blocks.wgsl?raw';
import floodRows from './flood_rows.wgsl?raw';
import floodFollow from './flood_follow.wgsl?raw';
import floodPasses from './flood_passes.wgsl?raw';
import floodPaths from './flood_paths.wgsl?raw';
import floodSweep from './flood_sweep.wgsl?raw';
import floodKeys from './flood_keys.wgsl?raw';

/** Shared WGSL of the kernels that flood block by block. */
export const floodWgsl = {
  ...sharedWgsl,
  flood_blocks: floodBlocks,
  flood_rows: floodRows,
  flood_follow: floodFollow,
  flood_passes: floodPasses,
  flood_paths: floodPaths,
  flood_sweep: floodSweep,
  flood_keys: floodKeys,
} as const;

/** Voxels along the edge of a block, and of a block with its shell. */
export const FLOOD_BLOCK = { edge: 8, voxels: 512, shellVoxels: 1000 } as const;

import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './phase_pairs.wgsl?raw';

/**
 * Counts per phase (`classes` turns codes into 0 … n − 1) its voxels, and per each of 13 directions and pair of phases a < b,
 * number b (b − 1) / 2 + a, the pairs of neighbours; each twice: all, and those in the mask `chosen` (with ACTIVE 1). LOCAL 1 sums
 * within workgroups first, for up to 1024 counts.
 */
export const phasePairs = kernel({
  name: 'phase_pairs',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', chosen: 'read', classes: 'read', counts: 'read_write' },
  params: { task: 'Grid', src: 'Grid', chosen: 'Grid', phases: 'u32' },
  constants: ['ACTIVE', 'LOCAL'],
  workgroup: [64, 1, 1],
});

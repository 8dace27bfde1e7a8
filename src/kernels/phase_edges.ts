import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './phase_edges.wgsl?raw';

/**
 * Counts the edges of voxels along x, y, z between three or more phases (`classes` turns codes into 0 … n − 1), then those of each
 * triple a < b < c, numbered by binomials; each twice: all, and those whose phases meet within the mask `chosen` (with
 * ACTIVE 1). LOCAL 1 sums within workgroups first, for up to 1024 counts.
 */
export const phaseEdges = kernel({
  name: 'phase_edges',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', chosen: 'read', classes: 'read', counts: 'read_write' },
  params: { task: 'Grid', src: 'Grid', chosen: 'Grid', phases: 'u32' },
  constants: ['ACTIVE', 'LOCAL'],
  workgroup: [64, 1, 1],
});

import { kernel } from '../gpu/index.js';
import wgsl from './distance_edges.wgsl?raw';
import { sharedWgsl } from './shared/index.js';

/** Labels or phases to bits of the voxels whose value is that of their left neighbour. */
export const distanceEdges = kernel({
  name: 'distance_edges',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', outside: 'u32' },
  constants: ['SRC_DTYPE'],
  workgroup: [8, 8, 1],
});

import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './label_edges.wgsl?raw';

/** Mask of the voxels with a neighbour of another value; WHICH 0: object voxels, 1: all, 2: object voxels beside another object. */
export const labelEdges = kernel({
  name: 'label_edges',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid' },
  constants: ['REACH', 'WHICH'],
  workgroup: [64, 1, 1],
});

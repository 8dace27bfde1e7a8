import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './watershed_labels.wgsl?raw';

/** Gives every voxel the label of the marker that its sources lead to; 0 where there is none. */
export const watershedLabels = kernel({
  name: 'watershed_labels',
  wgsl,
  modules: sharedWgsl,
  buffers: { sources: 'read', markers: 'read', dst: 'write' },
  params: { sources: 'Grid', markers: 'Grid', dst: 'Grid' },
  constants: [],
  workgroup: [16, 4, 1],
});

import { kernel } from '../gpu/index.js';
import { floodWgsl } from './shared/flood_blocks.js';
import wgsl from './watershed_labels.wgsl?raw';

/** Gives every voxel the label of the marker that its sources lead to; 0 where there is none. */
export const watershedLabels = kernel({
  name: 'watershed_labels',
  wgsl,
  modules: floodWgsl,
  buffers: { paths: 'read_write', markers: 'read', dst: 'write', counts: 'read_write' },
  params: { grid: 'Grid', blocks: 'vec3u', dst: 'Grid' },
  constants: ['UNFINISHED'],
  workgroup: [64, 1, 1],
});

import { kernel } from '../gpu/index.js';
import wgsl from './column_extents.wgsl?raw';
import { sharedWgsl } from './shared/index.js';

/** First and last voxel of a mask, and their number, in every column along an axis (AXIS 0, 1, 2). */
export const columnExtents = kernel({
  name: 'column_extents',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', columns: 'write' },
  params: { task: 'Grid', src: 'Grid' },
  constants: ['AXIS'],
  workgroup: [64, 1, 1],
});

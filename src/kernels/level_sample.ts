import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './level_sample.wgsl?raw';

/** Voxels of a row that one draw of {@link levelSample} counts. */
export const DRAWN = 8;

/** Counts a sample of 16-bit voxels, one bin per key: eight neighbours of one of every `step` chunks of 32 voxels. */
export const levelSample = kernel({
  name: 'level_sample',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', within: 'read', counts: 'read_write' },
  params: { task: 'Grid', src: 'Grid', within: 'Grid', step: 'u32' },
  constants: ['SRC_DTYPE', 'HAS_WITHIN'],
  workgroup: [64, 1, 1],
});

import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './chords.wgsl?raw';

/**
 * Counts runs of set voxels along an axis by their length, of those that start at `first` … `end`: for every length
 * those inside the volume, then those that touch its border.
 */
export const chords = kernel({
  name: 'chords',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', counts: 'read_write' },
  params: { task: 'Grid', src: 'Grid', first: 'u32', end: 'u32' },
  constants: ['AXIS'],
  workgroup: [64, 1, 1],
});

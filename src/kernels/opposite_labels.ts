import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './opposite_labels.wgsl?raw';

/** The labels at both ends of every line of voxels along an axis, two words each. */
export const oppositeLabels = kernel({
  name: 'opposite_labels',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', pairs: 'write' },
  params: { src: 'Grid', axis: 'u32' },
  constants: [],
  workgroup: [256, 1, 1],
});

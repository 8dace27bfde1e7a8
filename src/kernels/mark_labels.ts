import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './mark_labels.wgsl?raw';

/** Sets in `marks` the bit of every id from 1 to `ids` − 1 that occurs in a box of labels, or in a mask there. */
export const markLabels = kernel({
  name: 'mark_labels',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', within: 'read', marks: 'read_write' },
  params: { task: 'Grid', src: 'Grid', within: 'Grid', ids: 'u32' },
  constants: ['HAS_WITHIN'],
  workgroup: [64, 1, 1],
});

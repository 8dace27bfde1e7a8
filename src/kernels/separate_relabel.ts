import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './separate_relabel.wgsl?raw';

/** Replaces every number but 0 by its entry in a table, in place. */
export const separateRelabel = kernel({
  name: 'separate_relabel',
  wgsl,
  modules: sharedWgsl,
  buffers: { numbers: 'read', dst: 'read_write' },
  params: { dst: 'Grid' },
  constants: [],
  workgroup: [16, 4, 1],
});

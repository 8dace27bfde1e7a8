import { kernel } from '../gpu/index.js';
import wgsl from './relabel.wgsl?raw';
import { sharedWgsl } from './shared/index.js';

/** Labels of a part of a volume to labels of the whole, by a table. */
export const relabel = kernel({
  name: 'relabel',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', table: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', first_z: 'u32', end_z: 'u32' },
  constants: [],
  workgroup: [256, 1, 1],
});

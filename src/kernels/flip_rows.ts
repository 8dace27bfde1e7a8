import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './flip_rows.wgsl?raw';

/** Mirrors whole rows of the volume that are whole vectors of four words, a vector per invocation. */
export const flipRows = kernel({
  name: 'flip_rows',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', mirrored_y: 'u32', mirrored_z: 'u32' },
  constants: ['DTYPE', 'MIRRORED_X'],
  workgroup: [16, 4, 1],
});

import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './mark_border.wgsl?raw';

/** Marks the ids on one face of the volume. */
export const markBorder = kernel({
  name: 'mark_border',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', marks: 'read_write' },
  params: { src: 'Grid', face: 'u32' },
  constants: [],
  workgroup: [256, 1, 1],
});

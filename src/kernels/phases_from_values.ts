import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './phases_from_values.wgsl?raw';

/** Integers 0 … 255 as phase codes, and the set of those that occur. */
export const phasesFromValues = kernel({
  name: 'phases_from_values',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', dst: 'write', present: 'read_write' },
  params: { src: 'Grid', dst: 'Grid' },
  constants: ['SRC_DTYPE'],
  workgroup: [256, 1, 1],
});

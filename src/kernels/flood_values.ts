import { kernel } from '../gpu/index.js';
import { floodWgsl } from './shared/flood_blocks.js';
import wgsl from './flood_values.wgsl?raw';

/** Levels of a flood as values again; NaN stays NaN. */
export const floodValues = kernel({
  name: 'flood_values',
  wgsl,
  modules: floodWgsl,
  buffers: { levels: 'read', dst: 'write' },
  params: { levels: 'Grid', dst: 'Grid' },
  constants: ['SRC_DTYPE', 'SIDE'],
  workgroup: [64, 1, 1],
});

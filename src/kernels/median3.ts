import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import medianKey from './shared/median_key.wgsl?raw';
import network from './shared/median3_network.wgsl?raw';
import wgsl from './median3.wgsl?raw';

/** Medians of 3×3×3 windows by a selection network on sorted columns, eight voxels per invocation. */
export const median3 = kernel({
  name: 'median3',
  wgsl,
  modules: { ...sharedWgsl, median_key: medianKey, median3_network: network },
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', border_raw: 'u32' },
  constants: ['DTYPE', 'CONSTANT_BORDER'],
  workgroup: [64, 1, 1],
});

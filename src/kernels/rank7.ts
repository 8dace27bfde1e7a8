import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import medianKey from './shared/median_key.wgsl?raw';
import wgsl from './rank7.wgsl?raw';

/** Values of a rank of 7×7×7 windows, selected on bit planes, 24 voxels per invocation. */
export const rank7 = kernel({
  name: 'rank7',
  wgsl,
  modules: { ...sharedWgsl, median_key: medianKey },
  buffers: { planes: 'read', dst: 'write' },
  params: {
    dst: 'Grid',
    first_slice: 'u32',
    slices: 'u32',
    groups: 'u32',
    rows: 'u32',
    rank: 'u32',
  },
  constants: ['DTYPE'],
  workgroup: [64, 1, 1],
});

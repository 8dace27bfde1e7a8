import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './basin_merge.wgsl?raw';

/** Merges lakes with those that they flowed into; with `BEGIN` 1 makes every basin a lake. */
export const basinMerge = kernel({
  name: 'basin_merge',
  wgsl,
  modules: sharedWgsl,
  buffers: {
    outlets: 'read',
    lakes: 'read_write',
    floors: 'read_write',
    levels: 'write',
    beyond: 'write',
    springs: 'read_write',
  },
  params: { basins: 'u32' },
  constants: ['BEGIN'],
  workgroup: [64, 1, 1],
});

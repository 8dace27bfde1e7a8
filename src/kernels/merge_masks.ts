import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './merge_masks.wgsl?raw';

/**
 * Up to six masks as codes 0 to 5 (the first COUNT are read), and in `faults` how many voxels are in two of them and
 * how many in none.
 */
export const mergeMasks = kernel({
  name: 'merge_masks',
  wgsl,
  modules: sharedWgsl,
  buffers: {
    a: 'read',
    b: 'read',
    c: 'read',
    d: 'read',
    e: 'read',
    f: 'read',
    dst: 'write',
    faults: 'read_write',
  },
  params: {
    a: 'Grid',
    b: 'Grid',
    c: 'Grid',
    d: 'Grid',
    e: 'Grid',
    f: 'Grid',
    dst: 'Grid',
  },
  constants: ['COUNT'],
  workgroup: [64, 1, 1],
});

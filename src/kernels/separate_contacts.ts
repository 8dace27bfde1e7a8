import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './separate_contacts.wgsl?raw';

/**
 * The highest saddle of every pair of basins that touch (of 26 neighbours), in a hash table of `slots`
 * triples (a, b, saddle), and the first voxel of every basin. `found[0]` becomes 1 where the table is too small.
 */
export const separateContacts = kernel({
  name: 'separate_contacts',
  wgsl,
  modules: sharedWgsl,
  buffers: {
    basins: 'read',
    heights: 'read',
    saddles: 'read_write',
    first: 'read_write',
    found: 'read_write',
  },
  params: { src: 'Grid', slots: 'u32' },
  constants: [],
  workgroup: [16, 4, 1],
});

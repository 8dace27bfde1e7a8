import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './object_contacts.wgsl?raw';

/** Words of a slot of the table of {@link objectContactsKernel}. */
export const CONTACT_WORDS = 15;

/**
 * Counts, for every two objects, the pairs of neighbouring voxels along each of the 13 directions of which one has one and one the
 * other; the first in raster order in the box `task`. In a hash table of `slots` slots of 15 words: the lower id, the higher
 * id, 13 counts. `full[0]` becomes 1 where the table is too small.
 */
export const objectContactsKernel = kernel({
  name: 'object_contacts',
  wgsl,
  modules: sharedWgsl,
  buffers: { labels: 'read', pairs: 'read_write', full: 'read_write' },
  params: { task: 'Grid', labels: 'Grid', slots: 'u32' },
  constants: [],
  workgroup: [64, 1, 1],
});

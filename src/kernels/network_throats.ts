import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './network_throats.wgsl?raw';

/** Words of a slot of the table of {@link networkThroats}. */
export const THROAT_WORDS = 22;

/**
 * Collects what is known of every two labels that are neighbours, in a hash table of `slots` slots (a power of two) of 22 words:
 * the lower and the higher label; pairs of voxels along 13 directions, in raster order; and of those across faces the greatest of the
 * lesser of both distances (bits of f32 ≥ 0), and the sums of both places, in two words for each axis. `found[0]` becomes 1 where the table
 * is too small. Voxels of the box `task` own the pairs with their later neighbours in raster order.
 */
export const networkThroats = kernel({
  name: 'network_throats',
  wgsl,
  modules: sharedWgsl,
  buffers: { labels: 'read', distance: 'read', throats: 'read_write', found: 'read_write' },
  params: { task: 'Grid', labels: 'Grid', distance: 'Grid', slots: 'u32' },
  constants: [],
  workgroup: [64, 1, 1],
});

import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './object_rows.wgsl?raw';

/**
 * Extends, for every row of voxels of every object that has a place, its least and greatest x: two words per row, from zero, the
 * complement of the least and the greatest + 1. A place is four words: the object's first row + 1 (0: none), its first y
 * and z, and its rows per slice; places must hold all voxels of the objects in the box.
 */
export const objectRows = kernel({
  name: 'object_rows',
  wgsl,
  modules: sharedWgsl,
  buffers: { labels: 'read', places: 'read', extents: 'read_write' },
  params: { task: 'Grid', labels: 'Grid', ids: 'u32' },
  constants: [],
  workgroup: [64, 1, 1],
});

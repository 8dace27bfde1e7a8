import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './shifted_pairs.wgsl?raw';

/**
 * For each of up to 64 offsets (three words each), pairs of a voxel of `a` and the one at the offset from it in `b`: how
 * many both set, how many of two values, how many in all. WITHIN 1 counts pairs in that mask alone; PERIODIC 1
 * takes the volume as repeated, and needs all of it in `b` and `within`.
 */
export const shiftedPairs = kernel({
  name: 'shifted_pairs',
  wgsl,
  modules: sharedWgsl,
  buffers: { a: 'read', b: 'read', within: 'read', offsets: 'read', counts: 'read_write' },
  params: { task: 'Grid', a: 'Grid', b: 'Grid', within: 'Grid', count: 'u32' },
  constants: ['WITHIN', 'PERIODIC'],
  workgroup: [64, 1, 1],
});

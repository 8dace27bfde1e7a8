import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import simplePoint from './shared/simple_point.wgsl?raw';
import wgsl from './skeleton.wgsl?raw';

/**
 * One pass of a thinning, in place. `MARK` 1: notes the voxels that may go, seen from a direction (0 … 5: −z,
 * +z, −y, +y, −x, +x). `MARK` 0: takes those of a subfield (bits x, y, z: parities) away that still may.
 * `progress[0]` is the last turn (from 1) in which anything went; two turns later nothing is done.
 */
export const skeletonPass = kernel({
  name: 'skeleton',
  wgsl,
  modules: { ...sharedWgsl, simple_point: simplePoint },
  buffers: { bits: 'read_write', candidates: 'read_write', progress: 'read_write' },
  params: { grid: 'Grid', direction: 'u32', subfield: 'u32', turn: 'u32' },
  constants: ['MARK', 'KEEP_ENDS'],
  workgroup: [16, 4, 1],
});

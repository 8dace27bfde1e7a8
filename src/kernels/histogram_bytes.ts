import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './histogram_bytes.wgsl?raw';

/** Voxels that a workgroup of {@link histogramBytes} takes. */
export const GROUP_BYTES = 32 * 32 * 32;

/** Counts 8-bit voxels, one bin for each of the 256 keys, without an atomic per voxel. */
export const histogramBytes = kernel({
  name: 'histogram_bytes',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', within: 'read', quads: 'read', counts: 'read_write' },
  params: { task: 'Grid', src: 'Grid', within: 'Grid' },
  constants: ['SRC_DTYPE', 'HAS_WITHIN', 'WIDE', 'FLAT'],
  workgroup: [32, 1, 1],
});

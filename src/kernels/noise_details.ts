import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './noise_details.wgsl?raw';

/** Counts that {@link noiseDetails} keeps: one for each upper half of a positive finite float's bits. */
export const DETAIL_COUNTS = 0x7f80;

/** Counts the magnitudes of Haar details of blocks of 2³ voxels; one block per invocation. */
export const noiseDetails = kernel({
  name: 'noise_details',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', counts: 'read_write' },
  params: { src: 'Grid', first: 'vec3u', blocks: 'vec3u', step: 'vec3u' },
  constants: ['SRC_DTYPE'],
  workgroup: [64, 1, 1],
});

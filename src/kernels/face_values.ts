import { kernel } from '../gpu/index.js';
import wgsl from './face_values.wgsl?raw';
import { sharedWgsl } from './shared/index.js';

/** Keeps 32-bit voxels on faces of the volume (bits in the order x0, x1, y0, y1, z0, z1) and clears the others. */
export const faceValues = kernel({
  name: 'face_values',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', faces: 'u32' },
  constants: [],
  workgroup: [64, 1, 1],
});

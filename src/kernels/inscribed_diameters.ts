import { kernel } from '../gpu/index.js';
import wgsl from './inscribed_diameters.wgsl?raw';
import { ballWgsl } from './shared/balls.js';

/** Squared diameters of the largest balls about all voxels, from squared distances to the background. */
export const inscribedDiameters = kernel({
  name: 'inscribed_diameters',
  wgsl,
  modules: ballWgsl,
  buffers: { squares: 'read', dst: 'write' },
  params: { grid: 'Grid', weights: 'vec3u' },
  constants: ['OUTSIDE'],
  workgroup: [16, 4, 1],
});

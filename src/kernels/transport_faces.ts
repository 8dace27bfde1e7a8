import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './transport_faces.wgsl?raw';

/** Conductances of all faces between voxels of phases with a coefficient each, where a mask is set: harmonic means, times the weights; at the ends of the axis those of half a voxel.  */
export const transportFaces = kernel({
  name: 'transport_faces',
  wgsl,
  modules: sharedWgsl,
  buffers: {
    mask: 'read',
    phases: 'read',
    coefficients: 'read',
    gx: 'write',
    gy: 'write',
    gz: 'write',
  },
  params: {
    mask: 'Grid',
    phases: 'Grid',
    axis: 'u32',
    weights: 'vec3f',
    unused: 'f32',
    wrap: 'vec3u',
  },
  constants: [],
  workgroup: [256, 1, 1],
});

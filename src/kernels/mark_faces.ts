import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './mark_faces.wgsl?raw';

/** Sets in `marks` the bit of a face for every id on that face of a box of labels. */
export const markFaces = kernel({
  name: 'mark_faces',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', marks: 'read_write' },
  params: { src: 'Grid', origin: 'vec3u', size: 'vec3u', face: 'u32' },
  constants: [],
  workgroup: [256, 1, 1],
});

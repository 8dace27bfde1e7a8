import { kernel } from '../gpu/index.js';
import { eightsWgsl } from './shared/eights.js';
import wgsl from './laplacian_eights.wgsl?raw';

/** Slices that one invocation of {@link laplacianEights} owns, of so many rows. */
export const LAPLACIAN_BLOCK = { rows: 2, slices: 16 } as const;

/** As {@link laplacianQuads}, for rows of whole quads of words, of a multiple of eight voxels. */
export const laplacianEights = kernel({
  name: 'laplacian_eights',
  wgsl,
  modules: eightsWgsl,
  buffers: { src: 'read', dst: 'write' },
  params: { src: 'Grid', dst: 'Grid', weights: 'vec3f', border_value: 'f32' },
  constants: ['SRC_DTYPE', 'BORDER'],
  workgroup: [64, 1, 1],
});

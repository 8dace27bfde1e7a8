import { kernel } from '../gpu/index.js';
import { quadWgsl } from './shared/quad.js';
import wgsl from './window_keys.wgsl?raw';

/** Quads before and behind the voxels of a row: windows reach at most so many voxels times four. */
export const MARGIN_QUADS = 2;

/** Keys of a box and of its margins, by the border rule, as rows of whole quads; a quad per invocation. */
export const windowKeys = kernel({
  name: 'window_keys',
  wgsl,
  modules: quadWgsl,
  buffers: { src: 'read', dst: 'write' },
  params: {
    src: 'Grid',
    origin: 'vec3u',
    quads: 'u32',
    rows: 'u32',
    slices: 'u32',
    margin_y: 'u32',
    margin_z: 'u32',
    border_raw: 'u32',
  },
  constants: ['DTYPE', 'BORDER'],
  workgroup: [64, 1, 1],
});

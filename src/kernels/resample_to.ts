import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './resample_to.wgsl?raw';

/**
 * A grid sampled at positions that are an affine map of the voxels of `dst`: the nearest voxel (TAPS of 1, both
 * dtypes the same) or weighted sums of TAPS³ voxels, to f32. Positions are 64-bit integers in units of 2⁻⁴⁰ voxel of
 * the source, in low and high words along x, y, z: where the first voxel lies, and how far a step along each axis goes.
 * `fill` holds the bits of the border's constant in DST_DTYPE.
 */
export const resampleTo = kernel({
  name: 'resample_to',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', dst: 'write' },
  params: {
    src: 'Grid',
    dst: 'Grid',
    x_low: 'vec3u',
    x_high: 'vec3u',
    y_low: 'vec3u',
    y_high: 'vec3u',
    z_low: 'vec3u',
    z_high: 'vec3u',
    start_low: 'vec3u',
    start_high: 'vec3u',
    fill: 'u32',
  },
  constants: ['SRC_DTYPE', 'DST_DTYPE', 'BORDER', 'TAPS'],
  workgroup: [64, 1, 1],
});

import { kernel } from '../gpu/index.js';
import { quadWgsl } from './shared/quad.js';
import conversion from './shared/conversion.wgsl?raw';
import wgsl from './cast_flat.wgsl?raw';

/**
 * As {@link cast} of volumes whose rows have no pads, where what is cast follows in both buffers without a gap:
 * `units` times sixteen voxels where one of the dtypes has 8 bits or one, else eight; from bits to 8 bits 32. `first`: the first quad of words
 * of the source.
 */
export const castFlat = kernel({
  name: 'cast_flat',
  wgsl,
  modules: { ...quadWgsl, conversion },
  buffers: { src: 'read', dst: 'write' },
  params: { first: 'u32', units: 'u32' },
  constants: ['SRC_DTYPE', 'DST_DTYPE'],
  workgroup: [64, 1, 1],
});

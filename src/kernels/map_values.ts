import { kernel } from '../gpu/index.js';
import { quadWgsl } from './shared/quad.js';
import wgsl from './map_values.wgsl?raw';

/** Codes of what {@link mapValues} does. */
export const MAP_CODE = { clip: 0, mirror: 1, linear: 2 } as const;

/**
 * A function of each value, a quad per invocation. Clip: keys to `lo` … `hi`. Mirror: `lo` − v, as bits.
 * Linear: (v − start) · gain + offset in f32, kept between `least` and `most`; `dst` is f32.
 */
export const mapValues = kernel({
  name: 'map_values',
  wgsl,
  modules: quadWgsl,
  buffers: { src: 'read', dst: 'write' },
  params: {
    src: 'Grid',
    dst: 'Grid',
    lo: 'u32',
    hi: 'u32',
    start: 'f32',
    gain: 'f32',
    offset: 'f32',
    least: 'f32',
    most: 'f32',
  },
  constants: ['SRC_DTYPE', 'DST_DTYPE', 'MODE'],
  workgroup: [64, 1, 1],
});

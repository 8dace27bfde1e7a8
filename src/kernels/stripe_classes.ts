import { kernel } from '../gpu/index.js';
import { levelsWgsl } from './shared/levels.js';
import wgsl from './stripe_classes.wgsl?raw';

/** Per line, block and slice: how many levels lie outside of a mask and their sum, then the same inside. */
export const stripeClasses = kernel({
  name: 'stripe_classes',
  wgsl,
  modules: levelsWgsl,
  buffers: { src: 'read', classes: 'read', sums: 'write' },
  params: {
    src: 'Grid',
    classes: 'Grid',
    tasks: 'vec3u',
    first: 'vec3u',
    length: 'u32',
    blocks: 'u32',
    start: 'f32',
    gain: 'f32',
  },
  constants: ['SRC_DTYPE', 'ALONG'],
  workgroup: [64, 1, 1],
});

import { kernel } from '../gpu/index.js';
import { levelsWgsl } from './shared/levels.js';
import wgsl from './stripe_medians.wgsl?raw';

/** Words that {@link stripeMedians} stores per line and block. */
export const MEDIAN_ROW = 4;
/** What it adds to a difference of levels. */
export const MEDIAN_OFFSET = 65536;

/**
 * The median, along stripes, of the difference in level between a line and the next: per line, block
 * and slice m + {@link MEDIAN_OFFSET}, #(< m), #(= m) and n. Block b is of the voxels ⌊b · length /
 * blocks⌋ to before the next one's.
 */
export const stripeMedians = kernel({
  name: 'stripe_medians',
  wgsl,
  modules: levelsWgsl,
  buffers: { src: 'read', medians: 'write' },
  params: {
    src: 'Grid',
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

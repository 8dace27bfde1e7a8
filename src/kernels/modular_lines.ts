import { kernel } from '../gpu/index.js';
import { modularWgsl } from './shared/modular.js';
import wgsl from './modular_lines.wgsl?raw';

/** Numbers that a workgroup of {@link modularLines} holds at most: 16 KiB. */
export const MOST_MODULAR_NUMBERS = 4096;

/**
 * The Fourier transform of lines along an axis over the whole numbers modulo a prime, in place. `twiddles` holds 2^32 times the
 * powers of a root of unity of the lines' order, a power of two. With `reversed_input` 0 results come in bit-reversed order; with 1
 * that is the order of the input. `lines` of the box `size` are done along the other axes, 2^log_lines by a workgroup. No scaling.
 */
export const modularLines = kernel({
  name: 'modular_lines',
  wgsl,
  modules: modularWgsl,
  buffers: { twiddles: 'read', data: 'read_write' },
  params: {
    size: 'vec3u',
    prime: 'u32',
    lines: 'vec3u',
    inverse: 'u32',
    log_length: 'u32',
    log_lines: 'u32',
    axis: 'u32',
    reversed_input: 'u32',
  },
  constants: [],
  workgroup: [256, 1, 1],
});

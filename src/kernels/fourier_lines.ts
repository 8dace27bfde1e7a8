import { kernel } from '../gpu/index.js';
import wgsl from './fourier_lines.wgsl?raw';

/** Complex numbers that a workgroup of {@link fourierLines} holds at most: 16 KiB. */
export const MOST_NUMBERS = 2048;

/**
 * The discrete Fourier transform of every line along an axis, in place: Σ a(j) exp(−2πi jk/n), or its
 * inverse. `twiddles` holds exp(−2πi k/n) for k < n/2; n is a power of two.
 */
export const fourierLines = kernel({
  name: 'fourier_lines',
  wgsl,
  buffers: { twiddles: 'read', data: 'read_write' },
  params: { size: 'vec3u' },
  constants: ['AXIS', 'INVERSE', 'LENGTH', 'LOG_LENGTH', 'LINES', 'NUMBERS'],
  workgroup: [64, 1, 1],
});

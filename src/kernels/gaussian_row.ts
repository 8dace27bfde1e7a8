import { kernel } from '../gpu/index.js';
import { eightsWgsl } from './shared/eights.js';
import { MOST_UNROLLED, rowWgsl } from './shared/unrolled.js';
import wgsl from './gaussian_row.wgsl?raw';

/** Voxels along x that one invocation of {@link gaussianRows} owns. */
export const ROW_BLOCK = 64;

/**
 * Symmetric or antisymmetric weighted sums along x, any dtype to f32, for volumes and rows of a multiple of
 * eight voxels and of four words; that of radius r at r − 1.
 */
export const gaussianRows = Array.from({ length: MOST_UNROLLED }, (_, i) =>
  kernel({
    name: `gaussian_row_${String(i + 1)}`,
    wgsl,
    modules: { ...eightsWgsl, row: rowWgsl(i + 1) },
    buffers: { src: 'read', weights: 'read', dst: 'write' },
    params: { src: 'Grid', dst: 'Grid', border_value: 'f32' },
    constants: ['SRC_DTYPE', 'BORDER', 'ODD'],
    workgroup: [64, 1, 1],
  }),
);

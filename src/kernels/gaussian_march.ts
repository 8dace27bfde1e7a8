import { kernel } from '../gpu/index.js';
import { marchWgsl, MOST_UNROLLED } from './shared/unrolled.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './gaussian_march.wgsl?raw';

/** Quads along the axis that one invocation of {@link gaussianMarches} owns. */
export const MARCH_BLOCK = 64;

/**
 * Symmetric or antisymmetric weighted sums along y or z of f32 in rows of whole quads; that of radius r at
 * r − 1.
 */
export const gaussianMarches = Array.from({ length: MOST_UNROLLED }, (_, i) =>
  kernel({
    name: `gaussian_march_${String(i + 1)}`,
    wgsl,
    modules: { ...sharedWgsl, march: marchWgsl(i + 1) },
    buffers: { src: 'read', weights: 'read', dst: 'write' },
    params: { src: 'Grid', dst: 'Grid', border_value: 'f32' },
    constants: ['AXIS', 'BORDER', 'ODD'],
    workgroup: [64, 1, 1],
  }),
);

import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './histogram_edges.wgsl?raw';

/** Most bins that {@link histogramEdges} takes. */
export const MOST_BINS = 4096;

/**
 * Counts floats in bins whose edges are given as order-preserving keys. `counts` holds the values
 * below, above, NaN, then the bins. `COPIES` is a power of two; bins · COPIES is at most `WORDS`, which is at most 4096.
 */
export const histogramEdges = kernel({
  name: 'histogram_edges',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', within: 'read', edges: 'read', counts: 'read_write' },
  params: { task: 'Grid', src: 'Grid', within: 'Grid', start: 'f32', scale: 'f32', bins: 'u32' },
  constants: ['HAS_WITHIN', 'COPIES', 'WORDS', 'EQUAL'],
  workgroup: [256, 1, 1],
});

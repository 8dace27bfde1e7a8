import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './components_runs.wgsl?raw';

/** Bits where runs of equal values start along x, their counts, and the foreground bits of a grid of values. */
export const componentsRuns = kernel({
  name: 'components_runs',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', foreground: 'write', runs: 'write', tile_runs: 'write' },
  params: { src: 'Grid', bits: 'Grid' },
  constants: ['SRC_DTYPE', 'ZERO_IS_BACKGROUND'],
  workgroup: [64, 1, 1],
});

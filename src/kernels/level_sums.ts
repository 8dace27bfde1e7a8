import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import wgsl from './level_sums.wgsl?raw';

/** Voxels that a workgroup of {@link levelSums} takes: their keys' sum fits a word. */
export const GROUP_VOXELS = 64 * 16 * 32;

/**
 * Counts the 16-bit voxels of a box from each of up to eight keys on and sums their keys, and counts the keys
 * `first … first + length − 1` one by one. `sums` holds, from zero, of all voxels and from each edge on:
 * 9 counts, 9 sums of the low halves of sums of keys, 9 of the high halves; then the complement of the least
 * key in 16 bits, the greatest key, and the counts of keys.
 */
export const levelSums = kernel({
  name: 'level_sums',
  wgsl,
  modules: sharedWgsl,
  buffers: { src: 'read', within: 'read', quads: 'read', sums: 'read_write' },
  params: {
    task: 'Grid',
    src: 'Grid',
    within: 'Grid',
    low_edges: 'vec4u',
    high_edges: 'vec4u',
    first: 'u32',
    length: 'u32',
  },
  constants: ['SRC_DTYPE', 'HAS_WITHIN', 'WIDE', 'FLAT', 'EDGES'],
  workgroup: [64, 1, 1],
});

/** Words of the `sums` of {@link levelSums} before the counts of keys. */
export const SUM_WORDS = 29;

import { kernel } from '../gpu/index.js';
import { objectWgsl } from './shared/object_slots.js';
import wgsl from './object_cells.wgsl?raw';

/** Cells of the block that one workgroup of {@link objectCells} owns. */
export const CELLS_BLOCK = [32, 16, 16] as const;

/** Words that a kind of cell adds: 14 counters of half a word in 7, two sums with a sign, and one that grows to two words. */
export const CELL_WORDS = { packed: 7, signed: 2, all: 10 } as const;

/** A cell may add this much at most to the sum that grows: the 8,192 cells of a block fit a word. */
export const CELL_LONG_MOST = 2 ** 19 - 1;

/**
 * Adds up, for every object, weights of the cells of 2×2×2 voxels that it has a part of: `weights` holds ten words for each of the
 * 256 shapes of a part (bit x + 2 y + 4 z). Cells of one value alone are left out. Fields of the table, each of `ids` words
 * and added to from zero: 0 … 13 counters, 14 and 15 sums with a sign, 16 a long sum (low, high).
 */
export const objectCells = kernel({
  name: 'object_cells',
  wgsl,
  modules: objectWgsl,
  buffers: { labels: 'read', weights: 'read', table: 'read_write' },
  params: { labels: 'Grid', first: 'vec3u', end: 'vec3u', ids: 'u32' },
  constants: [],
  workgroup: [64, 1, 1],
});

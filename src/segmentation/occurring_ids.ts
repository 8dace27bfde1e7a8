import { yields } from '../recipe/meta.js';
import { declareOp, input } from '../recipe/op.js';

/** Ids up to this one are marked in a bitset, of 4 MiB at most; greater ones go to a hash table. */
export const GREATEST_MARKED = 2 ** 25 - 1;

/**
 * The ids of labels that occur, without 0, in ascending order, as a Uint32Array. Exact. One pass
 * over 4 B/voxel; a bit per id is read back per brick. Where ids reach 2²⁵, they are gathered in a
 * hash table of about one to four slots of 4 bytes for each of them (1 MiB at least), which is read
 * back; a pass more for every time that it turns out too small and is made four times as large.
 * Throws `limit` where a table is more than the GPU binds.
 */
export const occurringIds = declareOp({
  name: 'occurringIds',
  kind: 'reduce',
  inputs: { labels: input('labels') },
  params: {},
  exactness: 'exact',
  result: () => yields.plain<Uint32Array>(),
});

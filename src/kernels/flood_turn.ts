import { kernel } from '../gpu/index.js';
import wgsl from './flood_turn.wgsl?raw';

/**
 * Begins a turn. `counts` holds the lengths of queues: `awake` becomes a dispatch over one of them, of a workgroup per
 * `each` of its entries, then its length; another queue, to be filled, gets the length 0.
 */
export const floodTurn = kernel({
  name: 'flood_turn',
  wgsl,
  buffers: { counts: 'read_write', awake: 'write' },
  params: { from_queue: 'u32', to_queue: 'u32', each: 'u32' },
  constants: [],
  workgroup: [1, 1, 1],
});

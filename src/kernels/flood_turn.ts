import { kernel } from '../gpu/index.js';
import wgsl from './flood_turn.wgsl?raw';

/**
 * Begins a turn over blocks. `counts` holds the lengths of queues of blocks: `awake` becomes a dispatch over one of
 * them, then its length, and another, to be filled, gets the length 0.
 */
export const floodTurn = kernel({
  name: 'flood_turn',
  wgsl,
  buffers: { counts: 'read_write', awake: 'write' },
  params: { from_queue: 'u32', to_queue: 'u32' },
  constants: [],
  workgroup: [1, 1, 1],
});

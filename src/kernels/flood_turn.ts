import { kernel } from '../gpu/index.js';
import wgsl from './flood_turn.wgsl?raw';

/**
 * Begins a turn of a flood. `counts` holds the lengths of two queues of blocks, of which the turn works off that of
 * `half` and fills the other; `awake` a dispatch over the first, then its length.
 */
export const floodTurn = kernel({
  name: 'flood_turn',
  wgsl,
  buffers: { counts: 'read_write', awake: 'write' },
  params: { half: 'u32' },
  constants: [],
  workgroup: [1, 1, 1],
});

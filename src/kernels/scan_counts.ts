import { kernel } from '../gpu/index.js';
import wgsl from './scan_counts.wgsl?raw';

/** Makes of each count the sum of those before it, in place, and states the total; one workgroup. */
export const scanCounts = kernel({
  name: 'scan_counts',
  wgsl,
  buffers: { counts: 'read_write', state: 'read_write' },
  params: { length: 'u32', per_group: 'u32', total_at: 'u32', with_dispatch: 'u32' },
  constants: [],
  workgroup: [256, 1, 1],
});

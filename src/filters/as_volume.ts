import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input } from '../recipe/op.js';

/**
 * A mask, phases or labels as a volume of numbers: a mask as u8 0 and 1, phases as their u8 codes,
 * labels as their u32 ids. One pass: 1.125 B/voxel for a mask, 2 for phases, 8 for labels.
 */
export const asVolume = declareOp({
  name: 'asVolume',
  kind: 'map',
  inputs: { grid: input('mask', 'phases', 'labels') },
  params: {},
  exactness: 'exact',
  result: ({ grid: { size, spacing, unit, origin, kind } }): GridMeta => ({
    kind: 'volume',
    storage: kind === 'labels' ? 'u32' : 'u8',
    size,
    spacing,
    unit,
    origin,
  }),
});

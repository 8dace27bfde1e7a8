import { kernel } from '../gpu/index.js';
import { sharedWgsl } from './shared/index.js';
import medianKey from './shared/median_key.wgsl?raw';
import { rank3Wgsl } from './shared/rank3_network.js';
import wgsl from './rank3.wgsl?raw';

const describe = (rank: number) =>
  kernel({
    name: `rank3_${String(rank)}`,
    wgsl,
    modules: { ...sharedWgsl, median_key: medianKey, rank3_network: rank3Wgsl(rank) },
    buffers: { src: 'read', dst: 'write' },
    params: { src: 'Grid', dst: 'Grid', border_raw: 'u32' },
    constants: ['DTYPE', 'CONSTANT_BORDER'],
    workgroup: [64, 1, 1],
  });

const made = new Map<number, ReturnType<typeof describe>>();

/**
 * Values of a rank (0 … 26) of 3×3×3 windows by a selection network on sorted columns, eight voxels per
 * invocation: 840 minima and maxima for the median.
 */
export function rank3(rank: number): ReturnType<typeof describe> {
  const known = made.get(rank) ?? describe(rank);
  made.set(rank, known);
  return known;
}

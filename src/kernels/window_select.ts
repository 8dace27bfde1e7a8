import { kernel } from '../gpu/index.js';
import { windowNetworkWgsl } from './shared/window_network.js';
import { windowQuadsWgsl } from './shared/window_quads.js';
import wgsl from './window_select.wgsl?raw';

const describe = (halves: readonly number[], rank: number) =>
  kernel({
    name: `window_select_${halves.join('')}_${String(rank)}`,
    wgsl,
    modules: { ...windowQuadsWgsl, network: windowNetworkWgsl(halves, rank) },
    buffers: { keys: 'read', window: 'read', dst: 'write' },
    params: { dst: 'Grid', first_slice: 'u32', slices: 'u32', quads: 'u32', margin_y: 'u32' },
    constants: ['DTYPE'],
    workgroup: [64, 1, 1],
  });

const made = new Map<string, ReturnType<typeof describe>>();

/**
 * As `windowRank` for one rank of windows whose rows reach `halves` voxels, at most 4, to either side, shortest
 * first: by a selection network in registers, so of few values.
 */
export function windowSelect(halves: readonly number[], rank: number): ReturnType<typeof describe> {
  const key = `${halves.join(' ')}, ${String(rank)}`;
  const known = made.get(key) ?? describe(halves, rank);
  made.set(key, known);
  return known;
}

import { kernel } from '../../gpu/index.js';
import { windowNetworkWgsl } from '../shared/window_network.js';
import { windowSelectTemplate } from './index.js';

const describe = (halves: readonly number[], rank: number) =>
  kernel({
    ...windowSelectTemplate,
    name: `window_select_${halves.join('')}_${String(rank)}`,
    modules: { ...windowSelectTemplate.modules, network: windowNetworkWgsl(halves, rank) },
  });

const made = new Map<string, ReturnType<typeof describe>>();

/**
 * The values of a rank of windows whose rows reach `halves` voxels, at most 4, to either side,
 * shortest first.
 */
export function windowSelect(halves: readonly number[], rank: number): ReturnType<typeof describe> {
  const key = `${halves.join(' ')}, ${String(rank)}`;
  const known = made.get(key) ?? describe(halves, rank);
  made.set(key, known);
  return known;
}

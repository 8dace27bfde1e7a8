import { kernel } from '../../gpu/index.js';
import { rank3Wgsl } from '../shared/rank3_network.js';
import { rank3Template } from './index.js';

const describe = (rank: number) =>
  kernel({
    ...rank3Template,
    name: `rank3_${String(rank)}`,
    modules: { ...rank3Template.modules, rank3_network: rank3Wgsl(rank) },
  });

const made = new Map<number, ReturnType<typeof describe>>();

/** Values of a rank (0 … 26) of 3×3×3 windows. */
export function rank3(rank: number): ReturnType<typeof describe> {
  const known = made.get(rank) ?? describe(rank);
  made.set(rank, known);
  return known;
}

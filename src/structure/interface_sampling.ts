// The 95 % intervals of interfaces per volume.
import { growRegion, map3, volumeOf, type Vec3 } from '../recipe/geometry.js';
import { yields } from '../recipe/meta.js';
import { declareOp, gridMeta, input, makeNode, valueInput, type Node } from '../recipe/op.js';
import { LATER_NEIGHBOURS } from '../stats/later_neighbours.js';
import type { Face } from '../segmentation/choose_labels.js';
import { activeNode } from './active_phases.js';
import {
  interfaces,
  MOST_SAMPLED_PHASES,
  type InterfaceEstimator,
  type InterfacesValue,
} from './interfaces.js';

/**
 * Interfaces per volume with their 95 % intervals, as {@link InterfacesValue} with `sampling` of
 * every pair: the crossings of each pair in at most 32³ cells, and from them the interval as of a
 * surface (`surfaceSampling`). Of more than 8 phases none are given.
 *
 * Exact counts, f64 on the host. One pass of 1 B/voxel, 4 B per cell and pair read back (128 KiB a
 * pair), and two transforms of 2¹⁸ numbers per pair on the host.
 */
export const interfaceSampling = declareOp({
  name: 'interfaceSampling',
  kind: 'reduce',
  inputs: { phases: input('phases'), areas: valueInput<InterfacesValue>() },
  params: { estimator: interfaces.params.estimator },
  exactness: 'exact',
  result: () => yields.result<InterfacesValue>(),
  needs: (region, { phases }) => ({ phases: growRegion(region, [1, 1, 1], phases.size) }),
  notes: () => ({
    interval:
      '95 %, relative variance from the covariance of crossings, logarithmic scale; sampling only, not segmentation nor voxels',
  }),
});

/**
 * The node of {@link interfaces} of phases, with intervals where there are few enough phases; or of
 * those `within` a region, without.
 */
export function interfacesNode(
  phases: Node,
  {
    active,
    ...params
  }: {
    readonly active?: Readonly<Partial<Record<string, readonly Face[]>>> | undefined;
    readonly estimator?: InterfaceEstimator | undefined;
  },
  within?: Node,
) {
  const areas = makeNode(
    interfaces,
    { phases, active: activeNode('interfaces', phases, active), within },
    params,
  );
  if (within !== undefined) return areas;
  if (Object.keys(gridMeta(phases).phases ?? {}).length > MOST_SAMPLED_PHASES) return areas;
  return makeNode(interfaceSampling, { phases, areas }, params);
}

/**
 * For each cell of a volume the pairs of neighbours whose first voxel it holds, weighted by their
 * direction (weights by later neighbour).
 */
export function pairsOfCells(size: Vec3, edge: number, weights: readonly number[]): Float64Array {
  const cells = map3((i) => Math.ceil(size[i] / edge));
  const pairs = new Float64Array(volumeOf(cells));
  // Along an axis, voxels of each cell that have a partner at −1, 0 or 1.
  const along = (n: number, d: number): number[] =>
    Array.from({ length: Math.ceil(n / edge) }, (_, i) => {
      const [first, end] = [Math.max(i * edge, -d), Math.min((i + 1) * edge, n, n - d)];
      return Math.max(0, end - first);
    });
  LATER_NEIGHBOURS.forEach((offset, k) => {
    const [xs, ys, zs] = [0, 1, 2].map((i) => along(size[i]!, offset[i]!)) as [
      number[],
      number[],
      number[],
    ];
    let at = 0;
    for (const z of zs)
      for (const y of ys)
        for (const x of xs) {
          pairs[at]! += weights[k]! * x * y * z;
          at += 1;
        }
  });
  return pairs;
}

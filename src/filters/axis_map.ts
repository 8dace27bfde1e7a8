// Border rules (reflect, nearest, constant) as index maps of an axis.
import type { Region, Vec3 } from '../recipe/geometry.js';
import { map3 } from '../recipe/geometry.js';
import type { Border } from './border.js';

/**
 * The index that a border rule reads for index i of an axis of n voxels; −1 where it is the
 * constant. As `border_index` in `border.wgsl`.
 */
export function borderIndex(i: number, n: number, border: Border): number {
  if (i >= 0 && i < n) return i;
  if (border === 'constant') return -1;
  if (border === 'nearest') return Math.min(n - 1, Math.max(0, i));
  const period = 2 * n;
  const j = ((i % period) + period) % period;
  return j < n ? j : period - 1 - j;
}

/** The index in the source, or −1, of each index of the result along one axis. */
export type AxisMap = (index: number) => number;

/** The indices that a region of the result takes from the source: x, then y, then z. */
export function axisIndices(
  maps: readonly [AxisMap, AxisMap, AxisMap],
  region: Region,
): Int32Array<ArrayBuffer> {
  const indices = new Int32Array(region.size[0] + region.size[1] + region.size[2]);
  let at = 0;
  maps.forEach((map, axis) => {
    for (let i = 0; i < region.size[axis]!; i += 1) indices[at++] = map(region.origin[axis]! + i);
  });
  return indices;
}

/** The box of the source that lists of indices per axis touch; one voxel where none does. */
export function boxOfIndices(touched: (axis: 0 | 1 | 2) => Iterable<number>, size: Vec3): Region {
  const low = [0, 0, 0];
  const high = [0, 0, 0];
  for (const axis of [0, 1, 2] as const) {
    let [least, most] = [Infinity, -Infinity];
    for (const index of touched(axis)) {
      if (index < 0) continue;
      least = Math.min(least, index);
      most = Math.max(most, index);
    }
    [low[axis], high[axis]] = most < 0 ? [0, 0] : [least, Math.min(most, size[axis] - 1)];
  }
  return { origin: map3((i) => low[i]!), size: map3((i) => high[i]! - low[i]! + 1) };
}

/** The box of the source that a region of the result takes by axis maps. */
export function boxOfMaps(
  maps: readonly [AxisMap, AxisMap, AxisMap],
  region: Region,
  size: Vec3,
): Region {
  return boxOfIndices(
    (axis) =>
      Array.from({ length: region.size[axis] }, (_, i) => maps[axis](region.origin[axis] + i)),
    size,
  );
}

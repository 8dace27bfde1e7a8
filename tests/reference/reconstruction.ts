import type { Vec3 } from '../../src/recipe/geometry.js';

/** Indices of the neighbours of a voxel. */
function around([nx, ny, nz]: Vec3, reach: number): (i: number) => number[] {
  return (i) => {
    const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / nx / ny)];
    const found: number[] = [];
    for (let c = -1; c <= 1; c++)
      for (let b = -1; b <= 1; b++)
        for (let a = -1; a <= 1; a++) {
          const apart = Math.abs(a) + Math.abs(b) + Math.abs(c);
          const [u, v, w] = [x + a, y + b, z + c];
          if (apart === 0 || apart > reach) continue;
          if (u < 0 || v < 0 || w < 0 || u >= nx || v >= ny || w >= nz) continue;
          found.push((w * ny + v) * nx + u);
        }
    return found;
  };
}

const REACH = { 6: 1, 18: 2, 26: 3 } as const;

/** Dilates the seed under the volume, one step of all voxels at a time, until nothing changes. */
export function reconstructTwin(
  values: ArrayLike<number>,
  seed: ArrayLike<number>,
  size: Vec3,
  by: 'dilation' | 'erosion',
  connectivity: 6 | 18 | 26,
): number[] {
  const near = around(size, REACH[connectivity]);
  const sign = by === 'dilation' ? 1 : -1;
  const ground = Array.from(values, (v) => sign * v);
  let state = Array.from(seed, (v, i) => Math.min(sign * v, ground[i]!));
  for (;;) {
    const next = state.map((own, i) => {
      if (Number.isNaN(ground[i])) return NaN;
      const reached = near(i).map((j) => state[j]!);
      const most = Math.max(own, ...reached.filter((v) => !Number.isNaN(v)));
      return Math.min(ground[i]!, most);
    });
    if (next.every((v, i) => Object.is(v, state[i]))) break;
    state = next;
  }
  return state.map((v) => (v === 0 ? 0 : sign * v));
}

/**
 * Regional maxima of `values` that stand out by `h`: from each voxel, everything that is above its
 * value less h is walked; it is one if that holds nothing higher than itself, and the volume's
 * range is at least h.
 */
export function maximaTwin(
  values: ArrayLike<number>,
  size: Vec3,
  connectivity: 6 | 18 | 26,
  h = 0,
): Uint8Array {
  const near = around(size, REACH[connectivity]);
  const list = Array.from(values);
  const range = Math.max(...list) - Math.min(...list);
  return Uint8Array.from(list, (own, start) => {
    if (range === 0 || range < h) return 0;
    const seen = new Set([start]);
    const open = [start];
    while (open.length > 0)
      for (const j of near(open.pop()!)) {
        if (list[j]! > own) {
          // Reached without going down by h (with h of 0: without going down at all).
          return 0;
        }
        if (seen.has(j) || !(h === 0 ? own === list[j] : list[j]! > own - h)) continue;
        seen.add(j);
        open.push(j);
      }
    return 1;
  });
}

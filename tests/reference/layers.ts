import type { Vec3 } from '../../src/recipe/geometry.js';

/** First and last voxel and number of voxels of every column along an axis, voxel by voxel. */
export function extentsTwin(
  bits: Uint8Array,
  size: Vec3,
  axis: 0 | 1 | 2,
): { first: number; last: number; count: number }[] {
  const [u, v] = [0, 1, 2].filter((a) => a !== axis) as [0 | 1 | 2, 0 | 1 | 2];
  const columns = Array.from({ length: size[u] * size[v] }, () => ({
    first: 0,
    last: 0,
    count: 0,
  }));
  bits.forEach((bit, i) => {
    if (bit === 0) return;
    const p = [i % size[0], Math.floor(i / size[0]) % size[1], Math.floor(i / size[0] / size[1])];
    const column = columns[p[v]! * size[u] + p[u]!]!;
    if (column.count === 0) column.first = p[axis]!;
    column.last = p[axis]!;
    column.count += 1;
  });
  return columns;
}

/**
 * The median of what is there in a square window about each place of a map; NaN where there is
 * nothing.
 */
export function medianTwin(
  values: ArrayLike<number>,
  isThere: (place: number) => boolean,
  [nu, nv]: readonly [number, number],
  width: number,
): number[] {
  const reach = (width - 1) / 2;
  return Array.from({ length: nu * nv }, (_, place) => {
    const [u, v] = [place % nu, Math.floor(place / nu)];
    const near: number[] = [];
    for (let j = Math.max(0, v - reach); j <= Math.min(nv - 1, v + reach); j++)
      for (let i = Math.max(0, u - reach); i <= Math.min(nu - 1, u + reach); i++)
        if (isThere(j * nu + i)) near.push(values[j * nu + i]!);
    near.sort((a, b) => a - b);
    const n = near.length;
    return n === 0 ? NaN : (near[Math.floor((n - 1) / 2)]! + near[Math.floor(n / 2)]!) / 2;
  });
}

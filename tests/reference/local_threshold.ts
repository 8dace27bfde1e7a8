import type { Vec3 } from '../../src/recipe/geometry.js';

/** A rule for a threshold from the mean and the standard deviation of a window. */
export interface LocalRule {
  readonly method: 'mean' | 'niblack' | 'sauvola';
  readonly offset?: number;
  readonly k?: number;
  readonly r?: number;
}

function outside(i: number, n: number, border: string): number {
  if (border === 'nearest') return Math.min(Math.max(i, 0), n - 1);
  const j = ((i % (2 * n)) + 2 * n) % (2 * n);
  return j < n ? j : 2 * n - 1 - j;
}

/**
 * By how much each voxel is above its threshold, from two sums over its window (of voxels in a
 * mask) in f64.
 */
export function localThresholdTwin(
  values: ArrayLike<number>,
  [nx, ny, nz]: Vec3,
  window: Vec3,
  { method, offset = 0, k = 0.2, r = 1 }: LocalRule,
  border: string,
  within?: ArrayLike<number>,
): Float64Array {
  const [rx, ry, rz] = window.map((n) => (n - 1) / 2) as [number, number, number];
  return Float64Array.from({ length: nx * ny * nz }, (_, i) => {
    const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / nx / ny)];
    const inside: number[] = [];
    const add = (at: number): void => {
      if (within?.[at] !== 0) inside.push(values[at]!);
    };
    for (let c = z - rz; c <= z + rz; c++)
      for (let b = y - ry; b <= y + ry; b++)
        for (let a = x - rx; a <= x + rx; a++)
          add((outside(c, nz, border) * ny + outside(b, ny, border)) * nx + outside(a, nx, border));
    if (inside.length === 0) return -Infinity;
    const mean = inside.reduce((sum, v) => sum + v, 0) / inside.length;
    const variance = inside.reduce((sum, v) => sum + (v - mean) ** 2, 0) / inside.length;
    const s = Math.sqrt(variance);
    const t = {
      mean: mean - offset,
      niblack: mean - k * s,
      sauvola: mean * (1 + k * (s / r - 1)),
    }[method];
    return values[i]! - t;
  });
}

import type { Vec3 } from '../../src/recipe/geometry.js';

/** Voxels of a line along an axis, for each line. */
export function linesOf(bits: ArrayLike<number>, [nx, ny, nz]: Vec3, axis: 0 | 1 | 2): number[][] {
  const n = [nx, ny, nz][axis]!;
  const lines = new Map<string, number[]>();
  for (let i = 0; i < bits.length; i++) {
    const p = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / nx / ny)];
    const at = p[axis]!;
    p[axis] = 0;
    const key = p.join();
    if (!lines.has(key)) lines.set(key, new Array<number>(n).fill(0));
    lines.get(key)![at] = bits[i]!;
  }
  return [...lines.values()];
}

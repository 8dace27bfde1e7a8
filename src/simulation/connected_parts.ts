// Connected parts of materials, as tetrahedra between voxels join them.
import type { Vec3 } from '../recipe/geometry.js';

/** Steps along the edges of the tetrahedra of a cell, and back: 14 neighbours. */
const STEPS = [1, 2, 3, 4, 5, 6, 7].flatMap((mask): Vec3[] => {
  const step: Vec3 = [mask & 1, (mask >> 1) & 1, (mask >> 2) & 1];
  return [step, [-step[0], -step[1], -step[2]]];
});

/** The part of every voxel, numbered from 0 in raster order, and the code of every part. */
export function connectedParts(
  data: ArrayLike<number>,
  [nx, ny, nz]: Vec3,
): { readonly parts: Int32Array; readonly codes: readonly number[] } {
  const parts = new Int32Array(data.length).fill(-1);
  const codes: number[] = [];
  const reached: number[] = [];
  for (let first = 0; first < data.length; first += 1) {
    if (parts[first] !== -1) continue;
    const part = codes.length;
    codes.push(data[first]!);
    parts[first] = part;
    reached.push(first);
    for (let i = reached.pop(); i !== undefined; i = reached.pop()) {
      const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / nx / ny)];
      for (const [dx, dy, dz] of STEPS) {
        const [u, v, w] = [x + dx, y + dy, z + dz];
        if (u < 0 || v < 0 || w < 0 || u >= nx || v >= ny || w >= nz) continue;
        const j = (w * ny + v) * nx + u;
        if (parts[j] !== -1 || data[j] !== codes[part]) continue;
        parts[j] = part;
        reached.push(j);
      }
    }
  }
  return { parts, codes };
}

import type { Vec3 } from '../../src/recipe/geometry.js';

/** What counts as an object: mask voxels; labels but 0; every code of phases. */
export type Objects = 'mask' | 'labels' | 'phases';

/**
 * Distance from every voxel to the nearest voxel of another value, by trying all of them, in f64.
 * With `background`, a shell of one voxel around the volume is another value too (not along axes of
 * one voxel). Infinity where none is. To the centre of the other voxel, or to its nearest point.
 */
export function distanceTwin(
  values: ArrayLike<number>,
  size: Vec3,
  options: {
    kind: Objects;
    spacing?: Vec3;
    border?: 'open' | 'background';
    to?: 'centres' | 'faces';
  },
): Float64Array {
  const [nx, ny, nz] = size;
  const [sx, sy, sz] = options.spacing ?? [1, 1, 1];
  const [mx, my, mz] = [nx, ny, nz].map((n) =>
    n > 1 && options.border === 'background' ? 1 : 0,
  ) as [number, number, number];
  const away = (k: number): number =>
    options.to === 'faces' ? Math.max(0, Math.abs(k) - 0.5) : Math.abs(k);
  const out = new Float64Array(nx * ny * nz);
  const at = (x: number, y: number, z: number): number => values[(z * ny + y) * nx + x]!;
  for (let z = 0; z < nz; z += 1)
    for (let y = 0; y < ny; y += 1)
      for (let x = 0; x < nx; x += 1) {
        const own = at(x, y, z);
        let best = Infinity;
        for (let w = -mz; w < nz + mz; w += 1)
          for (let v = -my; v < ny + my; v += 1)
            for (let u = -mx; u < nx + mx; u += 1) {
              const inside = u >= 0 && v >= 0 && w >= 0 && u < nx && v < ny && w < nz;
              if (inside && at(u, v, w) === own) continue;
              best = Math.min(
                best,
                (away(u - x) * sx) ** 2 + (away(v - y) * sy) ** 2 + (away(w - z) * sz) ** 2,
              );
            }
        const background = own === 0 && options.kind !== 'phases';
        out[(z * ny + y) * nx + x] = background ? 0 : Math.sqrt(best);
      }
  return out;
}

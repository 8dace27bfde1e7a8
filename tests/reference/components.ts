import type { Vec3 } from '../../src/recipe/geometry.js';

/** Offsets to the neighbours of a voxel: |dx| + |dy| + |dz| is at most 1 (6), 2 (18) or 3 (26). */
function neighbours(connectivity: 6 | 18 | 26): Vec3[] {
  const reach = { 6: 1, 18: 2, 26: 3 }[connectivity];
  const found: Vec3[] = [];
  for (let z = -1; z <= 1; z++)
    for (let y = -1; y <= 1; y++)
      for (let x = -1; x <= 1; x++) {
        const steps = Math.abs(x) + Math.abs(y) + Math.abs(z);
        if (steps > 0 && steps <= reach) found.push([x, y, z]);
      }
  return found;
}

/**
 * Connected components of equal values by flood fill from each voxel in raster order that has no
 * label yet. Value 0 is background unless `zeroCounts`.
 */
export function componentsTwin(
  data: ArrayLike<number>,
  [nx, ny, nz]: Vec3,
  connectivity: 6 | 18 | 26,
  zeroCounts = false,
): Uint32Array {
  const labels = new Uint32Array(data.length);
  const around = neighbours(connectivity);
  let label = 0;
  for (let seed = 0; seed < data.length; seed++) {
    if (labels[seed] !== 0 || (data[seed] === 0 && !zeroCounts)) continue;
    label++;
    labels[seed] = label;
    const open = [seed];
    while (open.length > 0) {
      const at = open.pop()!;
      const x = at % nx;
      const y = Math.floor(at / nx) % ny;
      const z = Math.floor(at / (nx * ny));
      for (const [dx, dy, dz] of around) {
        const u = x + dx;
        const v = y + dy;
        const w = z + dz;
        if (u < 0 || v < 0 || w < 0 || u >= nx || v >= ny || w >= nz) continue;
        const to = (w * ny + v) * nx + u;
        if (labels[to] !== 0 || data[to] !== data[at]) continue;
        labels[to] = label;
        open.push(to);
      }
    }
  }
  return labels;
}

/** How many voxels each id has. */
export function sizesTwin(labels: Iterable<number>): Map<number, number> {
  const sizes = new Map<number, number>();
  for (const label of labels) if (label !== 0) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  return sizes;
}

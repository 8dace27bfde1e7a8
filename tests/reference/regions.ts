// Twins of measures in a region, plain loops over all voxels.
import type { Vec3 } from '../../src/recipe/geometry.js';

/** A grid of voxels as plain numbers, x fastest. */
export interface Voxels {
  readonly size: Vec3;
  readonly data: ArrayLike<number>;
}

/** A voxel of a grid; 0 outside. */
export function voxelAt(
  { size: [nx, ny, nz], data }: Voxels,
  x: number,
  y: number,
  z: number,
): number {
  if (x < 0 || y < 0 || z < 0 || x >= nx || y >= ny || z >= nz) return 0;
  return data[(z * ny + y) * nx + x]!;
}

/** Values of the voxels that a mask holds. */
export function valuesIn({ data }: Voxels, mask: Voxels): number[] {
  return Array.from(data).filter((_, i) => mask.data[i] !== 0);
}

/** Ids of the objects that belong to a region, by a rule. */
export function objectsInside(labels: Voxels, region: Voxels, rule: string): number[] {
  const [nx, ny] = labels.size;
  const sums = new Map<number, { n: number; at: number[]; inside: number }>();
  Array.from(labels.data).forEach((id, i) => {
    if (id === 0) return;
    const own = sums.get(id) ?? { n: 0, at: [0, 0, 0], inside: 0 };
    sums.set(id, own);
    own.n += 1;
    own.inside += region.data[i] === 0 ? 0 : 1;
    [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))].forEach((p, k) => {
      own.at[k]! += p;
    });
  });
  const holdsCentre = ({ n, at }: { n: number; at: number[] }): boolean => {
    // The voxel nearest to the mean index, of two equally near ones the upper: in whole numbers.
    const [x, y, z] = at.map((sum) => Math.floor((2 * sum + n) / (2 * n)));
    return voxelAt(region, x!, y!, z!) !== 0;
  };
  return [...sums]
    .filter(([, own]) => {
      if (rule === 'whole') return own.inside === own.n;
      if (rule === 'centre') return holdsCentre(own);
      return own.inside > 0;
    })
    .map(([id]) => id)
    .sort((a, b) => a - b);
}

/** Pairs of face neighbours of two objects, of which both lie in a region: 'a,b' to their number. */
export function contactsInside(labels: Voxels, region: Voxels): Map<string, number> {
  const [nx, ny, nz] = labels.size;
  const found = new Map<string, number>();
  for (let z = 0; z < nz; z += 1)
    for (let y = 0; y < ny; y += 1)
      for (let x = 0; x < nx; x += 1)
        for (const [dx, dy, dz] of [
          [1, 0, 0],
          [0, 1, 0],
          [0, 0, 1],
        ] as const) {
          const a = voxelAt(labels, x, y, z);
          const b = voxelAt(labels, x + dx, y + dy, z + dz);
          if (a === b || a === 0 || b === 0) continue;
          if (voxelAt(region, x, y, z) === 0 || voxelAt(region, x + dx, y + dy, z + dz) === 0)
            continue;
          const pair = [Math.min(a, b), Math.max(a, b)].join();
          found.set(pair, (found.get(pair) ?? 0) + 1);
        }
  return found;
}

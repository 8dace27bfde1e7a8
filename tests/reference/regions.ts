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

/** Chords of a mask along an axis in a region: their lengths, and whether the border cuts them. */
export function chordsInside(
  mask: Voxels,
  region: Voxels,
  axis: 0 | 1 | 2,
): { readonly length: number; readonly cut: boolean }[] {
  const found: { length: number; cut: boolean }[] = [];
  const { size } = mask;
  const others = ([0, 1, 2] as const).filter((i) => i !== axis);
  for (let a = 0; a < size[others[0]!]; a += 1)
    for (let b = 0; b < size[others[1]!]; b += 1) {
      const at = (of: Voxels, i: number): number => {
        const p = [0, 0, 0];
        p[axis] = i;
        p[others[0]!] = a;
        p[others[1]!] = b;
        return voxelAt(of, p[0]!, p[1]!, p[2]!);
      };
      for (let i = 0; i < size[axis]; i += 1) {
        const isIn = (k: number): boolean => at(mask, k) !== 0 && at(region, k) !== 0;
        if (!isIn(i) || isIn(i - 1)) continue;
        let length = 1;
        while (isIn(i + length)) length += 1;
        // What lies next to the ends is outside of the region, or in it and not in the mask.
        found.push({ length, cut: at(region, i - 1) === 0 || at(region, i + length) === 0 });
      }
    }
  return found;
}

/** Of segments of r voxels along an axis that lie in a region, the part that lies in a mask too. */
export function segmentsInside(mask: Voxels, region: Voxels, axis: 0 | 1 | 2): number[] {
  const [nx, ny, nz] = mask.size;
  const step = [0, 1, 2].map((i) => (i === axis ? 1 : 0));
  const probability: number[] = [];
  for (let r = 1; r <= mask.size[axis]; r += 1) {
    let [all, set] = [0, 0];
    for (let z = 0; z < nz; z += 1)
      for (let y = 0; y < ny; y += 1)
        for (let x = 0; x < nx; x += 1) {
          let [inRegion, inMask] = [true, true];
          for (let k = 0; k < r; k += 1) {
            const [u, v, w] = [x + k * step[0]!, y + k * step[1]!, z + k * step[2]!];
            if (voxelAt(region, u, v, w) === 0) inRegion = false;
            if (voxelAt(mask, u, v, w) === 0) inMask = false;
          }
          if (!inRegion) continue;
          all += 1;
          if (inMask) set += 1;
        }
    if (all === 0) break;
    probability.push(set / all);
  }
  return probability;
}

/**
 * Pairs of voxels of a region at a distance of about k steps (k − ½ ≤ r / step < k + ½), one of
 * each two opposite pairs, and those with the first in one mask and the second in the other, in
 * either order.
 */
export function pairsInside(
  [a, b]: readonly [Voxels, Voxels],
  region: Voxels,
  bins: number,
  along?: 0 | 1 | 2,
): { readonly pairs: number[]; readonly both: number[]; readonly differ: number[] } {
  const [nx, ny] = region.size;
  const inside: (readonly [number, number, number, number])[] = [];
  Array.from(region.data).forEach((set, i) => {
    if (set !== 0) inside.push([i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny)), i]);
  });
  const list = (): number[] => new Array<number>(bins).fill(0);
  const [pairs, both, differ] = [list(), list(), list()];
  inside.forEach(([x, y, z, i], first) => {
    for (const [u, v, w, j] of inside.slice(first)) {
      const d = [u - x, v - y, w - z];
      if (along !== undefined && d.some((n, k) => k !== along && n !== 0)) continue;
      const bin = Math.floor(Math.hypot(...d) + 0.5);
      if (bin >= bins) continue;
      pairs[bin]! += 1;
      both[bin]! += a.data[i]! * b.data[j]! + b.data[i]! * a.data[j]!;
      if (a.data[i] !== a.data[j]) differ[bin]! += 1;
    }
  });
  return { pairs, both, differ };
}

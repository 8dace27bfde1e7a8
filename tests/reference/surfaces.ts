import type { Vec3 } from '../../src/recipe/geometry.js';

type At = (x: number, y: number, z: number) => number;

function reader(bits: ArrayLike<number>, [nx, ny, nz]: Vec3): At {
  return (x, y, z) =>
    x < 0 || y < 0 || z < 0 || x >= nx || y >= ny || z >= nz ? 0 : bits[(z * ny + y) * nx + x]!;
}

/**
 * Area of the faces between set voxels and others; beyond the volume none ('open') or background
 * ('closed').
 */
export function facesTwin(
  bits: ArrayLike<number>,
  size: Vec3,
  [sx, sy, sz]: Vec3,
  border: 'open' | 'closed',
): number {
  const at = reader(bits, size);
  const [nx, ny, nz] = size;
  const steps = [
    [1, 0, 0, sy * sz],
    [0, 1, 0, sx * sz],
    [0, 0, 1, sx * sy],
  ] as const;
  let area = 0;
  for (let z = -1; z < nz; z++)
    for (let y = -1; y < ny; y++)
      for (let x = -1; x < nx; x++)
        for (const [a, b, c, face] of steps) {
          const [u, v, w] = [x + a, y + b, z + c];
          const inside = Math.min(x, y, z) >= 0 && u < nx && v < ny && w < nz;
          if (border === 'open' && !inside) continue;
          if (at(x, y, z) !== at(u, v, w)) area += face;
        }
  return area;
}

/** The Euler number by counting the elements of the complex one by one. */
export function eulerTwin(bits: ArrayLike<number>, size: Vec3, connectivity: 6 | 26): number {
  const at = reader(bits, size);
  const [nx, ny, nz] = size;
  let sum = 0;
  // An element is a box of 1 or 2 voxels along each axis; its sign is that of its dimension.
  for (const wx of [1, 2])
    for (const wy of [1, 2])
      for (const wz of [1, 2]) {
        const wide = wx + wy + wz - 3;
        const sign = (connectivity === 6 ? wide : 3 - wide) % 2 === 0 ? 1 : -1;
        for (let z = -1; z < nz; z++)
          for (let y = -1; y < ny; y++)
            for (let x = -1; x < nx; x++) {
              const voxels: number[] = [];
              for (let c = 0; c < wz; c++)
                for (let b = 0; b < wy; b++)
                  for (let a = 0; a < wx; a++) voxels.push(at(x + a, y + b, z + c));
              const holds =
                connectivity === 6 ? voxels.every((v) => v === 1) : voxels.some((v) => v === 1);
              if (holds) sum += sign;
            }
      }
  return sum;
}

/**
 * The Euler number with an open border: every element inside the volume counts by as many halves as
 * there are axes across which it lies on the border.
 */
export function openEulerTwin(bits: ArrayLike<number>, size: Vec3, connectivity: 6 | 26): number {
  const at = reader(bits, size);
  let sum = 0;
  for (let kind = 0; kind < 8; kind++) {
    const wide = [kind & 1, (kind >> 1) & 1, kind >> 2] as const;
    const dimension = wide[0] + wide[1] + wide[2];
    const sign = (connectivity === 6 ? dimension : 3 - dimension) % 2 === 0 ? 1 : -1;
    for (let z = 0; z + wide[2] < size[2]; z++)
      for (let y = 0; y + wide[1] < size[1]; y++)
        for (let x = 0; x + wide[0] < size[0]; x++) {
          const corners: number[] = [];
          for (let c = 0; c <= wide[2]; c++)
            for (let b = 0; b <= wide[1]; b++)
              for (let a = 0; a <= wide[0]; a++) corners.push(at(x + a, y + b, z + c));
          const holds =
            connectivity === 6 ? corners.every((v) => v === 1) : corners.some((v) => v === 1);
          const onBorder = [x, y, z].filter(
            (n, i) => wide[i] === 0 && (n === 0 || n === size[i]! - 1),
          ).length;
          if (holds) sum += sign / 2 ** onBorder;
        }
  }
  return sum;
}

/**
 * Of each value the voxels in a run of one or two equal ones along some axis; 'open': a run that
 * reaches the border goes on.
 */
export function thinTwin(
  values: ArrayLike<number>,
  size: Vec3,
  border: 'open' | 'closed',
  counts: (i: number) => boolean = () => true,
): Map<number, number> {
  const strides = [1, size[0], size[0] * size[1]] as const;
  const thin = new Set<number>();
  for (const axis of [0, 1, 2] as const)
    for (let i = 0; i < values.length; i++) {
      const place = Math.floor(i / strides[axis]) % size[axis];
      if (place > 0 && values[i - strides[axis]] === values[i]) continue;
      let end = place + 1;
      while (end < size[axis] && values[i + (end - place) * strides[axis]] === values[i]) end++;
      const cut = border === 'open' && (place === 0 || end === size[axis]);
      if (end - place > 2 || cut) continue;
      for (let k = 0; k < end - place; k++) thin.add(i + k * strides[axis]);
    }
  const found = new Map<number, number>();
  for (const i of thin) if (counts(i)) found.set(values[i]!, (found.get(values[i]!) ?? 0) + 1);
  return found;
}

/** Cells of 2×2×2 voxels of each kind. */
export function cellsTwin(
  bits: ArrayLike<number>,
  size: Vec3,
  border: 'open' | 'closed',
): Float64Array {
  const at = reader(bits, size);
  const [nx, ny, nz] = size;
  const counts = new Float64Array(256);
  const first = border === 'closed' ? -1 : 0;
  const back = border === 'closed' ? 0 : 1;
  for (let z = first; z < nz - back; z++)
    for (let y = first; y < ny - back; y++)
      for (let x = first; x < nx - back; x++) {
        let code = 0;
        for (let k = 0; k < 8; k++) code |= at(x + (k & 1), y + ((k >> 1) & 1), z + (k >> 2)) << k;
        counts[code]! += 1;
      }
  return counts;
}

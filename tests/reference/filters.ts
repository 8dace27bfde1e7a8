import { makeArray, type Dtype, type GridArray } from '../../src/recipe/dtype.js';
import type { Vec3 } from '../../src/recipe/geometry.js';

type Border = 'reflect' | 'nearest' | 'constant';

/** The index that a border rule reads, by stepping back in; undefined where it is the constant. */
export function borderTwin(index: number, n: number, border: Border): number | undefined {
  let i = index;
  while (i < 0 || i >= n) {
    if (border === 'constant') return undefined;
    if (border === 'nearest') i = i < 0 ? 0 : n - 1;
    else i = i < 0 ? -1 - i : 2 * n - 1 - i;
  }
  return i;
}

/** Visits every voxel in memory order. */
function forEach(
  [nx, ny, nz]: Vec3,
  visit: (x: number, y: number, z: number, i: number) => void,
): void {
  for (let z = 0; z < nz; z++)
    for (let y = 0; y < ny; y++) for (let x = 0; x < nx; x++) visit(x, y, z, (z * ny + y) * nx + x);
}

/** Order of values: −0 below +0, NaN above all. */
function compare(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  if (a === 0 && b === 0) return Number(Object.is(b, -0)) - Number(Object.is(a, -0));
  return a - b;
}

/** Median of the size³ window by sorting it. */
export function medianTwin(
  data: GridArray,
  dtype: Dtype,
  size: Vec3,
  window: number,
  border: Border,
  value: number,
): GridArray {
  const r = (window - 1) / 2;
  const [nx, ny, nz] = size;
  const out = makeArray(dtype, data.length);
  forEach(size, (x, y, z, i) => {
    const values: number[] = [];
    for (let dz = -r; dz <= r; dz++)
      for (let dy = -r; dy <= r; dy++)
        for (let dx = -r; dx <= r; dx++) {
          const [u, v, w] = [
            borderTwin(x + dx, nx, border),
            borderTwin(y + dy, ny, border),
            borderTwin(z + dz, nz, border),
          ];
          const outside = u === undefined || v === undefined || w === undefined;
          values.push(outside ? value : data[(w * ny + v) * nx + u]!);
        }
    out[i] = values.sort(compare)[(values.length - 1) / 2]!;
  });
  return out;
}

/** Gaussian of standard deviations in voxels, axis by axis in f64. */
export function gaussianTwin(
  data: GridArray,
  size: Vec3,
  sigma: Vec3,
  truncate: number,
  border: Border,
  value: number,
): Float64Array {
  let from = Float64Array.from(data);
  for (const axis of [0, 1, 2] as const) {
    const radius = Math.floor(truncate * sigma[axis] + 0.5);
    const weights: number[] = [];
    for (let d = -radius; d <= radius; d++)
      weights.push(Math.exp(-(d * d) / (2 * sigma[axis] ** 2)));
    const total = weights.reduce((a, b) => a + b, 0);
    const to = new Float64Array(from.length);
    forEach(size, (x, y, z, i) => {
      const p = [x, y, z];
      weights.forEach((weight, k) => {
        const j = borderTwin(p[axis]! + k - radius, size[axis], border);
        const at = [...p];
        at[axis] = j ?? 0;
        const v = j === undefined ? value : from[(at[2]! * size[1] + at[1]!) * size[0] + at[0]!]!;
        to[i]! += (weight / total) * v;
      });
    });
    from = to;
  }
  return from;
}

/** A value in another dtype: saturating, to the nearest, halves to even, NaN to 0. */
export function castTwin(value: number, dtype: Dtype): number {
  if (dtype === 'f32') return Math.fround(value);
  if (Number.isNaN(value)) return 0;
  const bits = Number(dtype.slice(1));
  const [min, max] = dtype.startsWith('u')
    ? [0, 2 ** bits - 1]
    : [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
  const floor = Math.floor(value);
  const part = value - floor;
  const up = part > 0.5 || (part === 0.5 && floor % 2 !== 0);
  return Math.min(max, Math.max(min, up ? floor + 1 : floor)) + 0;
}

/** Sum over the axes of second differences between neighbours, each over spacing². */
export function laplacianTwin(
  data: ArrayLike<number>,
  size: Vec3,
  spacing: Vec3,
  border: Border,
  value: number,
): Float64Array<ArrayBuffer> {
  const out = new Float64Array(data.length);
  const strides = [1, size[0], size[0] * size[1]] as const;
  forEach(size, (x, y, z, i) => {
    for (const axis of [0, 1, 2] as const) {
      const at = [x, y, z][axis]!;
      const [before, after] = [at - 1, at + 1].map((j) => {
        const held = borderTwin(j, size[axis], border);
        return held === undefined ? value : data[i + (held - at) * strides[axis]]!;
      });
      out[i]! += (before! - 2 * data[i]! + after!) / spacing[axis] ** 2;
    }
  });
  return out;
}

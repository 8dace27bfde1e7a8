import type { GridArray } from '../../src/recipe/dtype.js';
import type { Axis, Vec3 } from '../../src/recipe/geometry.js';
import { castTwin } from './filters.js';
import { borderTwin } from './filters.js';
import { compareValues, type BorderRule } from './windows.js';

/** Makes an array of a size from a function of the position. */
export function fill<T extends GridArray | Float64Array>(
  like: T,
  [nx, ny, nz]: Vec3,
  f: (x: number, y: number, z: number) => number,
): T {
  const out = new (like.constructor as new (n: number) => T)(nx * ny * nz);
  let i = 0;
  for (let z = 0; z < nz; z++)
    for (let y = 0; y < ny; y++) for (let x = 0; x < nx; x++) out[i++] = f(x, y, z);
  return out;
}

/** Reads a voxel by a border rule. */
export function reader(data: GridArray, size: Vec3, border: BorderRule, value: number) {
  return (x: number, y: number, z: number): number => {
    const u = borderTwin(x, size[0], border);
    const v = borderTwin(y, size[1], border);
    const w = borderTwin(z, size[2], border);
    if (u === undefined || v === undefined || w === undefined) return value;
    return data[(w * size[1] + v) * size[0] + u]!;
  };
}

/** A grid mirrored along axes. */
export function flipTwin<T extends GridArray>(data: T, size: Vec3, axes: readonly Axis[]): T {
  const at = reader(data, size, 'constant', NaN);
  const turn = (axis: Axis, i: number, n: number): number => (axes.includes(axis) ? n - 1 - i : i);
  return fill(data, size, (x, y, z) =>
    at(turn('x', x, size[0]), turn('y', y, size[1]), turn('z', z, size[2])),
  );
}

/** Weight of a voxel at a distance from the sample, in voxels. */
function weight(method: 'linear' | 'cubic', distance: number): number {
  const d = Math.abs(distance);
  if (method === 'linear') return Math.max(0, 1 - d);
  if (d <= 1) return 1.5 * d ** 3 - 2.5 * d ** 2 + 1;
  return d < 2 ? -0.5 * d ** 3 + 2.5 * d ** 2 - 4 * d + 2 : 0;
}

/** The value at a position between voxels, in f64. */
export function sampleTwin(
  at: (x: number, y: number, z: number) => number,
  p: readonly number[],
  method: 'nearest' | 'linear' | 'cubic',
): number {
  if (method === 'nearest')
    return at(...(p.map((c) => Math.floor(c + 0.5)) as [number, number, number]));
  const near = p.map(Math.floor);
  let sum = 0;
  for (let dz = -1; dz <= 2; dz++)
    for (let dy = -1; dy <= 2; dy++)
      for (let dx = -1; dx <= 2; dx++) {
        const q = [near[0]! + dx, near[1]! + dy, near[2]! + dz] as [number, number, number];
        const w = q.reduce((product, c, axis) => product * weight(method, c - p[axis]!), 1);
        if (w !== 0) sum += w * at(...q);
      }
  return sum;
}

/** Samples of a grid: scale is the distance of two samples in voxels. In f64. */
export function resampleTwin(
  data: GridArray,
  size: Vec3,
  outSize: Vec3,
  scale: Vec3,
  method: 'nearest' | 'linear' | 'cubic',
  border: BorderRule,
  value: number,
): Float64Array {
  const at = reader(data, size, border, value);
  return fill(new Float64Array(0), outSize, (...index) => {
    const p = index.map((n, axis) => (n + 0.5) * scale[axis]! - 0.5);
    return sampleTwin(at, p, method);
  });
}

/** What a grid's voxels are and where they lie. */
export interface GridTwin {
  readonly size: Vec3;
  readonly spacing: Vec3;
  readonly origin: Vec3;
}

/** A grid of cubes at the world's origin, where nothing else is said. */
export function gridTwin(
  size: Vec3,
  spacing: Vec3 = [1, 1, 1],
  origin: Vec3 = [0, 0, 0],
): GridTwin {
  return { size, spacing, origin };
}

/**
 * A grid on the voxels of another: the 3 × 4 matrix takes world points of the target to those of
 * the source. In f64.
 */
export function resampleToTwin(
  data: GridArray,
  source: GridTwin,
  target: GridTwin,
  matrix: readonly number[],
  method: 'nearest' | 'linear' | 'cubic',
  border: BorderRule,
  value: number,
): Float64Array {
  const at = reader(data, source.size, border, value);
  return fill(new Float64Array(0), target.size, (...index) => {
    const [x, y, z] = index.map((n, axis) => target.origin[axis]! + n * target.spacing[axis]!);
    const p = [0, 4, 8].map((row, axis) => {
      const point =
        matrix[row]! * x! + matrix[row + 1]! * y! + matrix[row + 2]! * z! + matrix[row + 3]!;
      return (point - source.origin[axis]!) / source.spacing[axis]!;
    });
    return sampleTwin(at, p, method);
  });
}

/** Blocks of voxels as one. */
export function binTwin<T extends GridArray>(
  data: T,
  size: Vec3,
  factor: Vec3,
  by: 'mean' | 'mode',
  dtype: Parameters<typeof castTwin>[1],
): T {
  const at = reader(data, size, 'constant', NaN);
  const outSize = size.map((n, i) => Math.floor(n / factor[i]!)) as [number, number, number];
  return fill(data, outSize, (x, y, z) => {
    const values: number[] = [];
    for (let k = 0; k < factor[2]; k++)
      for (let j = 0; j < factor[1]; j++)
        for (let i = 0; i < factor[0]; i++)
          values.push(at(x * factor[0] + i, y * factor[1] + j, z * factor[2] + k));
    if (by === 'mean') return castTwin(values.reduce((a, b) => a + b, 0) / values.length, dtype);
    values.sort(compareValues);
    let best = values[0]!;
    let most = 0;
    for (const v of values) {
      const count = values.filter((other) => compareValues(other, v) === 0).length;
      if (count > most) [best, most] = [v, count];
    }
    return best;
  });
}

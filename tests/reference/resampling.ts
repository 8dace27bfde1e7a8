import type { GridArray } from '../../src/recipe/dtype.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { fill, reader, sampleTwin, type GridTwin } from './geometry.js';
import type { BorderRule } from './windows.js';

/** How values between voxels are made. */
export interface Sampled {
  readonly method: 'nearest' | 'linear' | 'cubic';
  readonly border: BorderRule;
  readonly value: number;
}

/** Slices unrolled: angle along x, radius along y, by the definition. In f64. */
export function polarTwin(
  data: GridArray,
  { size, spacing, origin }: GridTwin,
  centre: (slice: number) => readonly [number, number],
  rays: {
    readonly from: number;
    readonly step: number;
    readonly radii: number;
    readonly angles: number;
  },
  { method, border, value }: Sampled,
): Float64Array {
  const at = reader(data, size, border, value);
  return fill(new Float64Array(0), [rays.angles, rays.radii, size[2]], (i, j, k) => {
    const [x, y] = centre(k);
    const angle = (2 * Math.PI * i) / rays.angles;
    const radius = rays.from + j * rays.step;
    const p = [
      (x + radius * Math.cos(angle) - origin[0]) / spacing[0],
      (y + radius * Math.sin(angle) - origin[1]) / spacing[1],
    ];
    // What is a whole voxel but for the last digits is one.
    return sampleTwin(at, [...p.map((each) => Math.round(each * 1e9) / 1e9), k], method);
  });
}

/** A grid where displacements of another grid's voxels say. In f64. */
export function warpTwin(
  data: GridArray,
  source: GridTwin,
  field: GridTwin,
  displacements: readonly (ArrayLike<number> | undefined)[],
  { method, border, value }: Sampled,
): Float64Array {
  const at = reader(data, source.size, border, value);
  let voxel = -1;
  return fill(new Float64Array(0), field.size, (...index) => {
    voxel += 1;
    const by = displacements.map((each) => each?.[voxel] ?? 0);
    if (!by.every(Number.isFinite)) return value;
    const p = index.map((n, axis) => {
      const place = field.origin[axis]! + n * field.spacing[axis]! + by[axis]!;
      return Math.round(((place - source.origin[axis]!) / source.spacing[axis]!) * 1e7) / 1e7;
    });
    return sampleTwin(at, p, method);
  });
}

/** Smooth displacements up to `most` along an axis. */
export function wave([nx, ny, nz]: Vec3, most: number, phase: number): Float32Array<ArrayBuffer> {
  const out = fill(
    new Float32Array(0),
    [nx, ny, nz],
    (x, y, z) => most * Math.sin(0.31 * x + 0.17 * y + 0.53 * z + phase),
  );
  return out;
}

import type { Vec3 } from '../../src/recipe/geometry.js';
import { borderTwin } from './filters.js';

type Border = 'reflect' | 'nearest' | 'constant';
type Reader = (x: number, y: number, z: number) => number;

function reader(data: ArrayLike<number>, size: Vec3, border: Border, value: number): Reader {
  return (...p) => {
    const [x, y, z] = p.map((i, axis) => borderTwin(i, size[axis]!, border));
    if (x === undefined || y === undefined || z === undefined) return value;
    return data[(z * size[1] + y) * size[0] + x]!;
  };
}

function map(
  size: Vec3,
  f: (x: number, y: number, z: number) => number,
): Float64Array<ArrayBuffer> {
  const out = new Float64Array(size[0] * size[1] * size[2]);
  let i = 0;
  for (let z = 0; z < size[2]; z++)
    for (let y = 0; y < size[1]; y++) for (let x = 0; x < size[0]; x++) out[i++] = f(x, y, z);
  return out;
}

/** Visits the offsets of a box that reaches so far to each side. */
function eachOffset(reach: Vec3, visit: (dx: number, dy: number, dz: number) => void): void {
  for (let dz = -reach[2]; dz <= reach[2]; dz++)
    for (let dy = -reach[1]; dy <= reach[1]; dy++)
      for (let dx = -reach[0]; dx <= reach[0]; dx++) visit(dx, dy, dz);
}

/** Bilateral mean over a box; `sigma` in voxels per axis. */
export function bilateralTwin(
  data: ArrayLike<number>,
  size: Vec3,
  sigma: Vec3,
  reach: Vec3,
  contrast: number,
  border: Border,
  value: number,
): Float64Array<ArrayBuffer> {
  const at = reader(data, size, border, value);
  return map(size, (x, y, z) => {
    const own = at(x, y, z);
    if (!Number.isFinite(own)) return own;
    let sum = 0;
    let total = 0;
    eachOffset(reach, (dx, dy, dz) => {
      const v = at(x + dx, y + dy, z + dz);
      if (!Number.isFinite(v)) return;
      const d2 = (dx / sigma[0]) ** 2 + (dy / sigma[1]) ** 2 + (dz / sigma[2]) ** 2;
      const w = Math.exp(-d2 / 2) * Math.exp(-((v - own) ** 2) / (2 * contrast ** 2));
      sum += w * v;
      total += w;
    });
    return sum / total;
  });
}

/** Non-local means with boxes that reach `patch` and `search` voxels. */
export function nonLocalMeansTwin(
  data: ArrayLike<number>,
  size: Vec3,
  patch: Vec3,
  search: Vec3,
  h: number,
  noise: number,
  border: Border,
  value: number,
): Float64Array<ArrayBuffer> {
  const at = reader(data, size, border, value);
  return map(size, (x, y, z) => {
    const own = at(x, y, z);
    if (!Number.isFinite(own)) return own;
    let sum = 0;
    let total = 0;
    eachOffset(search, (dx, dy, dz) => {
      let distance = 0;
      let n = 0;
      eachOffset(patch, (i, j, k) => {
        distance += (at(x + i, y + j, z + k) - at(x + dx + i, y + dy + j, z + dz + k)) ** 2;
        n += 1;
      });
      let w = Math.exp(-Math.max(0, distance / n - 2 * noise ** 2) / h ** 2);
      if (dx === 0 && dy === 0 && dz === 0) w = 1;
      else if (!Number.isFinite(distance)) return;
      sum += w * at(x + dx, y + dy, z + dz);
      total += w;
    });
    return sum / total;
  });
}

const AXES = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
] as const;

/** Smallest spacing, of axes longer than 1, over each. */
function ratios(size: Vec3, spacing: Vec3): number[] {
  const least = Math.min(...spacing.filter((_, axis) => size[axis]! > 1));
  return spacing.map((d) => least / d);
}

/** Perona and Malik's diffusion with the largest stable step. */
export function diffusionTwin(
  data: ArrayLike<number>,
  size: Vec3,
  spacing: Vec3,
  iterations: number,
  contrast: number,
  conduct: (s: number) => number,
): Float64Array<ArrayBuffer> {
  const ratio = ratios(size, spacing);
  const used = ratio.filter((_, axis) => size[axis]! > 1);
  const step = 1 / (2 * used.reduce((sum, r) => sum + r * r, 0));
  let u = Float64Array.from(data);
  for (let i = 0; i < iterations; i++) {
    const at = reader(u, size, 'nearest', 0);
    u = map(size, (x, y, z) => {
      const own = at(x, y, z);
      if (!Number.isFinite(own)) return own;
      let change = 0;
      AXES.forEach(([a, b, c], axis) => {
        for (const side of [-1, 1]) {
          const next = at(x + side * a, y + side * b, z + side * c);
          if (!Number.isFinite(next)) continue;
          const slope = (next - own) * ratio[axis]!;
          change += ratio[axis]! * conduct(slope / contrast) * slope;
        }
      });
      return own + step * change;
    });
  }
  return u;
}

/** Chambolle's dual method after so many steps. */
export function totalVariationTwin(
  data: ArrayLike<number>,
  size: Vec3,
  spacing: Vec3,
  weight: number,
  iterations: number,
): Float64Array<ArrayBuffer> {
  const ratio = ratios(size, spacing);
  const used = ratio.filter((_, axis) => size[axis]! > 1);
  const step = 1 / (2 * used.reduce((sum, r) => sum + r * r, 0));
  let p = AXES.map(() => new Float64Array(data.length));
  const restored = (): Float64Array<ArrayBuffer> => {
    const fields = p.map((field) => reader(field, size, 'constant', 0));
    return map(size, (x, y, z) => {
      let v = data[(z * size[1] + y) * size[0] + x]!;
      AXES.forEach(([a, b, c], axis) => {
        v += ratio[axis]! * (fields[axis]!(x - a, y - b, z - c) - fields[axis]!(x, y, z));
      });
      return v;
    });
  };
  for (let i = 0; i < iterations; i++) {
    const u = reader(restored(), size, 'nearest', 0);
    const slopes = AXES.map(([a, b, c], axis) =>
      map(size, (x, y, z) => {
        const apart = u(x + a, y + b, z + c) - u(x, y, z);
        return Number.isFinite(apart) ? ratio[axis]! * apart : 0;
      }),
    );
    p = p.map((field, axis) =>
      field.map((v, k) => {
        const norm = Math.hypot(slopes[0]![k]!, slopes[1]![k]!, slopes[2]![k]!);
        return (v - step * slopes[axis]![k]!) / (1 + (step / weight) * norm);
      }),
    );
  }
  return restored();
}

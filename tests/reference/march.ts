import type { Vec3 } from '../../src/recipe/geometry.js';

// The march of a volume's surface as plain loops, from its definition: samples every half voxel,
// halving between the last below and the first at the level, a normal of the 27 values around, and
// the light of march.wgsl. Nothing is skipped.

/** Levels 0 … 1 of voxels at their centres, 0.5, 1.5, …; trilinear between, the border repeated. */
export function fieldOf(data: ArrayLike<number>, size: Vec3): (p: Vec3) => number {
  const at = (x: number, y: number, z: number): number => {
    const clamped = [x, y, z].map((v, i) => Math.min(size[i]! - 1, Math.max(0, v)));
    return data[(clamped[2]! * size[1] + clamped[1]!) * size[0] + clamped[0]!]! / 255;
  };
  return (p) => {
    const low = p.map((v) => Math.floor(v - 0.5));
    const w = p.map((v, i) => v - 0.5 - low[i]!);
    let sum = 0;
    for (let n = 0; n < 8; n++) {
      const corner = [n & 1, (n >> 1) & 1, n >> 2];
      const part = corner.reduce((product, c, i) => product * (c ? w[i]! : 1 - w[i]!), 1);
      sum += part * at(low[0]! + corner[0]!, low[1]! + corner[1]!, low[2]! + corner[2]!);
    }
    return sum;
  };
}

/** How a picture's light lies. */
export interface TwinLight {
  /** Where rays go, the picture's down, and where the lamp is; of length 1. */
  readonly toward: Vec3;
  readonly down: Vec3;
  readonly lamp: Vec3;
}

const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const scaled = (v: Vec3, f: number): Vec3 => [v[0] * f, v[1] * f, v[2] * f];
const plus = (a: Vec3, b: Vec3): Vec3 => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const unit = (v: Vec3): Vec3 => scaled(v, 1 / Math.hypot(...v));
const smooth = (from: number, to: number, v: number): number => {
  const t = Math.min(1, Math.max(0, (v - from) / (to - from)));
  return t * t * (3 - 2 * t);
};

/** The grey of a surface's point of colour `color`, 0 … 255. */
export function litTwin(color: number, outward: Vec3, open: number, light: TwinLight): number {
  const normal = dot(outward, light.toward) > 0 ? scaled(outward, -1) : outward;
  const lamp = Math.max(0, dot(normal, light.lamp));
  const above = 0.5 - 0.5 * dot(normal, light.down);
  const amount = (0.4 + 0.16 * above) * open + 0.6 * lamp * (0.35 + 0.65 * open);
  const half = unit(plus(light.lamp, scaled(light.toward, -1)));
  const gleam = Math.max(0, dot(normal, half)) ** 36;
  const facing = smooth(0, 0.6, -dot(normal, light.toward));
  const sum = color * amount * (0.55 + 0.45 * facing) + 0.16 * gleam * open;
  return 255 * Math.min(1, Math.max(0, sum));
}

/**
 * What a ray shows of the surface of a field in the box 0 … size, in voxels of spacing 1: a grey,
 * or undefined beside it.
 */
export function marchTwin(
  field: (p: Vec3) => number,
  size: Vec3,
  level: number,
  color: number,
  origin: Vec3,
  light: TwinLight,
): number | undefined {
  const { toward } = light;
  const near = [0, 1, 2].map((i) => {
    const ends = [-origin[i]! / toward[i]!, (size[i]! - origin[i]!) / toward[i]!];
    return [Math.min(...ends), Math.max(...ends)] as const;
  });
  const start = Math.max(...near.map(([a]) => a));
  const end = Math.min(...near.map(([, b]) => b));
  if (start >= end) return undefined;
  const face = near.findIndex(([a]) => a === start);
  const entry = [0, 1, 2].map((i) => (i === face ? -Math.sign(toward[i]!) : 0)) as never as Vec3;
  const at = (t: number): Vec3 => plus(origin, scaled(toward, t));
  const steps = Math.ceil((end - start) / 0.5);
  for (let i = 0; i <= steps; i++) {
    const t = Math.min(start + 0.5 * i, end);
    if (field(i === 0 ? plus(at(t), scaled(entry, -1e-3)) : at(t)) < level) continue;
    if (i === 0) return litTwin(color, entry, 1, light);
    let [a, b] = [t - 0.5, t];
    for (let n = 0; n < 6; n++) {
      const middle = (a + b) / 2;
      if (field(at(middle)) >= level) b = middle;
      else a = middle;
    }
    return shade(field, level, color, at(b), light);
  }
  return undefined;
}

function shade(
  field: (p: Vec3) => number,
  level: number,
  color: number,
  q: Vec3,
  light: TwinLight,
): number {
  let sum: Vec3 = [0, 0, 0];
  for (let n = 0; n < 27; n++) {
    const o: Vec3 = [(n % 3) - 1, (Math.floor(n / 3) % 3) - 1, Math.floor(n / 9) - 1];
    sum = plus(sum, scaled(o, -Math.exp(-1.1 * dot(o, o)) * field(plus(q, o))));
  }
  const normal = unit(sum);
  const out = dot(normal, light.toward) > 0 ? scaled(normal, -1) : normal;
  let open = 1;
  for (let n = 1; n <= 4; n++) {
    const far = 0.8 * n * n + 1;
    const filled = smooth(0.6, 1.2, field(plus(q, scaled(out, far))) / level);
    open -= (0.22 * filled) / (1 + 0.15 * far);
  }
  return litTwin(color, normal, open, light);
}

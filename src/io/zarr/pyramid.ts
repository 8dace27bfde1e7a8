import type { GridArray } from '../../recipe/dtype.js';
import { dtypeOf, makeArray } from '../../recipe/dtype.js';
import type { Vec3 } from '../../recipe/geometry.js';
import { map3, volumeOf } from '../../recipe/geometry.js';

/** How eight voxels become one. */
export type HalvedBy = 'mean' | 'mode';

/** Voxels of a chunk along every axis, and the bytes that its slices may take. */
const CHUNK = 64;
const SLAB_BYTES = 2 ** 29;

/** One resolution of a pyramid. */
export interface PyramidLevel {
  readonly size: Vec3;
  /** Voxels of the first level that became one, along each axis. */
  readonly factor: Vec3;
  readonly chunk: Vec3;
  /** Voxels that become one in the next level. */
  readonly step: Vec3;
}

/**
 * The levels of a grid: each halves the axes that are longer than a chunk, until none is; what does
 * not fill a pair at the end of an axis is left out, as by `bin`. Chunks have 64 voxels a side;
 * where their slices would take more than 512 MiB, fewer along z, and more along x and y instead.
 */
export function pyramidOf(size: Vec3, bytesPerVoxel: number): readonly PyramidLevel[] {
  const sliceBytes = size[0] * size[1] * bytesPerVoxel;
  let depth = CHUNK;
  // Even, so that no pair of slices is torn.
  while (depth > 2 && depth * sliceBytes > SLAB_BYTES) depth /= 2;
  const side = CHUNK * 2 ** Math.floor(Math.log2(CHUNK / depth) / 2);
  const sides: Vec3 = [side, side, depth];
  const levels: PyramidLevel[] = [];
  let [now, factor]: [Vec3, Vec3] = [size, [1, 1, 1]];
  for (;;) {
    const step = map3((i) => (now[i] > CHUNK ? 2 : 1));
    levels.push({ size: now, factor, chunk: map3((i) => Math.min(sides[i], now[i])), step });
    if (step.every((n) => n === 1)) return levels;
    now = map3((i) => Math.floor(now[i] / step[i]));
    factor = map3((i) => factor[i] * step[i]);
  }
}

/**
 * Blocks of voxels as one each: their mean, of integers rounded to the nearest, halves to the even
 * one; or their most frequent value, the least of several.
 */
export function halved(values: GridArray, size: Vec3, step: Vec3, by: HalvedBy): GridArray {
  const [nx, ny] = size;
  const [mx, my, mz] = map3((i) => Math.floor(size[i] / step[i]));
  const dtype = dtypeOf(values)!;
  const out = makeArray(dtype, mx * my * mz);
  const members: number[] = [];
  for (let z = 0; z < step[2]; z++)
    for (let y = 0; y < step[1]; y++)
      for (let x = 0; x < step[0]; x++) members.push((z * ny + y) * nx + x);
  const count = volumeOf(step);
  const one =
    by === 'mode' ? modeOf(values, members) : meanOf(values, members, count, dtype === 'f32');
  let at = 0;
  for (let z = 0; z < mz; z++)
    for (let y = 0; y < my; y++) {
      let from = (z * step[2] * ny + y * step[1]) * nx;
      for (let x = 0; x < mx; x++, from += step[0]) out[at++] = one(from);
    }
  return out;
}

type OneOf = (from: number) => number;

function meanOf(
  values: GridArray,
  members: readonly number[],
  count: number,
  float: boolean,
): OneOf {
  const sum = (from: number): number => {
    let total = 0;
    for (const member of members) total += values[from + member]!;
    return total / count;
  };
  if (float) return sum;
  return (from) => {
    // Exact, since there are 1, 2, 4 or 8 of them.
    const mean = sum(from);
    const floor = Math.floor(mean);
    const rest = mean - floor;
    return rest > 0.5 || (rest === 0.5 && floor % 2 !== 0) ? floor + 1 : floor;
  };
}

function modeOf(values: GridArray, members: readonly number[]): OneOf {
  return (from) => {
    const first = values[from]!;
    if (members.every((member) => values[from + member] === first)) return first;
    const sorted = members.map((member) => values[from + member]!).sort((a, b) => a - b);
    let [best, most, run] = [first, 0, 0];
    sorted.forEach((value, i) => {
      run = value === sorted[i - 1] ? run + 1 : 1;
      if (run > most) [best, most] = [value, run];
    });
    return best;
  };
}

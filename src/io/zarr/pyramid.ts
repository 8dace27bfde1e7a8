import type { GridArray } from '../../recipe/dtype.js';
import { dtypeOf, DTYPES, makeArray } from '../../recipe/dtype.js';
import type { Vec3 } from '../../recipe/geometry.js';
import { map3 } from '../../recipe/geometry.js';

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
  // Always eight members, some of them twice or more where an axis stays as it is: that changes
  // neither their mean nor which value is the most frequent.
  const [dx, dy, dz] = [step[0] - 1, (step[1] - 1) * nx, (step[2] - 1) * nx * ny];
  const members = [0, dx, dy, dx + dy, dz, dz + dx, dz + dy, dz + dy + dx];
  const one =
    by === 'mode'
      ? modeOf(values, members)
      : DTYPES[dtype].integer
        ? wholeMeanOf(values, members)
        : meanOf(values, members);
  let at = 0;
  for (let z = 0; z < mz; z++)
    for (let y = 0; y < my; y++) {
      let from = (z * step[2] * ny + y * step[1]) * nx;
      for (let x = 0; x < mx; x++, from += step[0]) out[at++] = one(from);
    }
  return out;
}

type OneOf = (from: number) => number;

function meanOf(values: GridArray, members: readonly number[]): OneOf {
  const [, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = members;
  return (i) =>
    (values[i]! +
      values[i + b]! +
      values[i + c]! +
      values[i + d]! +
      values[i + e]! +
      values[i + f]! +
      values[i + g]! +
      values[i + h]!) /
    8;
}

function wholeMeanOf(values: GridArray, members: readonly number[]): OneOf {
  const meanAt = meanOf(values, members);
  return (from) => {
    // Exact, since eighths of sums of 35 bits are.
    const mean = meanAt(from);
    const floor = Math.floor(mean);
    const rest = mean - floor;
    return rest > 0.5 || (rest === 0.5 && floor % 2 !== 0) ? floor + 1 : floor;
  };
}

function modeOf(values: GridArray, members: readonly number[]): OneOf {
  const block = new Float64Array(members.length);
  return (from) => {
    const first = values[from]!;
    let alike = true;
    for (let i = 0; i < 8; i++) {
      const value = values[from + members[i]!]!;
      block[i] = value;
      if (value !== first) alike = false;
    }
    if (alike) return first;
    let [best, most] = [first, 0];
    for (let i = 0; i < 8; i++) {
      const value = block[i]!;
      let count = 0;
      for (let k = 0; k < 8; k++) if (block[k] === value) count++;
      if (count > most || (count === most && value < best)) {
        best = value;
        most = count;
      }
    }
    return best;
  };
}

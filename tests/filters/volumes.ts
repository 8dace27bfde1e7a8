import { DTYPES, makeArray, type Dtype, type GridArray } from '../../src/recipe/dtype.js';
import { volumeOf, type Region, type Vec3 } from '../../src/recipe/geometry.js';

/**
 * Seeded values over the dtype's whole range, its ends and repeats included; f32 with what is
 * special.
 */
export function awkward(dtype: Dtype, size: Vec3, seed = 12345): GridArray {
  const data = makeArray(dtype, volumeOf(size));
  const { integer, min, max } = DTYPES[dtype];
  const special = integer
    ? [min, max, 0, 1, 7, max - 1]
    : [-0, 0, Infinity, -Infinity, NaN, 1.5, -2.5, 1e30];
  let state = seed;
  for (let i = 0; i < data.length; i++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    const spread = integer
      ? Math.floor(min + ((state >>> 8) / 2 ** 24) * (max - min))
      : (state >>> 8) / 1e6 - 8;
    data[i] = state % 5 === 0 ? special[(state >>> 4) % special.length]! : spread;
  }
  return data;
}

/** Seeded f32 values between −100 and 100. */
export function smooth(size: Vec3, seed = 99): Float32Array<ArrayBuffer> {
  let state = seed;
  return Float32Array.from({ length: volumeOf(size) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 32) * 200 - 100;
  });
}

/** The box of a tight array. */
export function cut<T extends GridArray>(data: T, [nx, ny]: Vec3, { origin, size }: Region): T {
  const out = data.slice(0, volumeOf(size)) as T;
  let i = 0;
  for (let z = 0; z < size[2]; z++)
    for (let y = 0; y < size[1]; y++)
      for (let x = 0; x < size[0]; x++)
        out[i++] = data[((origin[2] + z) * ny + origin[1] + y) * nx + origin[0] + x]!;
  return out;
}

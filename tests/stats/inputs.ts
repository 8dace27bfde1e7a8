import { makeArray, DTYPES, type Dtype, type GridArray } from '../../src/recipe/dtype.js';
import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { gridMeta, makeNode, type Node } from '../../src/recipe/op.js';
import { threshold } from '../../src/segmentation/threshold.js';

/**
 * A seeded stream of numbers from 0 to 1 (Tommy Ettinger's mulberry32), unlike for seeds that are
 * close.
 */
export function stream(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Values all over a dtype, its ends and special values included, in short runs. */
export function scattered(dtype: Dtype, size: Vec3, seed = 1): GridArray {
  const data = makeArray(dtype, volumeOf(size));
  const random = stream(seed);
  const { integer, min, max } = DTYPES[dtype];
  const special = integer ? [min, max, 0, 1, 7] : [-0, 0, NaN, Infinity, -Infinity, 1e-40, -3];
  for (let i = 0; i < data.length; i++) {
    const kind = random();
    if (kind < 0.3 && i > 0) data[i] = data[i - 1]!;
    else if (kind < 0.5) data[i] = special[Math.floor(random() * special.length)]!;
    else if (integer) data[i] = Math.floor(min + random() * (max - min + 1));
    else data[i] = 200 * random() - 50;
  }
  return data;
}

/** The mask of the voxels of a source that are at least 1. */
export function asMask(source: Node): Node {
  return makeNode(threshold, { volume: source }, { lo: 1 });
}

/** A u32 source taken as labels. */
export function asLabels(source: Node): Node {
  return { ...source, meta: { ...gridMeta(source), kind: 'labels' } };
}

/** Sizes with partial words, rows and blocks. */
export const SIZES: readonly Vec3[] = [
  [7, 5, 3],
  [33, 1, 1],
  [1, 1, 9],
  [64, 17, 6],
];

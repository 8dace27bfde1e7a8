// Word offsets of the rows of a rank window.
import type { BallRows } from './ball.js';
import type { Vec3 } from '../recipe/geometry.js';

/** Words from a window's least offset to those of its rows, in rows of keys of so many words. */
export function windowOffsets(
  rows: readonly BallRows[],
  [, ry, rz]: Vec3,
  rowWords: number,
  perSlice: number,
): Uint32Array<ArrayBuffer> {
  const words: number[] = [];
  for (const { offsets } of rows)
    for (let i = 0; i < offsets.length; i += 2)
      words.push(((offsets[i + 1]! + rz) * perSlice + offsets[i]! + ry) * rowWords);
  return Uint32Array.from(words);
}

/** How many rows reach at most 0, 1, … 5 voxels. */
export function endsOf(halves: readonly number[]): {
  readonly short_ends: Vec3;
  readonly long_ends: Vec3;
} {
  const end = (most: number): number => halves.filter((half) => half <= most).length;
  return { short_ends: [end(0), end(1), end(2)], long_ends: [end(3), end(4), end(5)] };
}

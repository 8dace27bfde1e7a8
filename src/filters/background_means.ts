// Tile means of the classes of a background fit.
import { volumeOf, type Vec3 } from '../recipe/geometry.js';
import type { LevelScale } from './level_scale.js';
import type { TileMean } from './background_fit.js';

/** Sums of the tiles of one brick. */
export interface Tiles {
  readonly first: Vec3;
  readonly size: Vec3;
  readonly sums: Uint32Array<ArrayBuffer>;
}

/** Middle of a tile of so many voxels, from −1 to 1 across an axis. */
function middle(tile: number, edge: number, length: number): number {
  const from = tile * edge;
  return (from + Math.min(length, from + edge)) / length - 1;
}

/** The means of the tiles, of so many voxels along x and y, of every slice. */
export function meansBySlice(
  parts: readonly Tiles[],
  edge: number,
  [nx, ny, nz]: Vec3,
  scale: LevelScale,
  inside: boolean,
  logarithm: boolean,
): TileMean[][] {
  const slices: TileMean[][] = Array.from({ length: nz }, () => []);
  for (const { first, size, sums } of parts)
    for (let tile = 0; tile < volumeOf(size); tile += 1) {
      const x = middle(first[0] + (tile % size[0]), edge, nx);
      const y = middle(first[1] + (Math.floor(tile / size[0]) % size[1]), edge, ny);
      const z = first[2] + Math.floor(tile / (size[0] * size[1]));
      for (const group of inside ? [1] : [0, 1]) {
        const count = sums[4 * tile + 2 * group]!;
        if (count === 0) continue;
        const mean = scale.zero + (scale.step * sums[4 * tile + 2 * group + 1]!) / count;
        if (logarithm && mean <= 0) continue;
        slices[z]!.push({ x, y, mean: logarithm ? Math.log(mean) : mean, count, group });
      }
    }
  return slices;
}

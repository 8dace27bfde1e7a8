import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { scattered } from '../reference/structures.js';

/** Seeded zeros and ones, each voxel on its own; one in `below` is zero. */
export function randomBits(size: Vec3, seed: number, below = 2): Uint8Array<ArrayBuffer> {
  return scattered(volumeOf(size), below, seed).map((v) => Math.min(v, 1));
}

import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { stream } from './inputs.js';

/**
 * Lumps of `grain` voxels along each axis, each in the mask with probability p, shifted by one
 * voxel.
 */
export function lumps(size: Vec3, grain: number, p: number, seed: number): Uint8Array<ArrayBuffer> {
  const random = stream(seed);
  const cells = size.map((n) => Math.ceil(n / grain) + 1) as unknown as Vec3;
  const on = Uint8Array.from({ length: volumeOf(cells) }, () => (random() < p ? 1 : 0));
  const mask = new Uint8Array(volumeOf(size));
  let i = 0;
  for (let z = 1; z <= size[2]; z++)
    for (let y = 1; y <= size[1]; y++) {
      const row = (Math.floor(z / grain) * cells[1] + Math.floor(y / grain)) * cells[0];
      for (let x = 1; x <= size[0]; x++) mask[i++] = on[row + Math.floor(x / grain)]!;
    }
  return mask;
}

import { blurInPlace, gaussianWeights } from '../blur.js';
import { noisyRow } from '../imaging.js';
import { Random } from '../random.js';
import { ROLL_LEVELS } from '../roll/imaging.js';
import type { StackSettings } from './options.js';
import type { stackStructure } from './structure.js';

/**
 * The image of a stack, slice by slice: grey levels of the materials, a Gaussian point spread,
 * noise. The structure goes on above and below the volume, so that the blur along z has no border.
 */
export function stackImage(
  { seed, size, spacing, imaging }: StackSettings,
  structure: ReturnType<typeof stackStructure>,
): (z: number, out: Uint16Array<ArrayBuffer>) => void {
  const [nx, ny] = size;
  const sigma = imaging.blur / spacing;
  const weights = gaussianWeights(sigma);
  const reach = weights.length - 1;
  const greyOf = Float64Array.from(ROLL_LEVELS);
  const held = new Map<number, Float32Array>();

  /** A slice as the detector would see it but for the blur along z and the noise. */
  const flatSlice = (z: number): Float32Array => {
    const known = held.get(z);
    if (known !== undefined) return known;
    // The slices that a blurred one needs are kept, those that were used longest ago go first.
    if (held.size > 2 * reach) held.delete(held.keys().next().value!);
    const slice = new Float32Array(nx * ny);
    const fill = structure(z);
    for (let y = 0; y < ny; y += 1) {
      const levels = slice.subarray(y * nx, (y + 1) * nx);
      fill(y, { levels, materials: undefined, objects: undefined }, greyOf);
    }
    blurInPlace(slice, [nx, ny, 1], [sigma, sigma, 0], 'reflect');
    held.set(z, slice);
    return slice;
  };

  return (z, out) => {
    const sum = new Float64Array(nx * ny);
    for (let k = -reach; k <= reach; k += 1) {
      const weight = weights[Math.abs(k)]!;
      const slice = flatSlice(z + k);
      for (let p = 0; p < sum.length; p += 1) sum[p] = sum[p]! + weight * slice[p]!;
    }
    const levels = Float32Array.from(sum);
    for (let y = 0; y < ny; y += 1) {
      const [from, to] = [y * nx, (y + 1) * nx];
      noisyRow(
        levels.subarray(from, to),
        new Random(seed, [y, z]),
        imaging,
        out.subarray(from, to),
      );
    }
  };
}

// What instruments do to a signal beside blur and normal noise.
import type { Vec3 } from '../recipe/geometry.js';
import { blurInPlace } from './blur.js';
import { portableExp } from './elementary.js';
import type { Random } from './random.js';
import type { VoxelGrid } from './voxelise.js';

/** So many counts are drawn at once. */
const COUNTS = 500;

/** A number of Poisson's distribution (Knuth's product of uniform numbers), in parts of a sum. */
export function poisson(mean: number, random: Random): number {
  let count = 0;
  for (let left = mean; left > 0; left -= COUNTS) {
    const least = portableExp(-Math.min(left, COUNTS));
    for (let product = random.uniform(); product > least; product *= random.uniform()) count += 1;
  }
  return count;
}

/**
 * Blurs with a Gaussian whose deviations, in voxels, grow in proportion to the depth along z: in
 * the last slice they are (1 + growth) times those in the first. Each slice is that of the whole
 * signal blurred by its own deviations; between `STEPS` of them it is interpolated.
 */
export function blurByDepth(
  signal: Float32Array,
  size: Vec3,
  sigma: Vec3,
  growth: number,
): Float32Array {
  const slice = size[0] * size[1];
  const last = Math.max(1, size[2] - 1);
  const steps = Math.min(STEPS, last);
  const blurred = Array.from({ length: steps + 1 }, (_, step) => {
    const factor = 1 + (growth * step) / steps;
    const copy = signal.slice();
    blurInPlace(copy, size, [sigma[0] * factor, sigma[1] * factor, sigma[2] * factor], 'reflect');
    return copy;
  });
  const out = new Float32Array(signal.length);
  for (let z = 0; z < size[2]; z += 1) {
    const place = (z * steps) / last;
    const below = Math.min(steps - 1, Math.floor(place));
    const part = place - below;
    const [less, more] = [blurred[below]!, blurred[below + 1]!];
    for (let i = z * slice; i < (z + 1) * slice; i += 1)
      out[i] = (1 - part) * less[i]! + part * more[i]!;
  }
  return out;
}

const STEPS = 8;

/**
 * Edge enhancement by phase contrast in the near field: the signal less `strength`, in length²,
 * times its Laplacian; beyond the border it goes on as it ends. Literature: Paganin et al., J.
 * Microsc. 206 (2002) 33.
 */
export function enhanceEdges(
  signal: Float32Array,
  { size: [nx, ny, nz], spacing }: VoxelGrid,
  strength: number,
): void {
  const from = signal.slice();
  const strides = [1, nx, nx * ny] as const;
  const size = [nx, ny, nz] as const;
  for (let z = 0, i = 0; z < nz; z += 1)
    for (let y = 0; y < ny; y += 1)
      for (let x = 0; x < nx; x += 1, i += 1) {
        const place = [x, y, z] as const;
        let laplacian = 0;
        for (const axis of [0, 1, 2] as const) {
          const before = from[place[axis] > 0 ? i - strides[axis] : i]!;
          const after = from[place[axis] < size[axis] - 1 ? i + strides[axis] : i]!;
          laplacian += (before + after - 2 * from[i]!) / (spacing[axis] * spacing[axis]);
        }
        signal[i] = from[i]! - strength * laplacian;
      }
}

/**
 * Charging under a beam that goes along x: charge gathers in what is set and leaks away over a
 * length, so that levels rise across it by up to `strength`, and fall behind it.
 */
export function charge(
  signal: Float32Array,
  structure: ArrayLike<number>,
  { size: [nx], spacing }: VoxelGrid,
  { strength, length }: { readonly strength: number; readonly length: number },
): void {
  const kept = portableExp(-spacing[0] / length);
  let gathered = 0;
  for (let i = 0; i < signal.length; i += 1) {
    if (i % nx === 0) gathered = 0;
    gathered = kept * gathered + (structure[i] === 0 ? 0 : 1 - kept);
    signal[i] = signal[i]! + strength * gathered;
  }
}

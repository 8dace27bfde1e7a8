import { map3 } from '../recipe/geometry.js';
import type { Vec3 } from '../recipe/geometry.js';
import { portableExp } from './elementary.js';

/**
 * What happens beyond the grid's ends: 'reflect' mirrors half-sample symmetric, 'wrap' is periodic.
 */
export type BlurBorder = 'reflect' | 'wrap';

/**
 * Smooths a grid in place with a Gaussian, one axis after the other, cut at 4 σ. Sums run in f64 in
 * a fixed order and are rounded to f32, so the result is the same bits on every engine.
 *
 * @param data - x fastest
 * @param sigma - standard deviation along each axis, in voxels; 0 leaves the axis alone
 */
export function blurInPlace(data: Float32Array, size: Vec3, sigma: Vec3, border: BlurBorder): void {
  const strides: Vec3 = [1, size[0], size[0] * size[1]];
  for (const axis of [0, 1, 2] as const) {
    const weights = gaussianWeights(sigma[axis]);
    if (weights.length > 1) blurAxis(data, size, strides, axis, weights, border);
  }
}

/** The non-negative half of a normalised Gaussian kernel; the first weight is the centre's. */
export function gaussianWeights(sigma: number): Float64Array {
  const radius = Math.floor(4 * sigma + 0.5);
  if (sigma <= 0 || radius === 0) return Float64Array.of(1);
  const weights = Float64Array.from({ length: radius + 1 }, (_, i) =>
    portableExp((-i * i) / (2 * sigma * sigma)),
  );
  let sum = weights[0]!;
  for (let i = 1; i <= radius; i += 1) sum += 2 * weights[i]!;
  return weights.map((weight) => weight / sum);
}

/**
 * Lines along the axis are taken a whole x-row at a time where the axis is not x, so that memory is
 * read in order. `window` holds the rows of one line, padded by the kernel's radius at both ends.
 */
function blurAxis(
  data: Float32Array,
  size: Vec3,
  strides: Vec3,
  axis: 0 | 1 | 2,
  weights: Float64Array,
  border: BlurBorder,
): void {
  const width = axis === 0 ? 1 : size[0];
  const length = size[axis];
  const stride = strides[axis];
  const radius = weights.length - 1;
  const source = Int32Array.from({ length: length + 2 * radius }, (_, i) =>
    sourceIndex(i - radius, length, border),
  );
  const padded = new Float32Array((length + 2 * radius) * width);
  const sums = new Float64Array(width);
  const outer = map3((other) => (other === axis || (other === 0 && axis !== 0) ? 1 : size[other]));
  for (let z = 0; z < outer[2]; z += 1)
    for (let y = 0; y < outer[1]; y += 1) {
      const start = z * strides[2] + y * strides[1];
      for (let i = 0; i < source.length; i += 1) {
        const from = start + source[i]! * stride;
        if (width === 1) padded[i] = data[from]!;
        else padded.set(data.subarray(from, from + width), i * width);
      }
      for (let i = 0; i < length; i += 1) {
        const centre = (i + radius) * width;
        for (let x = 0; x < width; x += 1) sums[x] = weights[0]! * padded[centre + x]!;
        for (let k = 1; k <= radius; k += 1) {
          const weight = weights[k]!;
          const before = centre - k * width;
          const after = centre + k * width;
          for (let x = 0; x < width; x += 1)
            sums[x] = sums[x]! + weight * (padded[before + x]! + padded[after + x]!);
        }
        const to = start + i * stride;
        if (width === 1) data[to] = sums[0]!;
        else data.set(sums, to);
      }
    }
}

function sourceIndex(index: number, length: number, border: BlurBorder): number {
  if (border === 'wrap') return ((index % length) + length) % length;
  const period = 2 * length;
  const folded = ((index % period) + period) % period;
  return folded < length ? folded : period - 1 - folded;
}

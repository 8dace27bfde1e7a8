// Interpolation taps (nearest, linear, cubic convolution) of a resampling along an axis.
import type { Region, Vec3 } from '../recipe/geometry.js';
import { borderIndex } from './axis_map.js';
import type { Border } from './border.js';

/** How samples lie on the source: distance of two of them in source voxels, per axis. */
export interface Sampling {
  readonly scale: Vec3;
}

/** Voxels per axis that each method weighs. */
export const TAPS = { nearest: 1, linear: 2, cubic: 4 } as const;

/**
 * For each index along an axis of a region: the source's indices (−1: the constant) and their
 * weights.
 */
export interface AxisTaps {
  readonly indices: Int32Array<ArrayBuffer>;
  readonly weights: Float32Array<ArrayBuffer>;
}

/** Keys' cubic kernel with a = −½ at distances t + 1, t, 1 − t, 2 − t. */
export function cubicWeights(t: number): readonly number[] {
  const u = 1 - t;
  return [
    -0.5 * t * u * u,
    1 + t * t * (1.5 * t - 2.5),
    1 + u * u * (1.5 * u - 2.5),
    -0.5 * u * t * t,
  ];
}

/** What each sample along an axis of a region weighs. */
export function axisTaps(
  axis: 0 | 1 | 2,
  sourceSize: Vec3,
  { scale }: Sampling,
  method: keyof typeof TAPS,
  border: Border,
  region: Region,
): AxisTaps {
  const taps = TAPS[method];
  const count = region.size[axis];
  const n = sourceSize[axis];
  const indices = new Int32Array(taps * count);
  const weights = new Float32Array(taps * count);
  for (let i = 0; i < count; i += 1) {
    const position = (region.origin[axis] + i + 0.5) * scale[axis] - 0.5;
    if (method === 'nearest') {
      indices[i] = borderIndex(Math.floor(position + 0.5), n, border);
      weights[i] = 1;
      continue;
    }
    const below = Math.floor(position);
    const t = position - below;
    const weigh = method === 'linear' ? [1 - t, t] : cubicWeights(t);
    const first = method === 'linear' ? below : below - 1;
    weigh.forEach((weight, k) => {
      indices[taps * i + k] = borderIndex(first + k, n, border);
      weights[taps * i + k] = weight;
    });
  }
  return { indices, weights };
}

/** The taps of all axes as pairs of index and weight bits: x, then y, then z. */
export function tapTable(
  sourceSize: Vec3,
  sampling: Sampling,
  method: keyof typeof TAPS,
  border: Border,
  region: Region,
): Int32Array<ArrayBuffer> {
  const table = new Int32Array(
    2 * TAPS[method] * (region.size[0] + region.size[1] + region.size[2]),
  );
  let at = 0;
  for (const axis of [0, 1, 2] as const) {
    const { indices, weights } = axisTaps(axis, sourceSize, sampling, method, border, region);
    const bits = new Int32Array(weights.buffer);
    indices.forEach((index, i) => {
      table[at++] = index;
      // −0 is a weight of 0 like any other.
      table[at++] = weights[i] === 0 ? 0 : bits[i]!;
    });
  }
  return table;
}

import type { Vec3 } from '../../src/recipe/geometry.js';
import { borderTwin } from './filters.js';

/** Median of whole numbers, each spread evenly over its unit: where half of them lie below. */
export function spreadMedian(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const m = sorted[Math.ceil(sorted.length / 2) - 1]!;
  const below = sorted.filter((v) => v < m).length;
  const equal = sorted.filter((v) => v === m).length;
  return m - 0.5 + (sorted.length / 2 - below) / equal;
}

function windowOf(values: readonly number[], i: number, window: number): number[] {
  return Array.from(
    { length: window },
    (_, k) => values[borderTwin(i + k - (window - 1) / 2, values.length, 'reflect')!]!,
  );
}

/**
 * A profile less its running median, which is smoothed by a running mean of a quarter of the
 * window.
 */
export function narrowTwin(profile: readonly number[], window: number): number[] {
  const medians = profile.map((_, i) => {
    const sorted = windowOf(profile, i, window).sort((a, b) => a - b);
    return sorted[(window - 1) / 2]!;
  });
  const quarter = Math.max(3, 2 * Math.round((window / 4 - 1) / 2) + 1);
  return profile.map(
    (v, i) => v - windowOf(medians, i, quarter).reduce((a, b) => a + b, 0) / quarter,
  );
}

/** Profile of stripes along y: for each slice and block a value per x. */
export function stripeTwin(
  data: ArrayLike<number>,
  [nx, ny, nz]: Vec3,
  blocks: number,
  window: number,
): number[] {
  const out: number[] = [];
  for (let z = 0; z < nz; z++)
    for (let b = 0; b < blocks; b++) {
      const [from, to] = [Math.floor((b * ny) / blocks), Math.floor(((b + 1) * ny) / blocks)];
      const profile = [0];
      for (let x = 0; x + 1 < nx; x++) {
        const steps: number[] = [];
        for (let y = from; y < to; y++) {
          const i = (z * ny + y) * nx + x;
          steps.push(data[i + 1]! - data[i]!);
        }
        profile.push(profile[x]! + spreadMedian(steps));
      }
      out.push(...narrowTwin(profile, window));
    }
  return out;
}

/** The discrete Fourier transform along one axis by its sum. */
export function fourierTwin(
  data: ArrayLike<number>,
  [nx, ny, nz]: Vec3,
  axis: 0 | 1,
  inverse: boolean,
): Float64Array {
  const out = new Float64Array(2 * nx * ny * nz);
  const n = axis === 0 ? nx : ny;
  const at = (x: number, y: number, z: number): number => 2 * ((z * ny + y) * nx + x);
  for (let z = 0; z < nz; z++)
    for (let y = 0; y < ny; y++)
      for (let x = 0; x < nx; x++) {
        const to = at(x, y, z);
        for (let j = 0; j < n; j++) {
          const from = axis === 0 ? at(j, y, z) : at(x, j, z);
          const angle = ((inverse ? 2 : -2) * Math.PI * j * (axis === 0 ? x : y)) / n;
          const [re, im] = [data[from]!, data[from + 1]!];
          out[to]! += re * Math.cos(angle) - im * Math.sin(angle);
          out[to + 1]! += re * Math.sin(angle) + im * Math.cos(angle);
        }
        if (inverse) {
          out[to]! /= n;
          out[to + 1]! /= n;
        }
      }
  return out;
}

/**
 * The phase correlation of two slices at every shift of their padded frame (negative ones wrap):
 * less their means and tapered by Tukey's window, with the square roots of their magnitudes,
 * smoothed by a Gaussian.
 */
export function correlationTwin(
  own: ArrayLike<number>,
  other: ArrayLike<number>,
  [nx, ny]: readonly [number, number],
  taper: number,
  sigma: number,
): Float64Array {
  const [px, py] = [nx, ny].map((n) => Math.max(2, 2 ** Math.ceil(Math.log2(n)))) as [
    number,
    number,
  ];
  const window = (i: number, n: number): number => {
    const edge = Math.min(i + 0.5, n - i - 0.5) / n;
    return edge < taper / 2 ? (1 - Math.cos((2 * Math.PI * edge) / taper)) / 2 : 1;
  };
  const both = (of: ArrayLike<number>, inverse: boolean): Float64Array =>
    fourierTwin(fourierTwin(of, [px, py, 1], 0, inverse), [px, py, 1], 1, inverse);
  const spectrum = (slice: ArrayLike<number>): Float64Array => {
    let mean = 0;
    for (let i = 0; i < nx * ny; i++) mean += slice[i]! / (nx * ny);
    const padded = new Float64Array(2 * px * py);
    for (let y = 0; y < ny; y++)
      for (let x = 0; x < nx; x++)
        padded[2 * (y * px + x)] = (slice[y * nx + x]! - mean) * window(x, nx) * window(y, ny);
    const found = both(padded, false);
    for (let i = 0; i < found.length; i += 2) {
      const magnitude = Math.hypot(found[i]!, found[i + 1]!);
      const factor = magnitude > 1e-9 ? 1 / Math.sqrt(magnitude) : 0;
      found[i]! *= factor;
      found[i + 1]! *= factor;
    }
    return found;
  };
  const [a, b] = [spectrum(own), spectrum(other)];
  const frequency = (i: number, n: number): number => (2 * i < n ? i : i - n) / n;
  const power = Float64Array.from({ length: 2 * px * py }, (_, at) => {
    const i = at - (at % 2);
    const k = i / 2;
    const f2 = frequency(k % px, px) ** 2 + frequency(Math.floor(k / px), py) ** 2;
    const weight = Math.exp(-2 * (Math.PI * sigma) ** 2 * f2);
    const [p, q, r, s] = [a[i]!, a[i + 1]!, b[i]!, b[i + 1]!];
    return weight * (at === i ? p * r + q * s : q * r - p * s);
  });
  return both(power, true).filter((_, i) => i % 2 === 0);
}

function keys(t: number): number {
  const d = Math.abs(t);
  if (d < 1) return 1 - d * d * (2.5 - 1.5 * d);
  return d < 2 ? 2 - d * (4 - d * (2.5 - 0.5 * d)) : 0;
}

/** Every slice sampled at its own offset. */
export function shiftTwin(
  data: ArrayLike<number>,
  [nx, ny, nz]: Vec3,
  shifts: readonly (readonly [number, number])[],
  method: 'linear' | 'cubic',
  border: 'reflect' | 'nearest' | 'constant',
  value: number,
): Float64Array {
  const weigh = (t: number): number =>
    method === 'linear' ? Math.max(0, 1 - Math.abs(t)) : keys(t);
  const out = new Float64Array(nx * ny * nz);
  for (let z = 0; z < nz; z++)
    for (let y = 0; y < ny; y++)
      for (let x = 0; x < nx; x++) {
        const [u, v] = [x + shifts[z]![0], y + shifts[z]![1]];
        let sum = 0;
        for (let j = Math.floor(v) - 1; j <= Math.floor(v) + 2; j++)
          for (let i = Math.floor(u) - 1; i <= Math.floor(u) + 2; i++) {
            const [p, q] = [borderTwin(i, nx, border), borderTwin(j, ny, border)];
            const voxel = p === undefined || q === undefined ? value : data[(z * ny + q) * nx + p]!;
            sum += weigh(i - u) * weigh(j - v) * voxel;
          }
        out[(z * ny + y) * nx + x] = sum;
      }
  return out;
}

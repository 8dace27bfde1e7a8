// Fourier transforms of small boxes on the host, for covariances of cells.
import type { Vec3 } from '../recipe/geometry.js';

/** The least power of two that is at least `n`. */
export function powerOfTwo(n: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, n)));
}

/** Complex numbers of a box whose edges are powers of two, x fastest. */
export interface ComplexBox {
  readonly size: Vec3;
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** Cosines and sines of the first half turn of `n` steps. */
function turns(n: number): { readonly cos: Float64Array; readonly sin: Float64Array } {
  const angle = (k: number): number => (2 * Math.PI * k) / n;
  return {
    cos: Float64Array.from({ length: n / 2 }, (_, k) => Math.cos(angle(k))),
    sin: Float64Array.from({ length: n / 2 }, (_, k) => -Math.sin(angle(k))),
  };
}

/** Where each number of a line goes before the passes: its index with the bits reversed. */
function reversed(n: number): Uint32Array {
  const to = new Uint32Array(n);
  for (let i = 1; i < n; i += 1) to[i] = (to[i >> 1]! >> 1) | (i & 1 ? n >> 1 : 0);
  return to;
}

/** Transforms one line in place: Cooley and Tukey, Math. Comp. 19 (1965) 297. */
function transformLine(
  re: Float64Array,
  im: Float64Array,
  to: Uint32Array,
  { cos, sin }: ReturnType<typeof turns>,
): void {
  const n = re.length;
  for (let i = 0; i < n; i += 1) {
    const j = to[i]!;
    if (j <= i) continue;
    [re[i], re[j]] = [re[j]!, re[i]!];
    [im[i], im[j]] = [im[j]!, im[i]!];
  }
  for (let half = 1; half < n; half *= 2) {
    const step = n / (2 * half);
    for (let start = 0; start < n; start += 2 * half)
      for (let k = 0; k < half; k += 1) {
        const a = start + k;
        const b = a + half;
        const [c, s] = [cos[k * step]!, sin[k * step]!];
        const x = re[b]! * c - im[b]! * s;
        const y = re[b]! * s + im[b]! * c;
        re[b] = re[a]! - x;
        im[b] = im[a]! - y;
        re[a]! += x;
        im[a]! += y;
      }
  }
}

/**
 * Transforms the lines of a box along an axis in place, without a factor: those whose places on the
 * other axes are below `below`.
 */
export function transformAxis({ size, re, im }: ComplexBox, axis: 0 | 1 | 2, below: Vec3): void {
  const n = size[axis];
  if (n === 1) return;
  const strides = [1, size[0], size[0] * size[1]] as const;
  const [p, q] = ([0, 1, 2] as const).filter((other) => other !== axis) as [0 | 1, 1 | 2];
  const [to, roots, stride] = [reversed(n), turns(n), strides[axis]];
  const lineRe = new Float64Array(n);
  const lineIm = new Float64Array(n);
  for (let b = 0; b < below[q]; b += 1)
    for (let a = 0; a < below[p]; a += 1) {
      const first = a * strides[p] + b * strides[q];
      for (let i = 0, at = first; i < n; i += 1, at += stride) {
        lineRe[i] = re[at]!;
        lineIm[i] = im[at]!;
      }
      transformLine(lineRe, lineIm, to, roots);
      for (let i = 0, at = first; i < n; i += 1, at += stride) {
        re[at] = lineRe[i]!;
        im[at] = lineIm[i]!;
      }
    }
}

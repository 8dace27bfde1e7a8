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

/** What all lines of one length share. */
interface Plan extends ReturnType<typeof turns> {
  readonly length: number;
  readonly to: Uint32Array;
}

/**
 * Transforms lines that lie side by side in place: number i of line l is at `first` + i · `stride`
 * + l. Cooley and Tukey, Math. Comp. 19 (1965) 297.
 */
function transformLines(
  { re, im }: ComplexBox,
  { length, to, cos, sin }: Plan,
  {
    first,
    stride,
    lines,
  }: { readonly first: number; readonly stride: number; readonly lines: number },
): void {
  for (let i = 0; i < length; i += 1) {
    const j = to[i]!;
    if (j <= i) continue;
    for (
      let l = 0, a = first + i * stride, b = first + j * stride;
      l < lines;
      l += 1, a += 1, b += 1
    ) {
      const x = re[a]!;
      re[a] = re[b]!;
      re[b] = x;
      const y = im[a]!;
      im[a] = im[b]!;
      im[b] = y;
    }
  }
  for (let half = 1; half < length; half *= 2) {
    const step = length / (2 * half);
    for (let start = 0; start < length; start += 2 * half)
      for (let k = 0; k < half; k += 1) {
        const c = cos[k * step]!;
        const s = sin[k * step]!;
        let a = first + (start + k) * stride;
        let b = a + half * stride;
        for (let l = 0; l < lines; l += 1, a += 1, b += 1) {
          const p = re[b]!;
          const q = im[b]!;
          const x = p * c - q * s;
          const y = p * s + q * c;
          const u = re[a]!;
          const v = im[a]!;
          re[b] = u - x;
          im[b] = v - y;
          re[a] = u + x;
          im[a] = v + y;
        }
      }
  }
}

/**
 * Transforms the lines of a box along an axis in place, without a factor: those whose places on the
 * other axes are below `below`.
 */
export function transformAxis(box: ComplexBox, axis: 0 | 1 | 2, below: Vec3): void {
  const [nx, ny] = box.size;
  const length = box.size[axis];
  if (length === 1) return;
  const strides = [1, nx, nx * ny] as const;
  const plan = { length, to: reversed(length), ...turns(length) };
  const stride = strides[axis];
  // Across x, all lines of a row are taken together, so that neighbours in memory are.
  const lines = axis === 0 ? 1 : below[0];
  const [rows, planes] = [axis === 1 ? 1 : below[1], axis === 2 ? 1 : below[2]];
  for (let z = 0; z < planes; z += 1)
    for (let y = 0; y < rows; y += 1)
      transformLines(box, plan, { first: y * strides[1] + z * strides[2], stride, lines });
}

// Fast Fourier transform (radix 2) of slices on the GPU.
import type { PooledBuffer, Run } from '../gpu/index.js';
import { fourierLines } from '../kernels/filters/index.js';
import type { Vec3 } from '../recipe/geometry.js';

/** Neighbouring lines that a workgroup takes at most: 64 bytes of complex numbers side by side. */
/** Complex numbers that a workgroup holds at most: 16 KiB. */
const MOST_NUMBERS = 2048;
const MOST_LINES = 8;

/** exp(−2πi k/n) for k < n/2, at least one. */
export function twiddleTable(n: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: Math.max(2, n) }, (_, i) => {
    const angle = (-2 * Math.PI * (i >> 1)) / n;
    return i % 2 === 0 ? Math.cos(angle) : Math.sin(angle);
  });
}

/** Uploads a twiddle table. */
export function uploadTwiddles(run: Run, n: number): PooledBuffer {
  const table = twiddleTable(n);
  const buffer = run.alloc(table.byteLength, 'twiddles');
  run.upload(buffer, table);
  return buffer;
}

/**
 * Transforms `size` complex numbers (pairs of f32, x fastest) along x or y, in place; the inverse
 * divides by the length. Sizes are powers of two, at most 2048. 16 B per number.
 */
export function dispatchFourier(
  run: Run,
  data: PooledBuffer,
  twiddles: PooledBuffer,
  size: Vec3,
  axis: 0 | 1,
  inverse: boolean,
): void {
  const length = size[axis];
  const across = size[1 - axis]!;
  const lines = Math.max(1, Math.min(MOST_LINES, MOST_NUMBERS / length, across));
  const groups = (across / lines) * size[2];
  run.dispatch(fourierLines, {
    buffers: { twiddles, data },
    params: { size },
    constants: {
      AXIS: axis,
      INVERSE: inverse ? 1 : 0,
      LENGTH: length,
      LOG_LENGTH: Math.log2(length),
      LINES: lines,
      NUMBERS: lines * length,
    },
    size: { workgroups: [Math.min(groups, 65535), Math.ceil(groups / 65535), 1] },
  });
}

// Sizes and tables of fast Fourier transforms in workgroup memory.
import { workgroupWords, type PooledBuffer, type Run } from '../gpu/index.js';

/** Lines that a workgroup takes at most: 64 bytes of complex numbers side by side. */
const MOST_LINES = 8;

/** exp(−2πi k/n) for k < n/2. */
function twiddleTable(n: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: n }, (_, i) => {
    const angle = (-2 * Math.PI * (i >> 1)) / n;
    return i % 2 === 0 ? Math.cos(angle) : Math.sin(angle);
  });
}

/** Uploads exp(−2πi k/n) for k < n/2, of an even n. */
export function uploadTwiddles(run: Run, n: number): PooledBuffer {
  const table = twiddleTable(n);
  const buffer = run.alloc(table.byteLength, 'twiddles');
  run.upload(buffer, table);
  return buffer;
}

/** The constants of a kernel that transforms lines, and the invocations of its dispatch. */
export interface Lines {
  readonly constants: Readonly<Record<'LENGTH' | 'LOG_LENGTH' | 'LINES' | 'NUMBERS', number>>;
  readonly size: { readonly invocations: number };
}

/**
 * How `lines` lines of each of `slices` slices are transformed, of a power of two from 2 to 2048.
 */
export function linesOf(run: Run, length: number, lines: number, slices: number): Lines {
  const least = 2 ** Math.ceil(Math.log2(lines));
  // A complex number takes two words.
  const room = Math.max(1, workgroupWords(run.gpu) / (2 * length));
  const own = Math.min(MOST_LINES, room, least);
  return {
    constants: {
      LENGTH: length,
      LOG_LENGTH: Math.log2(length),
      LINES: own,
      NUMBERS: own * length,
    },
    size: { invocations: 64 * Math.ceil(lines / own) * slices },
  };
}

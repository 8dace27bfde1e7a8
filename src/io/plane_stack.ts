import type { GridArray } from '../recipe/dtype.js';
import type { Region } from '../recipe/geometry.js';
import type { GridReader } from './grid_source.js';

/**
 * Reads a stack plane by plane. `read` fills `out` with the part of plane `z` that `box` covers,
 * which is a region of that plane alone.
 */
export function planeByPlane(
  read: (z: number, box: Region, out: GridArray, signal: AbortSignal | undefined) => Promise<void>,
  close: () => void,
): GridReader {
  return {
    read: async ({ origin, size: [nx, ny, nz] }, out, pace) => {
      const box: Region = { origin: [origin[0], origin[1], 0], size: [nx, ny, 1] };
      for (let i = 0; i < nz; i++) {
        const part = out.subarray(i * nx * ny, (i + 1) * nx * ny);
        await read(origin[2] + i, box, part, pace.signal);
        await pace.step((i + 1) / nz);
      }
    },
    close,
  };
}

/** Copies the part of a plane of `width` that a region covers along x and y. */
export function copyBox(
  plane: GridArray,
  width: number,
  { origin, size: [nx, ny] }: Region,
  out: GridArray,
): void {
  for (let y = 0; y < ny; y++) {
    const from = (origin[1] + y) * width + origin[0];
    out.set(plane.subarray(from, from + nx), y * nx);
  }
}

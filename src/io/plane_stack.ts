import type { GridArray } from '../recipe/dtype.js';
import type { Region } from '../recipe/geometry.js';
import { ahead } from './ahead.js';
import type { GridReader } from './grid_source.js';

/** Planes that are read at once, and the bytes that these may have. */
const MOST_PLANES = 8;
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Reads a stack plane by plane, several at once. `read` fills `out` with the part of plane `z` that
 * `box` covers, which is a region of that plane alone; it may have to decode all of the plane,
 * `planeBytes`.
 */
export function planeByPlane(
  planeBytes: number,
  read: (z: number, box: Region, out: GridArray, signal: AbortSignal | undefined) => Promise<void>,
  close: () => void,
): GridReader {
  const most = Math.max(1, Math.min(MOST_PLANES, Math.floor(MOST_BYTES / planeBytes)));
  return {
    read: async ({ origin, size: [nx, ny, nz] }, out, pace) => {
      const box: Region = { origin: [origin[0], origin[1], 0], size: [nx, ny, 1] };
      const plane = async (i: number): Promise<number> => {
        const part = out.subarray(i * nx * ny, (i + 1) * nx * ny);
        await read(origin[2] + i, box, part, pace.signal);
        return i;
      };
      const planes = Array.from({ length: nz }, (_, i) => i);
      for await (const i of ahead(planes, plane, { most })) await pace.step((i + 1) / nz);
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

import type { GridArray } from '../recipe/dtype.js';
import type { Region } from '../recipe/geometry.js';

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

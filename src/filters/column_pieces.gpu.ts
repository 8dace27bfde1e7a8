import { COLUMN_ROWS } from '../kernels/shared/index.js';
import type { Vec3 } from '../recipe/geometry.js';

/** Invocations of a kernel that walks along columns of a box: pieces of columns of whole rows. */
export function columnPieces([x, y, z]: Vec3): number {
  return x * Math.ceil(y / COLUMN_ROWS) * z;
}

import { COLUMN_ROWS } from '../kernels/shared/index.js';
import type { Vec3 } from '../recipe/geometry.js';

/**
 * Invocations of a kernel of `column_march`: one for every {@link COLUMN_ROWS} voxels of a column
 * along y.
 */
export function columnPieces([x, y, z]: Vec3): number {
  return x * Math.ceil(y / COLUMN_ROWS) * z;
}

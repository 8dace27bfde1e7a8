import type { GridArray } from '../../src/recipe/dtype.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { reader } from './geometry.js';
import { boxOffsets, type BorderRule } from './windows.js';

/**
 * (v − mean) / (std + epsilon) over a box, in f64; values that are not finite are left out and
 * stay.
 */
export function localContrastTwin(
  data: GridArray,
  size: Vec3,
  window: Vec3,
  epsilon: number,
  border: BorderRule,
  value: number,
): Float64Array {
  const at = reader(data, size, border, value);
  const offsets = boxOffsets(window);
  return Float64Array.from(data, (v, i) => {
    if (!Number.isFinite(v)) return v;
    const [x, y, z] = [
      i % size[0],
      Math.floor(i / size[0]) % size[1],
      Math.floor(i / (size[0] * size[1])),
    ];
    const values = offsets
      .map(([dx, dy, dz]) => at(x + dx, y + dy, z + dz))
      .filter(Number.isFinite);
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
    return (v - mean) / (Math.sqrt(variance) + epsilon);
  });
}

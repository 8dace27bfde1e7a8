import type { Vec3 } from '../recipe/geometry.js';
import { depths } from './depths.js';

/**
 * Local thickness of the voxels that are 0: the largest diameter, in steps of the smallest spacing,
 * of a ball that holds the voxel and no middle of a voxel that is set; 0 in voxels that are set. A
 * ball of radius r lies about a voxel whose distance from the set ones is r or more, and holds what
 * is nearer than r. Beyond the border nothing is set. The same bits on every engine. Literature:
 * Hildebrand and Rüegsegger, J. Microsc. 185 (1997) 67.
 */
export function localThicknessOf(set: Uint8Array, size: Vec3, spacing: Vec3): Float64Array {
  const step = Math.min(...spacing) / 2;
  const away = depths(set, size, spacing, 0);
  let greatest = 0;
  for (const squared of away) if (squared < Infinity) greatest = Math.max(greatest, squared);
  const thickness = new Float64Array(set.length);
  const outside = new Uint8Array(set.length);
  for (let k = 1; k * k * step * step <= greatest; k += 1) {
    const squaredRadius = k * k * step * step;
    for (let i = 0; i < set.length; i += 1) outside[i] = away[i]! >= squaredRadius ? 0 : 1;
    const fromMiddles = depths(outside, size, spacing, 1);
    for (let i = 0; i < set.length; i += 1)
      if (set[i] === 0 && fromMiddles[i]! < squaredRadius) thickness[i] = 2 * k * step;
  }
  return thickness;
}

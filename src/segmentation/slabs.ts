// Slabs of whole slices, and the slices around them.
import { bricksOf, wholeRegion, type Region, type Vec3 } from '../recipe/geometry.js';

/** Slabs of at most so many slices, in the order of z. */
export function slabsOf(size: Vec3, depth: number): Region[] {
  return [...bricksOf(wholeRegion(size), [size[0], size[1], Math.max(1, depth)])];
}

/** A slab with more slices below and above it, as far as there are. */
export function around(
  { origin, size }: Region,
  below: number,
  above: number,
  slices: number,
): Region {
  const first = Math.max(0, origin[2] - below);
  const end = Math.min(slices, origin[2] + size[2] + above);
  return { origin: [origin[0], origin[1], first], size: [size[0], size[1], end - first] };
}

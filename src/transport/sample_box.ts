// The box that a current passes, as its results need it.
import { AXIS_INDEX, volumeOf, type Axis } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';

/** Voxels of a grid, and its length along an axis and section across it, in its unit. */
export function sampleBox({ size, spacing }: GridMeta, axis: Axis) {
  const along = AXIS_INDEX[axis];
  const voxels = volumeOf(size);
  const length = size[along] * spacing[along];
  return { voxels, length, section: (voxels * volumeOf(spacing)) / length } as const;
}

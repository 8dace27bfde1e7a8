// Rays of a slice, from outside inwards, in the fixed point of the kernels.
import type { GridMeta } from '../recipe/meta.js';
import type { CanPlace } from './can_search.js';

/** Parts of a voxel that positions are counted in. */
export const FIXED = 65536;

/** A position in a slice, in voxels. */
export type Place = readonly [x: number, y: number];

/** Rays at equal angles about a centre: all start at one radius and end at another. */
export interface CanRays {
  readonly count: number;
  /** Samples of each ray. */
  readonly samples: number;
  /** Start from the centre and step inwards of every ray, x, y, x, y, in 2⁻¹⁶ voxel. */
  readonly table: Int32Array<ArrayBuffer>;
}

/** Distance of two samples in the grid's unit: half of a voxel. */
export function sampleStep({ spacing }: GridMeta): number {
  return Math.min(spacing[0], spacing[1]) / 2;
}

/** Direction of a ray in voxels per length. */
export function directionOf({ spacing }: GridMeta, ray: number, count: number): Place {
  const angle = (2 * Math.PI * ray) / count;
  return [Math.cos(angle) / spacing[0], Math.sin(angle) / spacing[1]];
}

/** Rays from the radius `outer` inwards to `inner`, both in the grid's unit. */
export function canRays(grid: GridMeta, count: number, outer: number, inner: number): CanRays {
  const step = sampleStep(grid);
  const table = new Int32Array(4 * count);
  for (let ray = 0; ray < count; ray += 1) {
    const direction = directionOf(grid, ray, count);
    [outer, step].forEach((length, i) => {
      table[4 * ray + 2 * i] = Math.round(length * direction[0] * FIXED);
      table[4 * ray + 2 * i + 1] = Math.round(length * direction[1] * FIXED);
    });
  }
  return { count, samples: Math.floor((outer - inner) / step) + 1, table };
}

/**
 * Rays from where they enter a slice inwards to a centre in it, five numbers each: start in the
 * slice and step inwards in 2⁻¹⁶ voxel, and the number of samples.
 */
export function raysFromRim(grid: GridMeta, centre: Place, count: number): Int32Array<ArrayBuffer> {
  const step = sampleStep(grid);
  const table = new Int32Array(5 * count);
  for (let ray = 0; ray < count; ray += 1) {
    const direction = directionOf(grid, ray, count);
    const reach = Math.min(
      ...direction.map((along, axis) => {
        const room = along > 0 ? grid.size[axis]! - 1 - centre[axis]! : -centre[axis]!;
        return Math.abs(along) < 1e-12 / step ? Infinity : room / along;
      }),
    );
    const place = direction.map((along, axis) => centre[axis]! + reach * along);
    const numbers = [...place, ...direction.map((along) => step * along)];
    table.set(
      numbers.map((each) => Math.round(each * FIXED)),
      5 * ray,
    );
    table[5 * ray + 4] = Math.floor(reach / step) + 1;
  }
  return table;
}

/** The centre of a slice's rays, in 2⁻¹⁶ voxel. */
export function rayCentre(
  { spacing, origin }: GridMeta,
  { axis }: CanPlace,
  slice: number,
): readonly [x: number, y: number] {
  const z = origin[2] + slice * spacing[2];
  return [
    Math.round(((axis.x + axis.slopeX * z - origin[0]) / spacing[0]) * FIXED),
    Math.round(((axis.y + axis.slopeY * z - origin[1]) / spacing[1]) * FIXED),
  ];
}

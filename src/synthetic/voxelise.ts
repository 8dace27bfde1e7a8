import type { Vec3 } from '../recipe/geometry.js';
import { volumeOf } from '../recipe/geometry.js';
import type { Sphere } from './spheres.js';

/** The voxels that spheres are drawn on: voxel (i, j, k) has its centre at (i, j, k) × spacing. */
export interface VoxelGrid {
  readonly size: Vec3;
  readonly spacing: Vec3;
}

/** A ball and the label its voxels get; several balls may share one (periodic images do). */
export interface LabelledSphere extends Sphere {
  readonly id: number;
}

/**
 * Draws spheres on a grid. A voxel belongs to a sphere when its centre is inside or on it; where
 * spheres overlap, to the one of least power distance |x − c|² − r², so that the seam is the plane
 * through the circle in which the two surfaces meet; at equal power to the lower id.
 *
 * @param spheres - in ascending order of their ids
 * @returns u32 labels, x fastest; 0 outside all spheres
 * @example
 * ```ts
 * import { voxeliseSpheres } from 'voxmetry/synthetic';
 * const grid = { size: [8, 1, 1], spacing: [0.5, 1, 1] } as const; // centres at x = 0, 0.5 … 3.5
 * const labels = voxeliseSpheres([{ id: 7, centre: [1, 0, 0], radius: 0.5 }], grid);
 * console.assert(labels.join() === '0,7,7,7,0,0,0,0');
 * ```
 */
export function voxeliseSpheres(
  spheres: readonly LabelledSphere[],
  grid: VoxelGrid,
): Uint32Array<ArrayBuffer> {
  const [nx, ny, nz] = grid.size;
  const labels = new Uint32Array(volumeOf(grid.size));
  const power = new Float64Array(nx * ny);
  for (let z = 0; z < nz; z += 1) {
    power.fill(Infinity);
    const slice = labels.subarray(z * nx * ny, (z + 1) * nx * ny);
    for (const sphere of spheres) drawOnSlice(sphere, z, grid, power, slice);
  }
  return labels;
}

function drawOnSlice(
  { centre, radius, id }: LabelledSphere,
  z: number,
  { size: [nx, ny], spacing: [dx, dy, dz] }: VoxelGrid,
  power: Float64Array,
  slice: Uint32Array,
): void {
  const awayZ = z * dz - centre[2];
  const squaredRadius = radius * radius;
  const left = squaredRadius - awayZ * awayZ;
  if (left < 0) return;
  const halfY = Math.sqrt(left);
  const y1 = Math.min(ny - 1, Math.floor((centre[1] + halfY) / dy) + 1);
  for (let y = Math.max(0, Math.ceil((centre[1] - halfY) / dy) - 1); y <= y1; y += 1) {
    const awayY = y * dy - centre[1];
    const leftX = left - awayY * awayY;
    if (leftX < 0) continue;
    const halfX = Math.sqrt(leftX);
    const x1 = Math.min(nx - 1, Math.floor((centre[0] + halfX) / dx) + 1);
    for (let x = Math.max(0, Math.ceil((centre[0] - halfX) / dx) - 1); x <= x1; x += 1) {
      const awayX = x * dx - centre[0];
      const p = awayX * awayX - leftX;
      const at = y * nx + x;
      if (p > 0 || p >= power[at]!) continue;
      power[at] = p;
      slice[at] = id;
    }
  }
}

/**
 * Adds to each sphere of a periodic box those of its images that reach into the box, with the id of
 * the sphere: what {@link voxeliseSpheres} needs to draw a packing that goes on through the faces.
 * `corner` is the position of the box's lowest corner.
 *
 * @example
 * ```ts
 * import { withPeriodicImages } from 'voxmetry/synthetic';
 * const sphere = { id: 1, centre: [1, 5, 5], radius: 2 } as const; // reaches out through x = 0
 * const images = withPeriodicImages([sphere], [10, 10, 10], [0, 0, 0]);
 * console.assert(images.map(({ centre }) => centre[0]).join() === '1,11');
 * ```
 */
export function withPeriodicImages(
  spheres: readonly LabelledSphere[],
  box: Vec3,
  corner: Vec3,
): LabelledSphere[] {
  const images: LabelledSphere[] = [];
  const shiftsOf = (sphere: Sphere, axis: 0 | 1 | 2): number[] => {
    const edge = box[axis];
    const shifts = [0];
    if (sphere.centre[axis] - sphere.radius < corner[axis]) shifts.push(edge);
    if (sphere.centre[axis] + sphere.radius > corner[axis] + edge) shifts.push(-edge);
    return shifts;
  };
  for (const sphere of spheres) {
    const [x, y, z] = sphere.centre;
    for (const sz of shiftsOf(sphere, 2))
      for (const sy of shiftsOf(sphere, 1))
        for (const sx of shiftsOf(sphere, 0))
          images.push({ ...sphere, centre: [x + sx, y + sy, z + sz] });
  }
  return images;
}

// What a volume holds about the places at which the pixels of a slice lie.
import { map3, type Vec3 } from '../recipe/geometry.js';
import { apply, type Transform } from '../recipe/transform.js';
import type { Extent } from './frame.js';

/** Voxels along an edge of what is kept about a pixel's place: 4 are used, and 2 to each side. */
export const KEPT_EDGE = 8;

/** Pixels of a slice, and the voxels about their places in a volume. */
export interface Neighbourhoods {
  /** World positions of the pixels. */
  readonly points: readonly Vec3[];
  /** Their greys. */
  readonly greys: Float64Array;
  /** Parts of the slice, as equal as can be, that are taken as independent: one for each pixel. */
  readonly blocks: Uint8Array;
  /** First voxel that is kept about each, by x, y, z. */
  readonly corners: Int32Array;
  /** KEPT_EDGE³ voxels for each; NaN where the volume has none. */
  readonly voxels: Float32Array;
  readonly grid: Extent;
}

/** Pixels that are used at most. */
const MOST_PIXELS = 4096;
/** Parts of a slice along each axis. */
export const BLOCKS = 8;

/** A slice, in memory. */
export interface SlicePixels extends Extent {
  readonly data: ArrayLike<number>;
  /** Whether a pixel counts. */
  readonly counts: (pixel: number) => boolean;
}

/**
 * Pixels of a slice, all or 4096 that are spread over it, and room for the voxels about where a
 * transform takes them.
 */
export function neighbourhoodsOf(
  slice: SlicePixels,
  grid: Extent,
  transform: Transform,
): Neighbourhoods {
  const [nx, ny] = slice.size;
  const every = Math.sqrt(Math.max(1, (nx * ny) / MOST_PIXELS));
  const points: Vec3[] = [];
  const greys: number[] = [];
  const blocks: number[] = [];
  const corners: number[] = [];
  for (let j = 0; j < Math.floor(ny / every); j += 1)
    for (let i = 0; i < Math.floor(nx / every); i += 1) {
      const [x, y] = [Math.floor((i + 0.5) * every), Math.floor((j + 0.5) * every)];
      const grey = slice.data[y * nx + x]!;
      if (!Number.isFinite(grey) || !slice.counts(y * nx + x)) continue;
      const at = [x, y, 0];
      const point = map3((axis) => slice.origin[axis] + at[axis]! * slice.spacing[axis]);
      const place = apply(transform, point);
      points.push(point);
      greys.push(grey);
      blocks.push(Math.floor((BLOCKS * y) / ny) * BLOCKS + Math.floor((BLOCKS * x) / nx));
      for (const axis of [0, 1, 2] as const) {
        const index = (place[axis] - grid.origin[axis]) / grid.spacing[axis];
        corners.push(Math.floor(index) - KEPT_EDGE / 2 + 1);
      }
    }
  return {
    points,
    greys: Float64Array.from(greys),
    blocks: Uint8Array.from(blocks),
    corners: Int32Array.from(corners),
    voxels: new Float32Array(points.length * KEPT_EDGE ** 3).fill(NaN),
    grid,
  };
}

/** The first and the last plane of the volume that is needed; undefined where it is none. */
export function planesOf({ corners, grid }: Neighbourhoods): readonly [number, number] | undefined {
  let [first, last] = [Infinity, -Infinity];
  for (let at = 2; at < corners.length; at += 3) {
    first = Math.min(first, corners[at]!);
    last = Math.max(last, corners[at]! + KEPT_EDGE - 1);
  }
  first = Math.max(0, first);
  last = Math.min(grid.size[2] - 1, last);
  return first <= last ? [first, last] : undefined;
}

/** Keeps what is needed of a plane, whose rows are `rowLength` apart. */
export function keepPlane(
  { corners, voxels, grid }: Neighbourhoods,
  z: number,
  plane: ArrayLike<number>,
  rowLength: number,
): void {
  const [nx, ny] = grid.size;
  for (let n = 0; 3 * n < corners.length; n += 1) {
    const [x0, y0, z0] = [corners[3 * n]!, corners[3 * n + 1]!, corners[3 * n + 2]!];
    if (z < z0 || z >= z0 + KEPT_EDGE) continue;
    for (let j = Math.max(0, -y0); j < Math.min(KEPT_EDGE, ny - y0); j += 1) {
      const to = ((n * KEPT_EDGE + z - z0) * KEPT_EDGE + j) * KEPT_EDGE;
      const from = (y0 + j) * rowLength + x0;
      for (let i = Math.max(0, -x0); i < Math.min(KEPT_EDGE, nx - x0); i += 1)
        voxels[to + i] = plane[from + i]!;
    }
  }
}

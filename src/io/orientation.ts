import type { GridArray } from '../recipe/dtype.js';
import { dtypeOf, makeArray } from '../recipe/dtype.js';
import type { Region, Vec3 } from '../recipe/geometry.js';
import { map3, volumeOf } from '../recipe/geometry.js';
import type { GridReader } from './grid_source.js';

/** How the axes of a file lie in its own space: axis by axis, unit vectors. */
export type Direction = readonly [Vec3, Vec3, Vec3];

/** A turn by quarters: which axis of the file becomes x, y, z, and which of these run backwards. */
export interface Orientation {
  readonly axes: Vec3;
  readonly flipped: readonly [boolean, boolean, boolean];
}

/** Directions within a thousandth of an axis are rounding: 0.06 degrees. */
const STRAIGHT = 1 - 1e-6;

/**
 * The quarter turns that bring a file's axes along those of its space, or undefined where it is
 * oblique. Without a mirror in the file, there is none in what is applied.
 */
export function orientationOf(direction: Direction): Orientation | undefined {
  const axes: (number | undefined)[] = [undefined, undefined, undefined];
  const flipped = [false, false, false];
  for (const [axis, vector] of direction.entries()) {
    const length = Math.hypot(...vector);
    const world = vector.findIndex((part) => Math.abs(part) >= STRAIGHT * length);
    if (!(length > 0) || world < 0 || axes[world] !== undefined) return undefined;
    axes[world] = axis;
    flipped[world] = vector[world]! < 0;
  }
  return {
    axes: axes as unknown as Vec3,
    flipped: flipped as unknown as Orientation['flipped'],
  };
}

/** Whether an orientation leaves everything as it is. */
export function isAsStored({ axes, flipped }: Orientation): boolean {
  return axes.every((axis, world) => axis === world) && !flipped.includes(true);
}

/** A triple by the axes of the file, as one by the axes of its space. */
export function oriented(values: Vec3, { axes }: Orientation): Vec3 {
  return map3((world) => values[axes[world]]!);
}

/** A reader whose axes are turned. `size` is that of the file. */
export function orientedReader(
  reader: GridReader,
  size: Vec3,
  { axes, flipped }: Orientation,
): GridReader {
  return {
    read: async (region, out, pace) => {
      const origin: [number, number, number] = [0, 0, 0];
      const extent: [number, number, number] = [1, 1, 1];
      for (const world of [0, 1, 2]) {
        const axis = axes[world]!;
        const [first, count] = [region.origin[world]!, region.size[world]!];
        extent[axis] = count;
        origin[axis] = flipped[world] === true ? size[axis]! - first - count : first;
      }
      const stored = makeArray(dtypeOf(out)!, volumeOf(region.size));
      await reader.read({ origin, size: extent }, stored, pace);
      const steps: Vec3 = [1, extent[0], extent[0] * extent[1]];
      const strides = map3((world) => steps[axes[world]]! * (flipped[world] ? -1 : 1));
      const start = [0, 1, 2].reduce(
        (sum, world) =>
          sum + (flipped[world] === true ? (region.size[world]! - 1) * -strides[world]! : 0),
        0,
      );
      turn(stored, out, region, start, strides);
    },
    close: () => {
      reader.close();
    },
  };
}

function turn(
  stored: GridArray,
  out: GridArray,
  { size: [nx, ny, nz] }: Region,
  start: number,
  [sx, sy, sz]: Vec3,
): void {
  let at = 0;
  for (let z = 0; z < nz; z++)
    for (let y = 0; y < ny; y++) {
      let from = start + z * sz + y * sy;
      for (let x = 0; x < nx; x++, from += sx) out[at++] = stored[from]!;
    }
}

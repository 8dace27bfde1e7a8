import type { Dtype } from '../recipe/dtype.js';
import type { Vec3 } from '../recipe/geometry.js';
import { map3 } from '../recipe/geometry.js';
import type { Place, StoredImage } from './contents.js';
import type { GridReader } from './grid_source.js';
import type { Direction } from './orientation.js';
import { isAsStored, oriented, orientationOf, orientedReader } from './orientation.js';

/** A grid and where it lies in the space of its file. Triples go by the file's axes. */
export interface PlacedGrid {
  readonly path?: string | undefined;
  readonly dtype: Dtype;
  readonly size: Vec3;
  readonly spacing?: Vec3 | undefined;
  readonly unit?: string | undefined;
  readonly spacingFrom?: string | undefined;
  /** Position of the first voxel in the space of the file. */
  readonly origin?: Vec3 | undefined;
  /** Where the axes point in that space; as they are where left out. */
  readonly direction?: Direction | undefined;
  readonly channels?: readonly string[] | undefined;
  readonly times?: number | undefined;
  readonly warnings?: readonly string[] | undefined;
}

/**
 * An image of a grid, turned along the axes of its space where that takes quarter turns alone.
 * `reader` reads it as it is stored.
 */
export function placedImage(grid: PlacedGrid, reader: (place: Place) => GridReader): StoredImage {
  const { size, direction } = grid;
  const warnings = [...(grid.warnings ?? [])];
  const orientation = direction === undefined ? STRAIGHT : orientationOf(direction);
  if (orientation === undefined) {
    warnings.push(
      `The file's axes are oblique to its space, and the voxels are kept as stored: direction ${JSON.stringify(direction)}.`,
    );
  }
  const turned = orientation ?? STRAIGHT;
  if (!isAsStored(turned)) {
    const names = ([0, 1, 2] as const).map(
      (world) => `${turned.flipped[world] ? '−' : ''}${AXES[turned.axes[world]]!}`,
    );
    warnings.push(`The axes are turned as the file says: x, y, z are its ${names.join(', ')}.`);
  }
  return {
    path: grid.path ?? '',
    dtype: grid.dtype,
    size: oriented(size, turned),
    spacing: grid.spacing === undefined ? undefined : oriented(grid.spacing, turned),
    unit: grid.unit,
    spacingFrom: grid.spacingFrom,
    origin: orientation === undefined ? undefined : turnedOrigin(grid, orientation),
    channels: grid.channels ?? [],
    times: grid.times ?? 1,
    warnings,
    reader: (place) => {
      const stored = reader(place);
      return isAsStored(turned) ? stored : orientedReader(stored, size, turned);
    },
  };
}

const AXES = ['x', 'y', 'z'];
const STRAIGHT = { axes: [0, 1, 2], flipped: [false, false, false] } as const;

/** The first voxel after the turn is at the other end of every axis that runs backwards. */
function turnedOrigin(
  { origin, size, spacing }: PlacedGrid,
  { axes, flipped }: { readonly axes: Vec3; readonly flipped: readonly boolean[] },
): Vec3 | undefined {
  if (origin === undefined) return undefined;
  return map3((world) => {
    const axis = axes[world];
    const back = flipped[world] === true ? (size[axis]! - 1) * (spacing?.[axis] ?? 1) : 0;
    return origin[world] - back;
  });
}

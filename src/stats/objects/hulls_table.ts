// Table of hull measures: Feret diameters, hull volume, solidity.
import { VoxmetryError } from '../../recipe/errors.js';
import { volumeOf, type Vec3 } from '../../recipe/geometry.js';
import { columnValues, type TableData } from '../../recipe/table_data.js';
import { ColumnBuilder } from './column_builder.js';
import { convexHull, MOST_EXTENT, pruned, type Hull } from './convex_hull.js';
import { greatestWidth, hullVoxels, leastWidth } from './feret.js';

/**
 * Corners of the objects of some bricks, those of their hulls among them, by rising id: three
 * coordinates each.
 */
export interface HullPoints {
  readonly ids: Uint32Array;
  readonly points: readonly Float64Array[];
}

/** Corners anywhere in the volume, without most of those that are no corners of the hull. */
export function candidateCorners(corners: ArrayLike<number>): Float64Array {
  const from = [Infinity, Infinity, Infinity];
  const to = [0, 0, 0];
  for (let i = 0; i < corners.length; i += 1) {
    const axis = i % 3;
    from[axis] = Math.min(from[axis]!, corners[i]!);
    to[axis] = Math.max(to[axis]!, corners[i]!);
  }
  const extent = Math.max(...to.map((end, axis) => end - from[axis]!));
  if (extent > MOST_EXTENT)
    throw new VoxmetryError(
      'limit',
      `objectHulls: an object is ${String(extent)} voxels long, more than ${String(MOST_EXTENT)}. Bin the volume.`,
      { op: 'objectHulls', details: { needed: extent, available: MOST_EXTENT } },
    );
  const relative = Float64Array.from(corners, (value, i) => value - from[i % 3]!);
  return pruned(relative).map((value, i) => value + from[i % 3]!);
}

/** The hull of corners anywhere in the volume, its coordinates counted from their least ones. */
export function hullOf(corners: Float64Array): Hull {
  const from = [0, 1, 2].map((axis) => {
    let least = Infinity;
    for (let i = axis; i < corners.length; i += 3) least = Math.min(least, corners[i]!);
    return least;
  });
  return convexHull(corners.map((value, i) => value - from[i % 3]!));
}

/** Corners of two bricks: of an object in both those of both, of which the hull is that of all. */
export function mergeHulls(a: HullPoints, b: HullPoints): HullPoints {
  const ids: number[] = [];
  const points: Float64Array[] = [];
  for (let i = 0, j = 0; i < a.ids.length || j < b.ids.length;) {
    const id = Math.min(a.ids[i] ?? Infinity, b.ids[j] ?? Infinity);
    const own = [
      ...(a.ids[i] === id ? [a.points[i++]!] : []),
      ...(b.ids[j] === id ? [b.points[j++]!] : []),
    ];
    ids.push(id);
    points.push(own.length === 1 ? own[0]! : concatenated(own));
  }
  return { ids: Uint32Array.from(ids), points };
}

function concatenated(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** The columns of `objectHulls`. */
export function hullsTable(
  hulls: HullPoints,
  spacing: Vec3,
  unit: string,
  measures: TableData,
): TableData {
  const columns = new ColumnBuilder(hulls.ids);
  const feretMax = columns.empty('feretMax', unit, 'greatest distance of two corners of voxels');
  const feretMin = columns.empty('feretMin', unit, 'least distance of parallel planes around it');
  const hullVolume = columns.empty('hullVolume', `${unit}³`, "volume of the corners' convex hull");
  const solidity = columns.empty('solidity', '', 'volume / hullVolume');
  const volume = columnValues(measures, 'volume')!;
  hulls.points.forEach((points, row) => {
    const hull = hullOf(points);
    feretMax[row] = greatestWidth(hull, spacing);
    feretMin[row] = leastWidth(hull, spacing);
    hullVolume[row] = hullVoxels(hull) * volumeOf(spacing);
    solidity[row] = volume[row]! / hullVolume[row];
  });
  return columns.table();
}

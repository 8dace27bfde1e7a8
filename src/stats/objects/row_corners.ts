// Candidate corners of a convex hull from row extents.

/**
 * The rows of one object in a box: where they start, and how many there are per slice and slices.
 */
export interface RowBlock {
  /** Index of the first row in the words of extents. */
  readonly first: number;
  readonly y: number;
  readonly z: number;
  readonly perSlice: number;
  readonly slices: number;
}

/**
 * The corners of an object's outermost voxels, three coordinates each, from the extents of its rows
 * (see `object_rows`): of every line of corners along x the least and the greatest.
 */
export function rowCorners(extents: Uint32Array, rows: RowBlock): number[] {
  const { first, y, z, perSlice, slices } = rows;
  const corners: number[] = [];
  for (let k = 0; k <= slices; k += 1)
    for (let j = 0; j <= perSlice; j += 1) {
      let least = Infinity;
      let greatest = -Infinity;
      for (const slice of [k - 1, k])
        for (const row of [j - 1, j]) {
          if (slice < 0 || row < 0 || slice >= slices || row >= perSlice) continue;
          const at = 2 * (first + slice * perSlice + row);
          const end = extents[at + 1]!;
          if (end === 0) continue;
          least = Math.min(least, ~extents[at]! >>> 0);
          greatest = Math.max(greatest, end);
        }
      if (greatest >= 0) corners.push(least, y + j, z + k, greatest, y + j, z + k);
    }
  return corners;
}

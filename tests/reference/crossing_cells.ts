type Triple = readonly [number, number, number];

/** Sums of pairs of neighbours in cells, by the cell of the first voxel. */
export interface CrossingCells {
  /** Pairs of which one voxel is `a` and the other `b`. */
  readonly differ: number[];
  /** All pairs inside the volume, or inside `within`. */
  readonly pairs: number[];
}

/**
 * For each cell of `edge` voxels along each axis, those at the ends cut, the weighted pairs of
 * voxels at given offsets: all, and those between two values.
 */
export function crossingCellsTwin(
  values: ArrayLike<number>,
  [nx, ny, nz]: Triple,
  edge: number,
  offsets: readonly Triple[],
  weights: readonly number[],
  [a, b]: readonly [number, number],
  within?: ArrayLike<number>,
): CrossingCells {
  const [cx, cy, cz] = [Math.ceil(nx / edge), Math.ceil(ny / edge), Math.ceil(nz / edge)];
  const differ = new Array<number>(cx * cy * cz).fill(0);
  const pairs = [...differ];
  for (let z = 0; z < nz; z++)
    for (let y = 0; y < ny; y++)
      for (let x = 0; x < nx; x++) {
        const cell = (Math.floor(z / edge) * cy + Math.floor(y / edge)) * cx + Math.floor(x / edge);
        const first = (z * ny + y) * nx + x;
        offsets.forEach(([dx, dy, dz], k) => {
          const [u, v, w] = [x + dx, y + dy, z + dz];
          if (u < 0 || v < 0 || w < 0 || u >= nx || v >= ny || w >= nz) return;
          const second = (w * ny + v) * nx + u;
          if (within !== undefined && (within[first] === 0 || within[second] === 0)) return;
          pairs[cell]! += weights[k]!;
          const [p, q] = [values[first], values[second]];
          if ((p === a && q === b) || (p === b && q === a)) differ[cell]! += weights[k]!;
        });
      }
  return { differ, pairs };
}

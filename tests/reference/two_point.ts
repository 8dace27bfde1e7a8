type Triple = readonly [number, number, number];

/** Pairs of set voxels, and of all voxels, by their distance. */
export interface PairsTwin {
  readonly both: number[];
  readonly pairs: number[];
  /** Sum of all pairs' distances. */
  readonly distances: number[];
}

/**
 * Every pair of two voxels of a volume, the first in `a`, the second in `b`, by its distance: bin k
 * holds k − ½ ≤ r / step < k + ½. Repeated volumes: the second voxel may lie in a neighbour, as far
 * away as the farthest bin.
 */
export function radialTwin(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  [nx, ny, nz]: Triple,
  spacing: Triple,
  bins: number,
  periodic: boolean,
): PairsTwin {
  const step = Math.min(...spacing);
  const both = new Array<number>(bins).fill(0);
  const pairs = [...both];
  const distances = [...both];
  const reach = spacing.map((s) => Math.ceil((bins * step) / s));
  const around = (n: number, size: number): number => ((n % size) + size) % size;
  for (let z = 0; z < nz; z++)
    for (let y = 0; y < ny; y++)
      for (let x = 0; x < nx; x++)
        for (let w = z - reach[2]!; w <= z + reach[2]!; w++)
          for (let v = y - reach[1]!; v <= y + reach[1]!; v++)
            for (let u = x - reach[0]!; u <= x + reach[0]!; u++) {
              const inside = u >= 0 && v >= 0 && w >= 0 && u < nx && v < ny && w < nz;
              if (!inside && !periodic) continue;
              // An offset as long as the volume is the volume's own repetition.
              if (Math.abs(u - x) >= nx || Math.abs(v - y) >= ny || Math.abs(w - z) >= nz) continue;
              const r = Math.hypot(
                (u - x) * spacing[0],
                (v - y) * spacing[1],
                (w - z) * spacing[2],
              );
              const bin = Math.floor(r / step + 0.5);
              if (bin >= bins) continue;
              const partner = (around(w, nz) * ny + around(v, ny)) * nx + around(u, nx);
              pairs[bin]! += 1;
              distances[bin]! += r;
              both[bin]! += a[(z * ny + y) * nx + x]! * b[partner]!;
            }
  return { both, pairs, distances };
}

type Triple = readonly [number, number, number];

/**
 * Surface per volume of cubes of b voxels, side by side from the first voxel on: of each the
 * weighted pairs of voxels that differ over all weighted pairs, of pairs whose first voxel lies in
 * it (the offset's; the second where it may, but inside the volume).
 */
export function surfaceOfCubesTwin(
  mask: ArrayLike<number>,
  [nx, ny, nz]: Triple,
  b: number,
  directions: readonly Triple[],
  weights: readonly number[],
): { differ: number[]; pairs: number[] } {
  const cells: Triple = [Math.floor(nx / b), Math.floor(ny / b), Math.floor(nz / b)];
  const differ = new Array<number>(cells[0] * cells[1] * cells[2]).fill(0);
  const pairs = [...differ];
  for (let z = 0; z < cells[2] * b; z++)
    for (let y = 0; y < cells[1] * b; y++)
      for (let x = 0; x < cells[0] * b; x++) {
        const cell =
          (Math.floor(z / b) * cells[1] + Math.floor(y / b)) * cells[0] + Math.floor(x / b);
        directions.forEach(([dx, dy, dz], k) => {
          const [u, v, w] = [x + dx, y + dy, z + dz];
          if (u < 0 || v < 0 || w < 0 || u >= nx || v >= ny || w >= nz) return;
          pairs[cell]! += weights[k]!;
          if (mask[(z * ny + y) * nx + x] !== mask[(w * ny + v) * nx + u])
            differ[cell]! += weights[k]!;
        });
      }
  return { differ, pairs };
}

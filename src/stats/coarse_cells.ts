// Cells of which a covariance is taken: few enough for a transform on the host.
import { map3, volumeOf, type Vec3 } from '../recipe/geometry.js';
import type { BlockLattice } from './block_sums.js';
import { powerOfTwo } from './host_fourier.js';

/** Numbers of the padded transform: 32 cells along each axis, or 256 in an image. */
const MOST_NUMBERS = 2 ** 18;

/** Counts of the cells of a volume; those at its ends may hold fewer voxels. */
export interface Cells {
  /** Cells along each axis. */
  readonly size: Vec3;
  /** Edges of the padded box, in which opposite ends do not meet. */
  readonly padded: Vec3;
  /** Voxels of the mask in each cell. */
  readonly c: Float64Array;
  /** Voxels counted in each cell. */
  readonly n: Float64Array;
}

/**
 * The edge, in cells, of cubes of cells of which a lattice makes few enough for a small padded
 * transform.
 */
export function coarseEdge(size: Vec3): number {
  let edge = 1;
  while (volumeOf(paddedSize(map3((i) => Math.ceil(size[i] / edge)))) > MOST_NUMBERS) edge += 1;
  return edge;
}

/** The padded box of a lattice of cells. */
export const paddedSize = (size: Vec3): Vec3 => map3((i) => powerOfTwo(2 * size[i] - 1));

/** Sums a lattice into the finest cells, cubes of its cells, whose padded transform is small. */
export function coarseCells(lattice: BlockLattice): Cells {
  const edge = coarseEdge(lattice.size);
  const size = map3((i) => Math.ceil(lattice.size[i] / edge));
  const cells: Cells = {
    size,
    padded: paddedSize(size),
    c: new Float64Array(volumeOf(size)),
    n: new Float64Array(volumeOf(size)),
  };
  const [nx, ny, nz] = lattice.size;
  for (let z = 0, from = 0; z < nz; z += 1)
    for (let y = 0; y < ny; y += 1) {
      const row = (Math.floor(z / edge) * size[1] + Math.floor(y / edge)) * size[0];
      for (let x = 0, to = row; x < nx; to += 1) {
        let [c, n] = [0, 0];
        for (const end = Math.min(nx, x + edge); x < end; x += 1, from += 1) {
          c += lattice.c[from]!;
          n += lattice.n[from]!;
        }
        cells.c[to]! += c;
        cells.n[to]! += n;
      }
    }
  return cells;
}

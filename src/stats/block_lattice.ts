// Block counts on a lattice, for the variance of block fractions (integral range).
import { map3, volumeOf, type Region, type Vec3 } from '../recipe/geometry.js';

/**
 * Counts of one brick, or of many: a box of the lattice, and with cells of 8 the sums for blocks of
 * 2 and 4.
 */
export interface Counted {
  /** Size of the whole volume, in voxels. */
  readonly volumeSize: Vec3;
  /** Voxels of a cell along each axis. */
  readonly cell: 1 | 8;
  readonly sums: Float64Array;
  readonly lattice: Region;
  readonly c: Uint16Array;
  readonly n: Uint16Array;
}

/** Cells along each axis. */
export function latticeSize({ volumeSize, cell }: Pick<Counted, 'volumeSize' | 'cell'>): Vec3 {
  return map3((i) => Math.ceil(volumeSize[i] / cell));
}

/** Adds a part's lattice to one of the whole volume. */
export function addLattice(whole: Counted, part: Counted): void {
  const { origin, size } = part.lattice;
  const [nx, ny] = whole.lattice.size;
  for (let z = 0; z < size[2]; z += 1)
    for (let y = 0; y < size[1]; y += 1) {
      const from = (z * size[1] + y) * size[0];
      const to = ((z + origin[2]) * ny + y + origin[1]) * nx + origin[0];
      for (let x = 0; x < size[0]; x += 1) {
        whole.c[to + x]! += part.c[from + x]!;
        whole.n[to + x]! += part.n[from + x]!;
      }
    }
}

/** A count over the whole lattice that the parts can be added to. */
export function asWhole(part: Counted): Counted {
  const size = latticeSize(part);
  if (volumeOf(part.lattice.size) === volumeOf(size)) return part;
  const whole: Counted = {
    volumeSize: part.volumeSize,
    cell: part.cell,
    sums: part.sums,
    lattice: { origin: [0, 0, 0], size },
    c: new Uint16Array(volumeOf(size)),
    n: new Uint16Array(volumeOf(size)),
  };
  addLattice(whole, part);
  return whole;
}

// The lattice of blocks from which intervals of joint statistics are drawn.
import { map3, type Vec3 } from '../../recipe/geometry.js';
import { integer, nullable } from '../../recipe/params.js';

/** Blocks that a volume is cut into where no edge is stated, about. */
const BLOCKS = 64;
/** Shorter axes are not cut. */
const LEAST_AXIS = 8;
/** Blocks at most. */
export const MOST_BLOCKS = 4096;

/** The edge of the blocks from which intervals are drawn. */
export const blockParam = nullable(
  integer(
    { min: 2, max: 2 ** 20 },
    'Edge in voxels of the blocks from which intervals are drawn; longer than what is alike. Default: about 64 blocks.',
  ),
);

/** Blocks of a volume: their edges in voxels, and how many there are along each axis. */
export interface BlockLattice {
  readonly edge: Vec3;
  readonly lattice: Vec3;
}

/** Blocks of an edge, or about 64 of equal shares of the long axes. */
export function blocksOf(size: Vec3, block: number | null | undefined): BlockLattice {
  const long = size.filter((n) => n >= LEAST_AXIS).length;
  const each = long === 0 ? 1 : Math.round(BLOCKS ** (1 / long));
  const edge = map3((i) => {
    if (block !== null && block !== undefined) return Math.min(block, size[i]);
    return size[i] < LEAST_AXIS ? size[i] : Math.max(2, Math.ceil(size[i] / each));
  });
  return { edge, lattice: map3((i) => Math.ceil(size[i] / edge[i])) };
}

// How many samples are taken of a grid, and where.
import { map3, volumeOf, type Vec3 } from '../recipe/geometry.js';

/** Samples of a grid, in a lattice of blocks. */
export interface Sampling {
  /** Blocks along x, y, z. */
  readonly blocks: Vec3;
  /** A multiple of 64. */
  readonly perBlock: number;
  /** Parts of a voxel, as a power of two. */
  readonly bits: number;
  /** Levels that are told apart. */
  readonly bins: number;
  /** Where the sequence starts. */
  readonly offset: Vec3;
}

/** Blocks in all, at most. */
const BLOCKS = 64;
/** Fewest voxels of a block along an axis. */
const FEWEST = 4;

/** Fewest samples of a grid, if so many are asked for: of fewer voxels there are several each. */
const LEAST_SAMPLES = 2 ** 13;

/** The sampling of a grid by about `most` samples, or one for each voxel; in at most `blocks`. */
export function samplingOf(
  size: Vec3,
  most: number,
  seed: number,
  blocksAtMost = BLOCKS,
): Sampling {
  let blocks = map3(() => 1);
  // The longest blocks are halved first.
  for (let n = 1; n < blocksAtMost; n *= 2) {
    const lengths = map3((i) => size[i] / blocks[i]);
    const axis = lengths.indexOf(Math.max(...lengths));
    if (lengths[axis]! < 2 * FEWEST) break;
    blocks = map3((i) => (i === axis ? 2 * blocks[i] : blocks[i]));
  }
  const wanted = Math.min(most, Math.max(volumeOf(size), LEAST_SAMPLES));
  const perBlock = 64 * Math.max(1, Math.round(wanted / (64 * volumeOf(blocks))));
  const bits = Math.min(8, Math.floor(16 - Math.log2(Math.max(...size))));
  const samples = perBlock * volumeOf(blocks);
  // About as many sampled voxels per bin and axis as give each cell of the joint histogram some.
  const bins = Math.max(
    8,
    Math.min(32, 4 * Math.round(Math.cbrt(Math.min(samples, volumeOf(size))) / 4)),
  );
  return {
    blocks,
    perBlock,
    bits: Math.max(0, bits),
    bins,
    offset: map3((i) => Math.imul(seed + 1, [0x9e3779b1, 0x85ebca77, 0xc2b2ae3d][i]!) >>> 0),
  };
}

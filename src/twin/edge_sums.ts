import { VoxmetryError } from '../recipe/errors.js';
import { map3, volumeOf, type Vec3 } from '../recipe/geometry.js';
import { Random } from '../synthetic/random.js';
import type { MaskArray } from './curves.js';
import { blocksAlong, edgeFaces } from './edge_faces.js';
import {
  addEdges,
  addFlats,
  addSums,
  flatVoxels,
  imagingOfSums,
  noSums,
  type BlockSums,
  type FoundImaging,
} from './imaging_sums.js';

/** A scan and its mask on the host. */
export interface ImagedPiece {
  readonly scan: ArrayLike<number>;
  readonly mask: MaskArray;
}

const OP = 'estimateImaging';
const LEAST_FACES = 200;
const LEAST_FLAT = 500;
const LEAST_BLOCKS = 6;
const DRAWS = 400;
/** Flat voxels are further from faces than so many deviations of the blur, and a voxel. */
const FLAT = 2.5;

/** The sums of all blocks of all pieces; refuses what tells too little. */
export function sumsOf(
  pieces: readonly ImagedPiece[],
  blur: number,
  margin = marginOf(pieces, blur),
): BlockSums[] {
  const all = pieces.flatMap(({ scan, mask }) => {
    const { size, spacing } = mask;
    const blocks = Array.from({ length: volumeOf(blocksAlong(size)) }, noSums);
    addEdges(blocks, scan, size, edgeFaces(mask, reachOf(blur, spacing)));
    addFlats(blocks, scan, size, flatVoxels(mask, margin));
    return blocks;
  });
  const { faces, flat } = totalOf(all);
  const refuse = (what: string, remedy: string): VoxmetryError =>
    new VoxmetryError('empty-phase', `${OP}: ${what}; ${remedy}.`, {
      op: OP,
      details: { faces, flat: flat.map(({ count }) => count) },
    });
  const with_ = all.filter((block) => block.faces > 0).length;
  if (faces < LEAST_FACES || with_ < LEAST_BLOCKS)
    throw refuse(
      `${String(faces)} faces in ${String(with_)} blocks have room on both sides`,
      'take a larger piece, a cleaner mask, or state the imaging',
    );
  flat.forEach(({ count }, phase) => {
    if (count < LEAST_FLAT)
      throw refuse(
        `${String(count)} voxels ${phase === 0 ? 'outside of' : 'in'} the mask are far enough from its faces`,
        'take a larger piece, or state the imaging',
      );
  });
  return all;
}

/** Voxels on each side of a face at which its edge has ended. */
export function reachOf(blur: number, spacing: Vec3): Vec3 {
  return map3((axis) => Math.max(3, Math.ceil((FLAT * blur) / spacing[axis]) + 1));
}

/** The sums of all blocks. */
export function totalOf(blocks: readonly BlockSums[]): BlockSums {
  const total = noSums();
  for (const block of blocks) addSums(total, block);
  return total;
}

function marginOf(pieces: readonly ImagedPiece[], blur: number): number {
  return FLAT * blur + Math.max(...pieces[0]!.mask.spacing);
}

/** What draws of blocks, with replacement, would have found. */
export function drawsOf(blocks: readonly BlockSums[], seed: number): FoundImaging[] {
  const told = blocks.filter(({ faces, flat }) => faces + flat[0].count + flat[1].count > 0);
  const draws: FoundImaging[] = [];
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const random = new Random(seed, [0x7ffe0000, draw]);
    const total = noSums();
    told.forEach(() => {
      addSums(total, told[Math.floor(random.uniform() * told.length)]!);
    });
    if (total.faces === 0 || total.flat.some(({ free }) => free === 0)) continue;
    draws.push(imagingOfSums(total));
  }
  return draws;
}

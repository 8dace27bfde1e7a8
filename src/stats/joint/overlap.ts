// Overlap of two segmentations of one volume.
import { invalidArgument } from '../../recipe/errors.js';
import { volumeOf, type Vec3 } from '../../recipe/geometry.js';
import { yields, type GridMeta } from '../../recipe/meta.js';
import { declareOp, input, optionalInput } from '../../recipe/op.js';
import { drawOnLattice } from '../block_draws.js';
import { blockParam, blocksOf, MOST_BLOCKS, type BlockLattice } from './blocks.js';

/** How far one phase agrees in two segmentations. */
export interface PhaseOverlap {
  readonly name: string;
  /** 2 |A ∩ B| / (|A| + |B|), 0 to 1; NaN where neither has a voxel. */
  readonly dice: number;
  readonly diceInterval: readonly [lo: number, hi: number];
  /** |A ∩ B| / |A ∪ B| (Jaccard). */
  readonly iou: number;
  readonly iouInterval: readonly [lo: number, hi: number];
}

/** Contingency of two segmentations, and how far phases of one name agree. */
export interface OverlapValue {
  /** Names of the phases of the grid, and of the other; of masks 'outside' and 'inside'. */
  readonly namesA: readonly string[];
  readonly namesB: readonly string[];
  /** Voxels by phase of the grid, then of the other: `counts[i * namesB.length + j]`; exact. */
  readonly counts: Float64Array<ArrayBuffer>;
  /** Voxels counted. */
  readonly total: number;
  /** Phases of the same name in both, in the order of the grid; of masks 'inside' alone. */
  readonly overlaps: readonly PhaseOverlap[];
  /** The part of the voxels that are of phases of one name in both. */
  readonly agreement: number;
  /** Blocks that hold voxels, and their edges. */
  readonly blocks: number;
  readonly edge: Vec3;
}

/** Pairs of phases and blocks at most. */
const MOST_COUNTS = 2 ** 24;

/** Codes of a segmentation, rising, with their names. */
export function codesOf(meta: GridMeta): { readonly codes: number[]; readonly names: string[] } {
  if (meta.kind === 'mask') return { codes: [0, 1], names: ['outside', 'inside'] };
  const known = Object.entries(meta.phases ?? {}).sort((x, y) => x[1] - y[1]);
  return { codes: known.map(([, code]) => code), names: known.map(([name]) => name) };
}

/**
 * Contingency of two masks or two sets of phases of one volume, as {@link OverlapValue}, with
 * Dice's coefficient and the intersection over the union of phases of the same name. Exact counts,
 * of each block of a lattice; intervals by drawing blocks anew, since voxels that are neighbours
 * are alike. One pass over both, in bricks.
 */
export const overlap = declareOp({
  name: 'overlap',
  kind: 'reduce',
  inputs: {
    a: input('mask', 'phases'),
    b: input('mask', 'phases'),
    within: optionalInput('mask'),
  },
  params: { block: blockParam },
  exactness: 'exact',
  result: ({ a, b }, { block }) => {
    if (a.kind !== b.kind)
      throw invalidArgument('overlap', 'other', `a ${b.kind}`, `a ${a.kind}, as the grid`);
    const blocks = volumeOf(blocksOf(a.size, block).lattice);
    if (
      blocks > MOST_BLOCKS ||
      blocks * codesOf(a).codes.length * codesOf(b).codes.length > MOST_COUNTS
    )
      throw invalidArgument('overlap', 'block', block, `larger: there are ${blocks} blocks`);
    return yields.result<OverlapValue>();
  },
  notes: () => ({
    interval:
      '95 %, percentiles of 999 draws of blocks, and of blocks of twice the edge, the wider',
  }),
});

/** {@link OverlapValue} of counts by block and pair of phases. */
export function overlapOf(
  found: Float64Array<ArrayBuffer>,
  { a, b }: { readonly a: GridMeta; readonly b: GridMeta },
  { edge, lattice }: BlockLattice,
): OverlapValue {
  const [namesA, namesB] = [codesOf(a).names, codesOf(b).names];
  const each = namesA.length * namesB.length;
  const blocks = Math.floor(found.length / each);
  const ofBlock = Array.from({ length: blocks }, (_, i) =>
    found.subarray(i * each, (i + 1) * each),
  );
  const filled = [...ofBlock.keys()].filter((i) => ofBlock[i]!.some((n) => n > 0));
  const counts = new Float64Array(each);
  for (const block of ofBlock) block.forEach((n, i) => (counts[i]! += n));
  const total = counts.reduce((sum, n) => sum + n, 0);
  const shared = (a.kind === 'mask' ? ['inside'] : namesA).filter((name) => namesB.includes(name));
  const overlaps = shared.map((name) => {
    const [i, j] = [namesA.indexOf(name), namesB.indexOf(name)];
    const parts = ofBlock.map((block) => {
      let [inA, inB] = [0, 0];
      for (let k = 0; k < namesB.length; k += 1) inA += block[i * namesB.length + k]!;
      for (let k = 0; k < namesA.length; k += 1) inB += block[k * namesB.length + j]!;
      return { both: block[i * namesB.length + j]!, sum: inA + inB };
    });
    const ratio = (of: readonly number[], dice: boolean): number => {
      let [both, sum] = [0, 0];
      for (const k of of) {
        both += parts[k]!.both;
        sum += parts[k]!.sum;
      }
      return dice ? (2 * both) / sum : both / (sum - both);
    };
    const measured = (dice: boolean) => {
      const value = ratio(filled, dice);
      const { interval } = drawOnLattice(lattice, Number.isNaN(value) ? [] : filled, (of) => {
        const drawn = ratio(of, dice);
        return Number.isNaN(drawn) ? value : drawn;
      });
      return { value, interval: [Math.max(0, interval[0]), Math.min(1, interval[1])] as const };
    };
    const [dice, iou] = [measured(true), measured(false)];
    return {
      ...{ name, dice: dice.value, diceInterval: dice.interval },
      ...{ iou: iou.value, iouInterval: iou.interval },
    };
  });
  const same = namesA.reduce((sum, name, i) => {
    const j = namesB.indexOf(name);
    return j < 0 ? sum : sum + counts[i * namesB.length + j]!;
  }, 0);
  const agreement = same / total;
  return { namesA, namesB, counts, total, overlaps, agreement, blocks: filled.length, edge };
}

// Two-point correlation on the GPU: by number-theoretic transform, or offset by offset.
import type { Run } from '../gpu/index.js';
import { bufferBytes, implementReduce, type GpuGrid } from '../implement/index.js';
import { map3, volumeOf, type Region, type Vec3 } from '../recipe/geometry.js';
import { countLags, lagBytes } from './lag_counts.gpu.js';
import { mergePairs, type PairCounts } from './shifted_pairs.js';
import { countPairs } from './shifted_pairs.gpu.js';
import { twoPoint, twoPointEstimator, type TwoPointValue } from './two_point.js';
import { offsetBins, type OffsetBins } from './two_point_offsets.js';
import { nearOffsets, geometryOf, slopeAt } from './two_point_geometry.js';

interface Counted {
  /** Per bin, the pairs with both ends set; for two masks, in either order. */
  readonly both: Float64Array;
  /** The same pairs of the first mask alone at the offsets of the first bin that is none. */
  readonly near: PairCounts | undefined;
  /** Voxels of the two masks. */
  readonly voxels: readonly [number, number];
  /** Of a region of interest its voxels, and the pairs in it at every offset. */
  readonly region: { readonly voxels: number; readonly pairs: Float64Array } | undefined;
}

/** What is counted: the pairs of a mask with itself, or of two masks. */
interface Masks {
  readonly a: GpuGrid;
  readonly b: GpuGrid | undefined;
}

const opposite = (offset: Vec3): Vec3 => map3((i) => 0 - offset[i]);

/** The pairs of all bins by transforms, which give every offset. */
async function countAll(
  run: Run,
  masks: Masks,
  bins: OffsetBins,
  periodic: boolean,
  region: Region,
): Promise<Float64Array> {
  const at = await countLags(run, masks, bins.reach, periodic, region);
  const both = new Float64Array(bins.count);
  bins.visit((bin, offset) => {
    both[bin]! += at(offset) + (masks.b === undefined ? 0 : at(opposite(offset)));
  });
  return both;
}

/** Pairs of all bins, offset by offset. */
async function countEach(
  run: Run,
  masks: Masks,
  bins: OffsetBins,
  periodic: boolean,
  region: Region,
): Promise<Float64Array> {
  const offsets: Vec3[] = [];
  const binOf: number[] = [];
  bins.visit((bin, offset) => {
    offsets.push(offset);
    binOf.push(bin);
    if (masks.b === undefined) return;
    offsets.push(opposite(offset));
    binOf.push(bin);
  });
  const counted = await countPairs(run, masks, offsets, periodic, region);
  const both = new Float64Array(bins.count);
  counted.both.forEach((n, i) => (both[binOf[i]!]! += n));
  return both;
}

/** The pairs of a mask with itself at every offset, in the order of the bins' visit. */
async function countInside(
  run: Run,
  a: GpuGrid,
  bins: OffsetBins,
  { periodic, all }: { readonly periodic: boolean; readonly all: boolean },
  region: Region,
): Promise<Float64Array> {
  if (!all) {
    const offsets: Vec3[] = [];
    bins.visit((_, offset) => offsets.push(offset));
    return (await countPairs(run, { a }, offsets, periodic, region)).both;
  }
  const at = await countLags(run, { a }, bins.reach, periodic, region);
  let n = 0;
  bins.visit(() => (n += 1));
  const pairs = new Float64Array(n);
  n = 0;
  bins.visit((_, offset) => {
    pairs[n] = at(offset);
    n += 1;
  });
  return pairs;
}

/** Voxels of a mask in a region. */
async function voxelsOf(run: Run, mask: GpuGrid, region: Region): Promise<number> {
  return (await countPairs(run, { a: mask }, [[0, 0, 0]], false, region)).both[0]!;
}

/** {@link twoPoint} on the GPU. */
export const twoPointOnGpu = implementReduce(twoPoint, {
  temporaries: (region, { params, metas: { mask, other }, binding }) => {
    const { along, directions, periodic } = params;
    if (along !== 'radial' || directions !== null) return bufferBytes([]);
    const { reach } = offsetBins(params, mask);
    const alone = other === undefined && !periodic;
    return lagBytes(region, mask.size, reach, { periodic, alone, binding });
  },
  partial: async ({ run, inputs, params, region }): Promise<Counted> => {
    const { mask, other, within } = inputs;
    const bins = offsetBins(params, mask.meta);
    const all = params.along === 'radial' && params.directions === null;
    const count = all ? countAll : countEach;
    const { periodic } = params;
    const own = await voxelsOf(run, mask, region);
    return {
      both: await count(run, { a: mask, b: other }, bins, periodic, region),
      near:
        other === undefined
          ? await countPairs(run, { a: mask, within }, nearOffsets(bins), periodic, region)
          : undefined,
      voxels: [own, other === undefined ? own : await voxelsOf(run, other, region)],
      region: within && {
        voxels: await voxelsOf(run, within, region),
        pairs: await countInside(run, within, bins, { periodic, all }, region),
      },
    };
  },
  merge: (x, y): Counted => ({
    both: x.both.map((n, i) => n + y.both[i]!),
    near: x.near && y.near && mergePairs(x.near, y.near),
    voxels: [x.voxels[0] + y.voxels[0], x.voxels[1] + y.voxels[1]] as const,
    region: x.region &&
      y.region && {
        voxels: x.region.voxels + y.region.voxels,
        pairs: x.region.pairs.map((n, i) => n + y.region!.pairs[i]!),
      },
  }),
  finish: ({ both, near, voxels, region }, { params, metas }): TwoPointValue => {
    const { size, spacing, unit } = metas.mask;
    const { along, directions, periodic } = params;
    const bins = offsetBins(params, metas.mask);
    const orders = metas.other === undefined ? 1 : 2;
    const { pairs, distances } = geometryOf(bins, metas.mask, periodic, region?.pairs);
    const total = region?.voxels ?? volumeOf(size);
    const fractions: readonly [number, number] = [voxels[0] / total, voxels[1] / total];
    // With anisotropic spacing a shell may hold no offset.
    const filled = Array.from(pairs.keys()).filter((k) => pairs[k]! > 0);
    const probability = Float64Array.from(filled, (k) => both[k]! / (orders * pairs[k]!));
    return {
      along,
      distances: Float64Array.from(filled, (k) => distances[k]!),
      probability,
      covariance: probability.map((p) => p - fractions[0] * fractions[1]),
      pairs: Float64Array.from(filled, (k) => orders * pairs[k]!),
      fractions,
      surfacePerVolume: near === undefined ? null : slopeAt(near, bins, spacing),
      unit,
      periodic,
      estimator: twoPointEstimator(along, directions),
    };
  },
});

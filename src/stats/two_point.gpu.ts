import { implementReduce } from '../implement/index.js';
import type { Vec3 } from '../recipe/geometry.js';
import { lengthOf } from './directions.js';
import { mergePairs, type PairCounts } from './shifted_pairs.js';
import { countPairs } from './shifted_pairs.gpu.js';
import { twoPoint, twoPointBins, type TwoPointValue } from './two_point.js';

interface Counted {
  readonly pairs: PairCounts;
  /** Voxels of the second mask; pairs of no distance count the overlap alone. */
  readonly own: PairCounts;
  readonly other: PairCounts;
}

const NOWHERE: readonly Vec3[] = [[0, 0, 0]];

/** Offsets of all bins; of two masks both of each opposite pair, since the order matters. */
function offsetsOf(bins: readonly (readonly Vec3[])[], twoMasks: boolean): Vec3[] {
  const flat = bins.flat();
  return twoMasks ? flat.flatMap((o): Vec3[] => [o, [0 - o[0], 0 - o[1], 0 - o[2]]]) : flat;
}

/** {@link twoPoint} on the GPU. */
export const twoPointOnGpu = implementReduce(twoPoint, {
  partial: async ({ run, inputs, params, region }): Promise<Counted> => {
    const { mask, other } = inputs;
    const offsets = offsetsOf(twoPointBins(params, mask.meta), other !== undefined);
    const own = await countPairs(run, { a: mask }, NOWHERE, false, region);
    return {
      pairs: await countPairs(run, { a: mask, b: other }, offsets, params.periodic, region),
      own,
      other:
        other === undefined ? own : await countPairs(run, { a: other }, NOWHERE, false, region),
    };
  },
  merge: (x, y) => ({
    pairs: mergePairs(x.pairs, y.pairs),
    own: mergePairs(x.own, y.own),
    other: mergePairs(x.other, y.other),
  }),
  finish: ({ pairs, own, other }, { params, metas }): TwoPointValue => {
    const { spacing, unit } = metas.mask;
    const bins = twoPointBins(params, metas.mask);
    const perOffset = metas.other === undefined ? 1 : 2;
    const fractions = [own, other].map(({ both, pairs: all }) => both[0]! / all[0]!) as [
      number,
      number,
    ];
    const columns = bins.map(() => [0, 0, 0] as [number, number, number]);
    let at = 0;
    bins.forEach((bin, k) => {
      for (const offset of bin) {
        columns[k]![0] += lengthOf(offset, spacing) / bin.length;
        for (let side = 0; side < perOffset; side += 1, at += 1) {
          columns[k]![1] += pairs.both[at]!;
          columns[k]![2] += pairs.pairs[at]!;
        }
      }
    });
    const distances = Float64Array.from(columns, ([far]) => far);
    const probability = Float64Array.from(columns, ([, both, all]) => both / all);
    const slope = (4 * (fractions[0] - probability[1]!)) / distances[1]!;
    return {
      along: params.along,
      distances,
      probability,
      covariance: probability.map((p) => p - fractions[0] * fractions[1]),
      pairs: Float64Array.from(columns, ([, , all]) => all),
      fractions,
      surfacePerVolume: metas.other === undefined ? slope : null,
      unit,
      periodic: params.periodic,
      estimator:
        params.along === 'radial'
          ? `shells of up to ${String(params.directions)} offsets, evenly spread over the half sphere`
          : `all pairs along ${params.along}`,
    };
  },
});

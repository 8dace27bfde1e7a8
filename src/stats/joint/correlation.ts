// Correlation and colocalisation of two volumes, of sums over blocks.
import type { Vec3 } from '../../recipe/geometry.js';
import { yields } from '../../recipe/meta.js';
import { declareOp, makeNode, valueInput, type Node } from '../../recipe/op.js';
import { number, oneOf } from '../../recipe/params.js';
import { drawOnLattice } from '../block_draws.js';
import { histogramNode } from '../histogram.js';
import { rangeNode } from '../range.js';
import { blockParam } from './blocks.js';
import { pairSums, type PairBlocks } from './pair_sums.js';

/** How far two volumes go with each other. */
export interface VolumeCorrelationValue {
  readonly method: 'pearson' | 'spearman';
  /** −1 to 1; NaN where one has no spread. */
  readonly value: number;
  /** The 95 % interval by drawing blocks anew; NaN of fewer than 2 blocks. */
  readonly interval: readonly [lo: number, hi: number];
  /** Two-sided level at which it differs from 0, by the same draws; at least 0.002. */
  readonly significance: number;
  /** Voxels that have a finite value in both. */
  readonly voxels: number;
  /** Blocks that hold some of them, and their edges in voxels. */
  readonly blocks: number;
  readonly edge: Vec3;
}

/** Manders' coefficients of two volumes. */
export interface ColocalizationValue {
  /** Σ a where both are above their thresholds, over Σ a where a is: 0 to 1. */
  readonly m1: number;
  readonly m1Interval: readonly [lo: number, hi: number];
  /** The same of b. */
  readonly m2: number;
  readonly m2Interval: readonly [lo: number, hi: number];
  readonly thresholds: readonly [a: number, b: number];
  readonly voxels: number;
  readonly blocks: number;
  readonly edge: Vec3;
}

const total = (values: Float64Array): number => values.reduce((sum, n) => sum + n, 0);
const filled = ({ n }: PairBlocks): number[] => [...n.keys()].filter((i) => n[i]! > 0);

/** Pearson's coefficient of some blocks. */
function coefficient(sums: PairBlocks, of: readonly number[]): number {
  let [n, a, b, aa, bb, ab] = [0, 0, 0, 0, 0, 0];
  for (const i of of) {
    n += sums.n[i]!;
    a += sums.a[i]!;
    b += sums.b[i]!;
    aa += sums.aa[i]!;
    bb += sums.bb[i]!;
    ab += sums.ab[i]!;
  }
  const [va, vb] = [aa - (a * a) / n, bb - (b * b) / n];
  if (!(va > 0 && vb > 0)) return NaN;
  return Math.max(-1, Math.min(1, (ab - (a * b) / n) / Math.sqrt(va * vb)));
}

/** Beyond this, Fisher's transform is cut off. */
const NEAR_ONE = 1 - 1e-12;

/** {@link VolumeCorrelationValue} of sums over blocks; intervals on Fisher's scale, atanh r. */
export const correlationOfSums = declareOp({
  name: 'correlationOfSums',
  kind: 'host',
  inputs: { sums: valueInput<PairBlocks>() },
  params: { method: oneOf(['pearson', 'spearman'], 'pearson', 'Of values, or of their ranks.') },
  exactness: 'exact',
  result: () => yields.result<VolumeCorrelationValue>(),
  notes: ({ method }) => ({
    estimator:
      method === 'pearson'
        ? 'Pearson, of up to 65536 levels of each volume'
        : 'Spearman, Pearson of the mean ranks of bins: single integers, 4096 bins of f32; ranks are not drawn anew',
    interval:
      '95 %, percentiles of 999 draws of blocks, and of blocks of twice the edge, the wider, on the scale of atanh r',
  }),
});

/** {@link correlationOfSums} on the host. */
export function correlationOf(
  sums: PairBlocks,
  method: 'pearson' | 'spearman',
): VolumeCorrelationValue {
  const blocks = filled(sums);
  const fisher = (r: number): number => Math.atanh(Math.max(-NEAR_ONE, Math.min(NEAR_ONE, r)));
  const value = coefficient(sums, blocks);
  const drawn = drawOnLattice(sums.lattice, Number.isNaN(value) ? [] : blocks, (of) => {
    // A draw of blocks that are each of one value says nothing.
    const r = coefficient(sums, of);
    return fisher(Number.isNaN(r) ? value : r);
  });
  const [lo, hi] = drawn.interval;
  return {
    method,
    value,
    interval: [Math.tanh(lo), Math.tanh(hi)],
    significance: drawn.significance,
    voxels: total(sums.n),
    blocks: blocks.length,
    edge: sums.edge,
  };
}

/** Manders' coefficients of the sums of each volume's amounts with the other's excess. */
export const colocalizationOfSums = declareOp({
  name: 'colocalizationOfSums',
  kind: 'host',
  inputs: { first: valueInput<PairBlocks>(), second: valueInput<PairBlocks>() },
  params: {
    thresholdA: number({ default: 0 }, 'Threshold of the first volume.'),
    thresholdB: number({ default: 0 }, 'Threshold of the second volume.'),
  },
  exactness: 'exact',
  result: () => yields.result<ColocalizationValue>(),
  notes: ({ thresholdA, thresholdB }) => ({
    estimator: `Manders' M1 and M2, of voxels above ${thresholdA} and ${thresholdB}; values from 0 on in up to 65536 levels`,
    interval:
      '95 %, percentiles of 999 draws of blocks, and of blocks of twice the edge, the wider',
  }),
});

/** {@link colocalizationOfSums} on the host. */
export function colocalizationOf(
  first: PairBlocks,
  second: PairBlocks,
  thresholds: readonly [number, number],
): ColocalizationValue {
  const blocks = filled(first);
  const part = (shared: Float64Array, all: Float64Array, of: readonly number[]): number => {
    let [above, sum] = [0, 0];
    for (const i of of) {
      above += shared[i]!;
      sum += all[i]!;
    }
    return sum > 0 ? above / sum : NaN;
  };
  const of = (shared: Float64Array, all: Float64Array) => {
    const value = part(shared, all, blocks);
    const { interval } = drawOnLattice(
      first.lattice,
      Number.isNaN(value) ? [] : blocks,
      (drawn) => {
        const found = part(shared, all, drawn);
        return Number.isNaN(found) ? value : found;
      },
    );
    const [lo, hi] = interval;
    return { value, interval: [Math.max(0, lo), Math.min(1, hi)] as const };
  };
  const [m1, m2] = [of(first.ab, first.a), of(second.ab, second.b)];
  return {
    m1: m1.value,
    m1Interval: m1.interval,
    m2: m2.value,
    m2Interval: m2.interval,
    thresholds,
    voxels: total(first.n),
    blocks: blocks.length,
    edge: first.edge,
  };
}

/** Options of a correlation. */
export const correlationParams = {
  method: oneOf(
    ['pearson', 'spearman'],
    'pearson',
    'Pearson of the values, or Spearman of their ranks.',
  ),
  block: blockParam,
};

/** Options of Manders' coefficients. */
export const colocalizationParams = {
  thresholdA: number({}, 'Values of this volume above it count.'),
  thresholdB: number({}, 'Values of the other volume above it count.'),
  block: blockParam,
};

interface Pair {
  readonly a: Node;
  readonly b: Node;
  readonly within: Node | undefined;
  readonly block: number | undefined;
}

/** The node of a correlation. */
export function correlationNode({ a, b, within, block }: Pair, method: 'pearson' | 'spearman') {
  const byRank = method === 'spearman';
  const sums = makeNode(
    pairSums,
    byRank
      ? {
          ...{ a, b, within },
          histogramA: histogramNode(a, within, 4096),
          histogramB: histogramNode(b, within, 4096),
        }
      : { ...{ a, b, within }, rangeA: rangeNode(a, within), rangeB: rangeNode(b, within) },
    { scoreA: byRank ? 'rank' : 'value', scoreB: byRank ? 'rank' : 'value', block: block ?? null },
  );
  return makeNode(correlationOfSums, { sums }, { method });
}

/** The node of Manders' coefficients. */
export function colocalizationNode(
  { a, b, within, block }: Pair,
  thresholds: { readonly thresholdA: number; readonly thresholdB: number },
) {
  const given = { ...thresholds, block: block ?? null };
  const first = makeNode(
    pairSums,
    { a, b, within, rangeA: rangeNode(a, within) },
    { ...given, scoreA: 'amount', scoreB: 'above' },
  );
  const second = makeNode(
    pairSums,
    { a, b, within, rangeB: rangeNode(b, within) },
    { ...given, scoreA: 'above', scoreB: 'amount' },
  );
  return makeNode(colocalizationOfSums, { first, second }, thresholds);
}

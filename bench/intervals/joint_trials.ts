// Pairs of random fields of known joint statistics, and intervals of what is measured of them.
import type { GridMeta } from '../../src/recipe/meta.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { blocksOf } from '../../src/stats/joint/blocks.js';
import { calibrationOf } from '../../src/stats/joint/calibration.js';
import { correlationOf } from '../../src/stats/joint/correlation.js';
import { overlapOf } from '../../src/stats/joint/overlap.js';
import { ranksOf } from '../../src/stats/distributions/correlation.js';
import { Random } from '../../src/synthetic/random.js';

/** An interval and what it should hold. */
export interface Trial {
  readonly interval: readonly [lo: number, hi: number];
  readonly truth: number;
}

/** White noise through a Gaussian of a width in voxels, on a torus: mean 0, variance 1. */
export function smoothField(n: number, width: number, random: Random): Float64Array {
  let field = Float64Array.from({ length: n ** 3 }, () => random.normal());
  const reach = Math.ceil(4 * width);
  const taps = Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * width ** 2)),
  );
  const norm = Math.sqrt(taps.reduce((sum, t) => sum + t * t, 0));
  for (const stride of [1, n, n * n]) {
    const next = new Float64Array(field.length);
    for (let i = 0; i < field.length; i += 1) {
      const at = Math.floor(i / stride) % n;
      let sum = 0;
      taps.forEach((tap, k) => {
        const to = (at + k - reach + n) % n;
        sum += tap * field[i + (to - at) * stride]!;
      });
      next[i] = sum / norm;
    }
    field = next;
  }
  return field;
}

const sizeOf = (n: number): Vec3 => [n, n, n];

/** The number of the block of each voxel, of the library's own lattice. */
function blockNumbers(n: number): { readonly of: Uint32Array; readonly count: number } {
  const { edge, lattice } = blocksOf(sizeOf(n), null);
  const of = Uint32Array.from({ length: n ** 3 }, (_, i) => {
    const [x, y, z] = [i % n, Math.floor(i / n) % n, Math.floor(i / n ** 2)];
    return (
      (Math.floor(z / edge[2]) * lattice[1] + Math.floor(y / edge[1])) * lattice[0] +
      Math.floor(x / edge[0])
    );
  });
  return { of, count: lattice[0] * lattice[1] * lattice[2] };
}

/** Intervals of a pair of fields that go with each other by rho. */
export function pairTrials(
  n: number,
  width: number,
  rho: number,
  seed: number,
): Readonly<Record<'pearson' | 'spearman' | 'dice' | 'iou', Trial>> {
  const random = new Random(seed);
  const a = smoothField(n, width, random);
  const other = smoothField(n, width, random);
  const b = a.map((v, i) => rho * v + Math.sqrt(1 - rho * rho) * other[i]!);
  const { of, count } = blockNumbers(n);
  const blocks = blocksOf(sizeOf(n), null);
  const correlated = (x: Float64Array, y: Float64Array, method: 'pearson' | 'spearman') => {
    const sums = Array.from({ length: 6 }, () => new Float64Array(count));
    x.forEach((v, i) => {
      const w = y[i]!;
      [1, v, w, v * v, w * w, v * w].forEach((s, k) => (sums[k]![of[i]!]! += s));
    });
    const [k, sa, sb, aa, bb, ab] = sums as [
      Float64Array<ArrayBuffer>,
      Float64Array<ArrayBuffer>,
      Float64Array<ArrayBuffer>,
      Float64Array<ArrayBuffer>,
      Float64Array<ArrayBuffer>,
      Float64Array<ArrayBuffer>,
    ];
    return correlationOf({ ...blocks, n: k, a: sa, b: sb, aa, bb, ab }, method).interval;
  };
  const ranks = [a, b].map((v) => ranksOf(v).map((rank) => rank / n ** 3));
  const counts = new Float64Array(4 * count);
  a.forEach((v, i) => (counts[4 * of[i]! + 2 * (v > 0 ? 1 : 0) + (b[i]! > 0 ? 1 : 0)]! += 1));
  const meta: GridMeta = {
    kind: 'mask',
    storage: 'bit',
    ...{ size: sizeOf(n), spacing: [1, 1, 1], unit: 'px', origin: [0, 0, 0] },
  };
  const [overlap] = overlapOf(counts, { a: meta, b: meta }, blocks).overlaps;
  // Of two normal variables: P(both above 0) = 1/4 + asin ρ / 2π.
  const both = 0.25 + Math.asin(rho) / (2 * Math.PI);
  return {
    pearson: { interval: correlated(a, b, 'pearson'), truth: rho },
    spearman: {
      interval: correlated(ranks[0]!, ranks[1]!, 'spearman'),
      truth: (6 / Math.PI) * Math.asin(rho / 2),
    },
    dice: { interval: overlap!.diceInterval, truth: 2 * both },
    iou: { interval: overlap!.iouInterval, truth: both / (1 - both) },
  };
}

/**
 * A porosity below the resolution of a coarse scan of n³ voxels whose grey level it lowers, with
 * noise. A fine scan of 4³ voxels to each shows the corner of half its edge. The carried mean
 * should hold that of the whole.
 */
export function calibrationTrial(
  n: number,
  width: number,
  noise: number,
  method: 'bins' | 'isotonic',
  seed: number,
): Trial & { readonly naive: number } {
  const random = new Random(seed);
  const field = smoothField(n, width, random);
  const fraction = field.map((v) => 1 / (1 + Math.exp(-v)));
  const grey = fraction.map((f) => Math.round(200 - 120 * f + noise * random.normal()));
  const [min, max] = [grey, grey].map((v, i) =>
    v.reduce((m, x) => (i === 0 ? Math.min(m, x) : Math.max(m, x)), v[0]!),
  ) as [number, number];
  const step = Math.ceil((max - min + 1) / 16);
  const bins = Math.ceil((max - min + 1) / step);
  const half = n / 2;
  const { of, count } = blockNumbers(half);
  const blocks = Array.from({ length: count }, () => ({
    n: new Float64Array(bins),
    sum: new Float64Array(bins),
  }));
  const whole = new Float64Array(bins);
  let [naive, i] = [0, 0];
  grey.forEach((v, at) => {
    const k = Math.floor((v - min) / step);
    whole[k]! += 1;
    const [x, y, z] = [at % n, Math.floor(at / n) % n, Math.floor(at / n ** 2)];
    if (x >= half || y >= half || z >= half) return;
    let pores = 0;
    for (let voxel = 0; voxel < 64; voxel += 1) if (random.uniform() < fraction[at]!) pores += 1;
    const block = blocks[of[i++]!]!;
    block.n[k]! += 1;
    block.sum[k]! += pores / 64;
    naive += pores / 64;
  });
  const edges = Float64Array.from({ length: bins + 1 }, (_, k) => min + k * step);
  const lattice = blocksOf(sizeOf(half), null);
  const { interval } = calibrationOf(blocks, whole, edges, method, lattice, 0);
  return {
    interval,
    truth: fraction.reduce((sum, f) => sum + f, 0) / n ** 3,
    naive: naive / half ** 3,
  };
}

/** Whether an interval holds its truth. */
export function holds({ interval: [lo, hi], truth }: Trial): boolean {
  return lo <= truth && truth <= hi;
}

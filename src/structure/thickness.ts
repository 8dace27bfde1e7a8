// Distribution of local thickness.
import { bothNode } from '../filters/combine.js';
import { yields } from '../recipe/meta.js';
import { declareOp, input, makeNode, valueInput, type Node } from '../recipe/op.js';
import { integer } from '../recipe/params.js';
import { histogramNode, type Histogram } from '../stats/histogram.js';
import { momentsNode, type Moments } from '../stats/moments.js';
import { rangeNode, type Range } from '../stats/range.js';
import { localThicknessNode } from './local_thickness.js';

/** The distribution of local thickness over the voxels of a phase. */
export interface ThicknessValue {
  /** Voxels of the phase. */
  readonly voxels: number;
  /** Unit of length. */
  readonly unit: string;
  /** Volume-weighted mean diameter, in `unit`; null of an empty phase, as are those below. */
  readonly mean: number | null;
  /** Standard deviation over the voxels, in `unit`. */
  readonly std: number | null;
  /** Least diameter, in `unit`. */
  readonly min: number | null;
  /** Greatest diameter, in `unit`. */
  readonly max: number | null;
  /** The diameters that 10, 25, 50, 75 and 90 % of the phase do not exceed, in `unit`. */
  readonly percentiles: Readonly<Record<'p10' | 'p25' | 'p50' | 'p75' | 'p90', number>> | null;
  /** The distribution in equal bins. */
  readonly histogram: {
    /** `counts.length + 1` edges; bins hold edge i ≤ d < edge i + 1, the last one also its end. */
    readonly edges: Float64Array;
    readonly counts: Float64Array;
    /** Part of the phase per bin. */
    readonly fraction: Float64Array;
  };
}

/** Bins that percentiles are read from. */
export const FINE_BINS = 4096;

/**
 * The distribution of a local thickness over a mask, as {@link ThicknessValue}, in `bins`
 * (default 32) equal bins over its range. Percentiles (inverted_cdf) are found among 4,096 such
 * bins, then among 800 parts of theirs, right to 2 · 10^−7 of the range. Exact counts; two passes
 * of 4.1 B/voxel, and those of `moments` and of the histogram of 4,096 bins.
 */
export const thicknessDistribution = declareOp({
  name: 'thicknessDistribution',
  kind: 'reduce',
  inputs: {
    diameters: input('volume'),
    within: input('mask'),
    range: valueInput<Range>(),
    moments: valueInput<Moments>(),
    fine: valueInput<Histogram>(),
  },
  params: {
    bins: integer(
      { default: 32, min: 1, max: FINE_BINS },
      'Number of equal bins of the histogram.',
    ),
  },
  exactness: 'float-dependent',
  result: () => yields.result<ThicknessValue>(),
  notes: () => ({ weighting: 'by volume', percentile: 'inverted_cdf' }),
});

/**
 * The node of the distribution of a mask's local thickness, over all of its voxels or over those
 * `within` a region. Balls are those of the whole mask.
 */
export function thicknessNode(
  mask: Node,
  { bins, ...options }: Readonly<Record<string, unknown>> = {},
  within?: Node,
) {
  const diameters = localThicknessNode(mask, options);
  const counted = bothNode(mask, within);
  const inputs = {
    diameters,
    within: counted,
    range: rangeNode(diameters, counted),
    moments: momentsNode(diameters, counted),
    fine: histogramNode(diameters, counted, FINE_BINS),
  };
  return makeNode(thicknessDistribution, inputs, { bins });
}

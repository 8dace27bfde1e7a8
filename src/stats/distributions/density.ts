// Kernel density estimation: Gaussian kernels, Silverman's rule, linear binning.
import { meanAndStd } from './mean.js';
import type { Sample } from './sample.js';

/** A smooth density of a column. */
export interface KernelDensity {
  /** Places at which the density is given, in the column's unit. */
  readonly at: Float64Array;
  /** Per unit of the column (with `log` per unit of its natural logarithm). */
  readonly density: Float64Array;
  /** Standard deviation of the Gaussian, in the column's unit (with `log` of its logarithm). */
  readonly bandwidth: number;
  /** How the bandwidth was chosen. */
  readonly rule: string;
  /** Number of values. */
  readonly count: number;
  /** Rows without a value, with `log` also those that are not positive. */
  readonly missing: number;
}

/** Nodes of the grid on which values are gathered, at most, and per bandwidth at least. */
const MOST_NODES = 65536;
const PER_BANDWIDTH = 16;
/** A Gaussian reaches so many standard deviations. */
const REACH = 6;

/** Silverman's rule: 0.9 min(σ, IQR/1.34) n^(−1/5) (Density Estimation, 1986, 3.31). */
function silverman(values: Float64Array, weights: Float64Array | undefined): number {
  const n = values.length;
  const iqr = values[Math.floor((3 * n) / 4)]! - values[Math.floor(n / 4)]!;
  const { std } = meanAndStd(values, weights);
  const spread = iqr > 0 ? Math.min(std, iqr / 1.34) : std;
  return 0.9 * spread * n ** -0.2;
}

/**
 * The density of a sample by Gaussians. Values are shared out between the two next nodes of a fine
 * grid (M. P. Wand, J. Comput. Graph. Stat. 3, 1994, 433,
 * https://doi.org/10.1080/10618600.1994.10474656), so that a million of them cost little.
 */
export function kernelDensity(
  { values, weights, missing }: Sample,
  options: { readonly points: number; readonly bandwidth?: number | undefined },
): KernelDensity {
  const n = values.length;
  if (n === 0)
    return {
      at: new Float64Array(0),
      density: new Float64Array(0),
      bandwidth: NaN,
      rule: 'no values',
      count: 0,
      missing,
    };
  const chosen = options.bandwidth ?? silverman(values, weights);
  // Equal values have no spread: any width shows them.
  const bandwidth = chosen > 0 ? chosen : Math.max(1e-9, Math.abs(values[0]!) * 1e-3);
  const [lo, hi] = [values[0]! - 3 * bandwidth, values[n - 1]! + 3 * bandwidth];
  const nodes = Math.min(MOST_NODES, Math.ceil(((hi - lo) / bandwidth) * PER_BANDWIDTH) + 2);
  const step = (hi - lo) / (nodes - 1);
  const grid = new Float64Array(nodes);
  let total = 0;
  for (let i = 0; i < n; i += 1) {
    const w = weights?.[i] ?? 1;
    const x = (values[i]! - lo) / step;
    const node = Math.min(nodes - 2, Math.floor(x));
    grid[node]! += w * (1 - (x - node));
    grid[node + 1]! += w * (x - node);
    total += w;
  }
  const at = Float64Array.from(
    { length: options.points },
    (_, k) => lo + ((hi - lo) * k) / Math.max(1, options.points - 1),
  );
  const scale = 1 / (total * bandwidth * Math.sqrt(2 * Math.PI));
  const density = at.map((x) => {
    const first = Math.max(0, Math.ceil((x - REACH * bandwidth - lo) / step));
    const last = Math.min(nodes - 1, Math.floor((x + REACH * bandwidth - lo) / step));
    let sum = 0;
    for (let k = first; k <= last; k += 1)
      if (grid[k] !== 0) sum += grid[k]! * Math.exp(-0.5 * ((x - lo - k * step) / bandwidth) ** 2);
    return sum * scale;
  });
  const rule = options.bandwidth === undefined ? 'Silverman, Gaussian' : 'Gaussian';
  return { at, density, bandwidth, rule, count: n, missing };
}

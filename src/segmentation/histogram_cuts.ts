// Histogram thresholding: Li, Yen, triangle, isodata, minimum error.

/**
 * A histogram as methods that choose a cut see it: counts of bins at equal distances, and the bins'
 * values.
 */
export interface Bins {
  readonly counts: Float64Array;
  /** Value of bin 0 (its centre) and distance of two bins. */
  readonly start: number;
  readonly width: number;
}

/** Methods that choose one threshold from a histogram. */
export const CUT_METHODS = ['li', 'yen', 'triangle', 'isodata', 'minimumError'] as const;

/** How a threshold is chosen. */
export type CutMethod = (typeof CUT_METHODS)[number];

/** A value above which is foreground, or the last bin that is background. */
export type Cut = { readonly value: number } | { readonly bin: number };

/** Least change of Li's threshold that goes on, in bins: as scikit-image's for integers. */
const LI_TOLERANCE = 0.5;

/**
 * Iterated minimum cross entropy. C. H. Li and P. K. S. Tam, Pattern Recognit. Lett. 18 (1998) 771,
 * https://doi.org/10.1016/S0167-8655(98)00057-9.
 */
function liCut({ counts, start, width }: Bins): Cut {
  // Bins from 0 on, as the least value is subtracted before logarithms are taken.
  const mean = (from: number, to: number): number => {
    let [sum, n] = [0, 0];
    for (let i = from; i < to; i += 1) {
      sum += i * counts[i]!;
      n += counts[i]!;
    }
    return sum / n;
  };
  let next = mean(0, counts.length);
  let current = -2 * LI_TOLERANCE;
  while (Math.abs(next - current) > LI_TOLERANCE) {
    current = next;
    const split = Math.floor(current) + 1;
    const [back, fore] = [mean(0, split), mean(split, counts.length)];
    if (back === 0) break;
    next = (back - fore) / (Math.log(back) - Math.log(fore));
  }
  return { value: start + next * width };
}

/**
 * Maximum correlation. J.-C. Yen, F.-J. Chang, S. Chang, IEEE Trans. Image Process. 4 (1995) 370,
 * https://doi.org/10.1109/83.366472.
 */
function yenCut({ counts }: Bins): Cut {
  const total = counts.reduce((sum, n) => sum + n, 0);
  const squares = counts.map((n) => (n / total) ** 2);
  const all = squares.reduce((sum, p) => sum + p, 0);
  let [best, bin, share, below] = [-Infinity, 0, 0, 0];
  for (let i = 0; i < counts.length - 1; i += 1) {
    share += counts[i]! / total;
    below += squares[i]!;
    const criterion = Math.log((share * (1 - share)) ** 2 / (below * (all - below)));
    if (criterion > best) [best, bin] = [criterion, i];
  }
  return { bin };
}

/**
 * The bin farthest below the line from the peak to the far end. G. W. Zack et al., J. Histochem.
 * Cytochem. 25 (1977) 741, https://doi.org/10.1177/25.7.70454.
 */
function triangleCut({ counts }: Bins): Cut {
  const n = counts.length;
  const peak = counts.indexOf(Math.max(...counts));
  const flipped = peak < n - 1 - peak;
  const at = (i: number): number => counts[flipped ? n - 1 - i : i]!;
  const width = flipped ? n - 1 - peak : peak;
  const height = counts[peak]!;
  let [best, bin] = [-Infinity, 0];
  for (let i = 0; i < width; i += 1) {
    const length = height * i - width * at(i);
    if (length > best) [best, bin] = [length, i];
  }
  return { bin: flipped ? n - 1 - bin : bin };
}

/**
 * The first bin midway between the means on its sides. T. W. Ridler and S. Calvard, IEEE Trans. SMC
 * 8 (1978) 630, https://doi.org/10.1109/TSMC.1978.4310039.
 */
function isodataCut({ counts }: Bins): Cut | undefined {
  let total = 0;
  let moment = 0;
  counts.forEach((n, i) => {
    total += n;
    moment += i * n;
  });
  let [below, momentBelow] = [0, 0];
  for (let i = 0; i < counts.length - 1; i += 1) {
    below += counts[i]!;
    momentBelow += i * counts[i]!;
    const middle = (momentBelow / below + (moment - momentBelow) / (total - below)) / 2;
    if (middle >= i && middle < i + 1) return { bin: i };
  }
  return undefined;
}

/**
 * The least error of two normal distributions. J. Kittler and J. Illingworth, Pattern Recognit. 19
 * (1986) 41, https://doi.org/10.1016/0031-3203(86)90030-0. Variances include that within a bin,
 * 1/12, so that a class of a single value has one.
 */
function minimumErrorCut({ counts }: Bins): Cut {
  const prefix = prefixSums(counts);
  const last = counts.length;
  const total = prefix.n[last]!;
  const part = (from: number, to: number): { share: number; variance: number } => {
    const n = prefix.n[to]! - prefix.n[from]!;
    const mean = (prefix.s[to]! - prefix.s[from]!) / n;
    return {
      share: n / total,
      variance: (prefix.q[to]! - prefix.q[from]!) / n - mean ** 2 + 1 / 12,
    };
  };
  let [best, bin] = [Infinity, 0];
  for (let i = 0; i < last - 1; i += 1) {
    const [a, b] = [part(0, i + 1), part(i + 1, last)];
    const error =
      a.share * Math.log(a.variance) +
      b.share * Math.log(b.variance) -
      2 * (a.share * Math.log(a.share) + b.share * Math.log(b.share));
    if (error < best) [best, bin] = [error, i];
  }
  return { bin };
}

/** Running sums of counts, of i times counts and of i² times counts. */
function prefixSums(counts: Float64Array): {
  readonly n: Float64Array;
  readonly s: Float64Array;
  readonly q: Float64Array;
} {
  const [n, s, q] = [0, 1, 2].map(() => new Float64Array(counts.length + 1)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  counts.forEach((count, i) => {
    n[i + 1] = n[i]! + count;
    s[i + 1] = s[i]! + i * count;
    q[i + 1] = q[i]! + i * i * count;
  });
  return { n, s, q };
}

/**
 * The cut that a method chooses; the first and the last bin hold something, and there are two at
 * least.
 */
export function chooseCut(method: CutMethod, bins: Bins): Cut | undefined {
  if (method === 'li') return liCut(bins);
  if (method === 'yen') return yenCut(bins);
  if (method === 'triangle') return triangleCut(bins);
  if (method === 'isodata') return isodataCut(bins);
  return minimumErrorCut(bins);
}

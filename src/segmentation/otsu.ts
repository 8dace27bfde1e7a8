/**
 * The bin k after which a histogram is best cut in two: where the between-class variance
 * w₀ w₁ (μ₀ − μ₁)² is greatest (Otsu 1979), the first such bin where several are. Computed in f64 from
 * whole numbers, with bins counted from 0. Undefined where fewer than two bins are occupied.
 */
export function otsuBin(counts: ArrayLike<number>): number | undefined {
  let total = 0;
  let moment = 0;
  for (let i = 0; i < counts.length; i += 1) {
    total += counts[i]!;
    moment += i * counts[i]!;
  }
  let best: number | undefined;
  let bestVariance = 0;
  let below = 0;
  let momentBelow = 0;
  for (let i = 0; i < counts.length; i += 1) {
    below += counts[i]!;
    momentBelow += i * counts[i]!;
    const above = total - below;
    if (below === 0 || above === 0) continue;
    const difference = momentBelow / below - (moment - momentBelow) / above;
    const variance = below * above * difference * difference;
    if (variance > bestVariance) {
      bestVariance = variance;
      best = i;
    }
  }
  return best;
}

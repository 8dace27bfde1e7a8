/** A bin of a density: the part of the weight per unit of ln(diameter). */
export interface DensityBin {
  readonly from: number;
  readonly to: number;
  readonly density: number;
}

/** The weights that a cumulative curve is the running sum of. */
export function increments(cumulative: ArrayLike<number>): Float64Array {
  return Float64Array.from(cumulative, (part, i) => part - (i === 0 ? 0 : cumulative[i - 1]!));
}

/**
 * The density over ln(diameter) in bins of equal ratio between the smallest and the largest
 * diameter.
 */
export function logDensity(
  diameters: ArrayLike<number>,
  weights: ArrayLike<number>,
  bins: number,
): DensityBin[] {
  const kept = Array.from(diameters, (d, i) => ({ d, w: weights[i]! })).filter(
    ({ d, w }) => w > 0 && d > 0 && Number.isFinite(d),
  );
  if (kept.length === 0) return [];
  const low = Math.log(kept.reduce((least, { d }) => Math.min(least, d), Infinity));
  const high = Math.log(kept.reduce((most, { d }) => Math.max(most, d), 0));
  const width = high > low ? (high - low) / bins : 0.1;
  const total = kept.reduce((sum, { w }) => sum + w, 0);
  const sums = new Float64Array(bins);
  for (const { d, w } of kept) {
    const bin = Math.min(bins - 1, Math.floor((Math.log(d) - low) / width));
    sums[bin] = sums[bin]! + w;
  }
  return Array.from(sums, (sum, i) => ({
    from: Math.exp(low + i * width),
    to: Math.exp(low + (i + 1) * width),
    density: sum / total / width,
  }));
}

/** Summary of values from the definition; sums in f64, which is exact enough for small volumes. */
export function summaryTwin(values: readonly number[]): {
  count: number;
  sum: number;
  mean: number;
  std: number;
  min: number;
  max: number;
  nan: number;
  infinite: number;
} {
  const finite = values.filter(Number.isFinite);
  const nan = values.filter(Number.isNaN).length;
  const sum = finite.reduce((a, b) => a + b, 0);
  const mean = sum / finite.length;
  const squares = finite.reduce((a, b) => a + (b - mean) ** 2, 0);
  return {
    count: finite.length,
    sum,
    mean,
    std: Math.sqrt(squares / finite.length),
    min: finite.length === 0 ? NaN : finite.reduce((a, b) => Math.min(a, b)) + 0,
    max: finite.length === 0 ? NaN : finite.reduce((a, b) => Math.max(a, b)) + 0,
    nan,
    infinite: values.length - finite.length - nan,
  };
}

/** Counts in equal bins over the finite range, by comparing every value with every edge. */
export function binsTwin(values: readonly number[], bins: number): number[] {
  const finite = values.filter(Number.isFinite);
  const min = Math.min(...finite);
  const max = Math.max(...finite);
  const counts = new Array<number>(bins).fill(0);
  const edge = (i: number): number => (i === bins ? max : i * ((max - min) / bins) + min);
  for (const v of finite) {
    let bin = bins - 1;
    while (bin > 0 && v < edge(bin)) bin -= 1;
    counts[bin]! += 1;
  }
  return counts;
}

/** Otsu's threshold of integer values by trying every cut on the values themselves. */
export function otsuTwin(values: readonly number[]): number {
  const levels = [...new Set(values)].sort((a, b) => a - b);
  let best = NaN;
  let bestVariance = -1;
  for (const t of levels.slice(0, -1)) {
    const low = values.filter((v) => v <= t);
    const high = values.filter((v) => v > t);
    const mean = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0) / list.length;
    const variance = low.length * high.length * (mean(low) - mean(high)) ** 2;
    if (variance > bestVariance * (1 + 1e-12)) [best, bestVariance] = [t, variance];
  }
  return best;
}

/**
 * Otsu's threshold of a volume of integers, or of some of its voxels: every cut of its values, in
 * f64 from whole sums.
 */
export function otsuOfVolumeTwin(data: ArrayLike<number>, within?: ArrayLike<number>): number {
  const voxels = new Map<number, number>();
  for (let i = 0; i < data.length; i += 1)
    if (within === undefined || within[i] === 1)
      voxels.set(data[i]!, (voxels.get(data[i]!) ?? 0) + 1);
  const values = [...voxels.keys()].sort((a, b) => a - b);
  const sums = (list: readonly number[]): [number, number] =>
    list.reduce(
      ([n, sum], v) => [n + voxels.get(v)!, sum + (v - values[0]!) * voxels.get(v)!],
      [0, 0],
    );
  const [total, moment] = sums(values);
  let [best, bestVariance, n, sum] = [NaN, 0, 0, 0];
  for (const v of values.slice(0, -1)) {
    n += voxels.get(v)!;
    sum += (v - values[0]!) * voxels.get(v)!;
    const difference = sum / n - (moment - sum) / (total - n);
    const variance = n * (total - n) * difference * difference;
    if (variance > bestVariance) [best, bestVariance] = [v, variance];
  }
  return best;
}

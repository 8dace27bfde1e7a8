/** The middle value, or the mean of the two middle ones; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return NaN;
  return sorted.length % 2 === 1
    ? sorted[Math.floor(middle)]!
    : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * Half the distance of the quartiles over the median: how far samples scatter, told by their middle
 * half.
 */
export function spread(values: readonly number[]): number {
  if (values.length < 2) return NaN;
  const sorted = [...values].sort((a, b) => a - b);
  const quantile = (p: number): number => {
    const at = p * (sorted.length - 1);
    const low = Math.floor(at);
    const high = Math.ceil(at);
    return sorted[low]! + (at - low) * (sorted[high]! - sorted[low]!);
  };
  return (quantile(0.75) - quantile(0.25)) / 2 / median(values);
}

/** Exponent b of y ≈ a·xᵇ by least squares on the logarithms; NaN below two different x. */
export function powerLaw(points: readonly (readonly [x: number, y: number])[]): number {
  const logs = points
    .filter(([x, y]) => x > 0 && y > 0)
    .map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  const mean = (axis: 0 | 1): number => logs.reduce((sum, p) => sum + p[axis], 0) / logs.length;
  const [mx, my] = [mean(0), mean(1)];
  const xx = logs.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
  if (!(xx > 0)) return NaN;
  return logs.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) / xx;
}

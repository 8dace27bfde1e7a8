// The normal distribution and its quantiles, and those of χ² by them.

/** 97.5 % quantile of the normal distribution. */
export const NORMAL_QUANTILE = 1.959963984540054;

/** 95 % quantile of the normal distribution: where only one side counts. */
export const ONE_SIDED_QUANTILE = 1.6448536269514722;

/** 1 − erf(x) of x ≥ 0 (Abramowitz and Stegun 7.1.26: to 1.5 · 10⁻⁷). */
export function errorTail(x: number): number {
  const t = 1 / (1 + 0.3275911 * x);
  const poly =
    0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)));
  return t * poly * Math.exp(-x * x);
}

/** The normal distribution up to z, to 1.5 · 10⁻⁷. */
export function normalCdf(z: number): number {
  const tail = errorTail(Math.abs(z) / Math.SQRT2);
  return z < 0 ? tail / 2 : 1 - tail / 2;
}

/** The quantile of the normal distribution at p, −∞ at 0 and ∞ at 1, to 10⁻⁶. */
export function normalQuantile(p: number): number {
  if (p <= 0) return -Infinity;
  if (p >= 1) return Infinity;
  let [low, high] = [-9, 9];
  for (let step = 0; step < 48; step += 1) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * χ² over its degrees of freedom at a normal quantile (Wilson and Hilferty, PNAS 17, 1931, 684).
 */
export function chiSquareRatio(freedom: number, z: number): number {
  const share = 2 / (9 * freedom);
  return (1 - share + z * Math.sqrt(share)) ** 3;
}

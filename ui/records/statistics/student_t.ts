// Quantiles of Student's t, by the incomplete beta function (Abramowitz and Stegun, 26.7.1).

/** Steps of the continued fraction at most; some tens are enough. */
const MOST_STEPS = 10_000;
const TINY = 1e-300;

/** The natural logarithm of the gamma function of n / 2, n a whole number > 0. */
function logGammaOfHalf(n: number): number {
  // Γ(x + 1) = x Γ(x), from Γ(1/2) = √π or Γ(1) = 1.
  let sum = n % 2 === 0 ? 0 : Math.log(Math.PI) / 2;
  for (let x = n % 2 === 0 ? 1 : 0.5; x < n / 2; x += 1) sum += Math.log(x);
  return sum;
}

/** The regularised incomplete beta function with b = 1/2 (Numerical Recipes, 6.4, by Lentz). */
function betaOfHalf(x: number, freedom: number): number {
  const a = freedom / 2;
  const b = 0.5;
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(
    logGammaOfHalf(freedom + 1) -
      logGammaOfHalf(freedom) -
      logGammaOfHalf(1) +
      a * Math.log(x) +
      b * Math.log1p(-x),
  );
  return x < (a + 1) / (a + b + 2)
    ? (front * fraction(x, a, b)) / a
    : 1 - (front * fraction(1 - x, b, a)) / b;
}

function fraction(x: number, a: number, b: number): number {
  const away = (n: number): number => (Math.abs(n) < TINY ? TINY : n);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let m = 1; m < MOST_STEPS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    result *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    const step = d * c;
    result *= step;
    if (Math.abs(step - 1) < 1e-15) break;
  }
  return result;
}

/** The probability that |t| of so many degrees of freedom is at most a value ≥ 0. */
export function withinT(t: number, freedom: number): number {
  return 1 - betaOfHalf(freedom / (freedom + t * t), freedom);
}

/**
 * The value that |t| stays below with a probability: 2.776 for 0.95 and 4 degrees of freedom.
 *
 * @param level - 0 < level < 1.
 * @param freedom - Degrees of freedom, a whole number ≥ 1.
 */
export function twoSidedT(level: number, freedom: number): number {
  let lo = 0;
  let hi = 1;
  while (withinT(hi, freedom) < level) hi *= 2;
  for (let i = 0; i < 200 && hi - lo > 1e-14 * hi; i++) {
    const middle = (lo + hi) / 2;
    if (withinT(middle, freedom) < level) lo = middle;
    else hi = middle;
  }
  return (lo + hi) / 2;
}

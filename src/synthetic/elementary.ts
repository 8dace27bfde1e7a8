/*
 * ECMAScript leaves the last bits of Math.exp and Math.log to the engine. Synthetic volumes must be
 * the same everywhere, so these two use nothing but +, −, × and ÷, whose results IEEE 754 fixes.
 * (Math.sqrt, Math.floor and Math.abs are exact in every engine and are used as they are.)
 */

const LN2 = 0.6931471805599453;
const SQRT_HALF = 0.7071067811865476;

/**
 * Natural logarithm of a positive finite number, the same bits on every engine; relative error
 * below 1e-15. The argument is scaled into [√½, √2) by powers of two, then
 * log m = 2 artanh((m − 1)/(m + 1)) as a series.
 */
export function portableLog(value: number): number {
  let mantissa = value;
  let exponent = 0;
  for (; mantissa < SQRT_HALF; mantissa *= 2) exponent -= 1;
  for (; mantissa >= 2 * SQRT_HALF; mantissa *= 0.5) exponent += 1;
  const s = (mantissa - 1) / (mantissa + 1);
  const squared = s * s;
  let series = 0;
  for (let power = 25; power >= 1; power -= 2) series = series * squared + 1 / power;
  return exponent * LN2 + 2 * s * series;
}

/**
 * Exponential of a number with |value| below about 700, the same bits on every engine; relative
 * error below 1e-14. The argument is reduced to |r| ≤ ln 2 / 2, then summed as a Taylor series.
 */
export function portableExp(value: number): number {
  const exponent = Math.floor(value / LN2 + 0.5);
  const r = value - exponent * LN2;
  let series = 1;
  for (let term = 18; term >= 1; term -= 1) series = 1 + (series * r) / term;
  for (let step = 0; step < exponent; step += 1) series *= 2;
  for (let step = 0; step > exponent; step -= 1) series *= 0.5;
  return series;
}

/**
 * Cube root of a positive finite number, the same bits on every engine; relative error below 1e-15.
 * Powers of 8 are taken out, then Newton's iteration runs to its end.
 */
export function portableCubeRoot(value: number): number {
  let mantissa = value;
  let scale = 1;
  for (; mantissa >= 8; mantissa *= 0.125) scale *= 2;
  for (; mantissa < 1; mantissa *= 8) scale *= 0.5;
  let root = 1.5;
  for (let step = 0; step < 8; step += 1) root -= (root - mantissa / (root * root)) / 3;
  return root * scale;
}

/** How likely a standard normal number is below `value`: Marsaglia's series, to 1e-14. */
export function normalBelow(value: number): number {
  if (value < -8) return 0;
  if (value > 8) return 1;
  let [term, sum] = [value, value];
  for (let k = 3; k < 400 && sum + term !== sum; k += 2) {
    term *= (value * value) / k;
    sum += term;
  }
  return 0.5 + sum * 0.3989422804014327 * portableExp((-value * value) / 2);
}

import type { Estimate, FractionEstimate, Interval95 } from '../analysis.js';

/** Escapes text for HTML content and attribute values. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/**
 * A number for reading: `digits` significant ones, no exponent between 1e-4 and 1e15, '–' for NaN.
 */
export function readable(value: number, digits = 4): string {
  if (Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return grouped(String(value));
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e15) return value.toExponential(digits - 1).replace('-', '−');
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  return grouped(value.toFixed(Math.min(20, decimals)));
}

/** Groups the integer digits by thin spaces, as the SI brochure asks; four digits stay together. */
function grouped(text: string): string {
  const [whole = '', fraction] = text.replace('-', '−').split('.');
  const groups = /\d{5,}/.test(whole) ? whole.replace(/\B(?=(\d{3})+$)/g, '\u2009') : whole;
  return fraction === undefined ? groups : `${groups}.${fraction}`;
}

/** `lo – hi`, or a dash. */
export function readableInterval(interval: Interval95, digits = 4): string {
  if (interval === null) return '–';
  return `${readable(interval[0], digits)} – ${readable(interval[1], digits)}`;
}

/** An interval of a diameter, of which data may bound one end alone: the other is 0 or ∞. */
export function readableBounds(interval: Interval95, digits = 4): string {
  if (interval === null) return '–';
  const [lo, hi] = interval;
  if (hi === Infinity) return lo > 0 ? `at least ${readable(lo, digits)}` : 'not bounded';
  return lo > 0 ? readableInterval(interval, digits) : `at most ${readable(hi, digits)}`;
}

/**
 * How often intervals like this one hold, which belongs to every one that is shown; empty where
 * there is none.
 */
export function heldText({ interval95, coverage }: Omit<FractionEstimate, 'value'>): string {
  if (interval95 === null) return '';
  if (coverage === null) return 'not the same all over: how often such intervals hold is unknown';
  return `such intervals held in ${percent(coverage[0])} to ${percent(coverage[1])} %`;
}

/** A part of the whole as a number of percent. */
export function percent(part: number): string {
  if (part > 0 && part < 0.0005) return 'less than 0.1';
  return String(Number((100 * part).toFixed(1)));
}

/** A number with its interval in brackets, and its unit. */
export function readableEstimate(
  { value, interval95 }: Estimate,
  unit: string,
  digits = 4,
): string {
  const bracket = interval95 === null ? '' : ` [${readableBounds(interval95, digits)}]`;
  return `${readable(value, digits)}${bracket}${unit === '' ? '' : `\u202f${unit}`}`;
}

/** A given number, not a measured one: all its digits up to seven, and no zeros behind them. */
export function plainNumber(value: number): string {
  const short = Number(value.toPrecision(7));
  const size = Math.abs(short);
  if (size !== 0 && (size < 1e-4 || size >= 1e15)) return readable(short, 7);
  return Number.isFinite(short) ? grouped(String(short)) : readable(short);
}

/** Given numbers with × between them. */
export function timesJoined(values: readonly number[]): string {
  return values.map(plainNumber).join(' × ');
}

/**
 * A number with what may be added or taken away, by name, all with the digits that the largest of
 * them calls for: `0.425 ± 0.020 (sampling) ± 0.003 (threshold)`; unequal sides are written out.
 */
export function withShares(
  value: number,
  shares: readonly (readonly [name: string, range: Interval95])[],
): string {
  const known = shares.flatMap(([name, range]) =>
    range === null ? [] : [{ name, less: value - range[0], more: range[1] - value }],
  );
  const largest = Math.max(0, ...known.flatMap(({ less, more }) => [less, more]));
  if (largest === 0) return readable(value);
  const decimals = Math.min(12, Math.max(0, 1 - Math.floor(Math.log10(largest))));
  const written = known.map(({ name, less, more }) => {
    const [low, high] = [less.toFixed(decimals), more.toFixed(decimals)];
    return low === high ? `±\u00a0${low} (${name})` : `−${low}/+${high} (${name})`;
  });
  return [value.toFixed(decimals).replace('-', '−'), ...written].join(' ');
}

/** A value of a provenance in words. */
export function plainWords(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return readable(value);
  if (Array.isArray(value)) return value.map(plainWords).join('; ');
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([name, inner]) => `${name}: ${plainWords(inner)}`)
      .join(', ');
  return String(value);
}

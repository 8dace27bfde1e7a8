// A number as results show it, on a page and in print.

/** Writes a number as a language does, with four significant digits if nothing else is said. */
export type FormatNumber = (value: number, options?: Intl.NumberFormatOptions) => string;

/**
 * A number as a result shows it: parts as per cent; whole numbers whole; with an interval, as many
 * digits as it says something about; else four.
 */
export function numberText(
  value: number,
  unit: string,
  interval: readonly [number, number] | null,
  whole: boolean,
  formatNumber: FormatNumber,
): string {
  if (Number.isNaN(value)) return '–';
  const scale = unit === '%' ? 100 : 1;
  const shown = value * scale;
  if (!Number.isFinite(shown)) return shown > 0 ? '∞' : '−∞';
  if (whole) return formatNumber(shown, { maximumFractionDigits: 0 });
  const half = interval === null ? NaN : (scale * (interval[1] - interval[0])) / 2;
  if (half > 0 && Number.isFinite(half) && plain(shown)) {
    // Two digits of the half-width.
    const digits = Math.max(0, Math.min(12, 1 - Math.floor(Math.log10(half))));
    return formatNumber(shown, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  }
  return plain(shown)
    ? formatNumber(shown)
    : formatNumber(shown, { notation: 'scientific', maximumSignificantDigits: 4 });
}

/** Whether a number is read more easily without a power of ten. */
function plain(value: number): boolean {
  const size = Math.abs(value);
  return size === 0 || (size >= 1e-3 && size < 1e7);
}

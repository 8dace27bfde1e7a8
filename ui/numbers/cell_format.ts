// Numbers as the language writes them, for many cells: formats are made once.
import type { ColumnData } from 'voxmetry';
import type { Language } from '../language.js';

/** Beyond these a decimal number is written with a power of ten. */
const LEAST_PLAIN = 1e-3;
const GREATEST_PLAIN = 1e7;

/** Significant digits of the larger numbers of a column, and the least that a number keeps. */
const DIGITS = 5;
const LEAST_DIGITS = 3;

/** Values that say how a column is written. */
const SAMPLED = 500;

/** How the numbers of a column are written: integers in full, others with so many decimals. */
export type CellForm = 'whole' | { readonly decimals: number };

const made = new Map<string, Intl.NumberFormat>();

function formatOf(language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${language} ${JSON.stringify(options)}`;
  let format = made.get(key);
  if (format === undefined) made.set(key, (format = new Intl.NumberFormat(language, options)));
  return format;
}

/**
 * How a column is written: its integers in full, other numbers with equal decimals, so that the
 * points stand below each other and the larger of them have five significant digits.
 */
export function cellForm(data: ColumnData): CellForm {
  if (isWhole(data)) return 'whole';
  const sizes: number[] = [];
  const step = Math.max(1, Math.floor(data.length / SAMPLED));
  for (let row = 0; row < data.length; row += step)
    if (Number.isFinite(data[row]!)) sizes.push(Math.abs(data[row]!));
  sizes.sort((a, b) => a - b);
  const large = sizes[Math.floor(sizes.length * 0.9)] ?? 0;
  const before = large > 0 ? Math.floor(Math.log10(large)) + 1 : 1;
  return { decimals: Math.max(0, Math.min(DIGITS - before, 8)) };
}

/**
 * A number as its column is written; one that would lose its digits there has three significant
 * ones, very small and large ones a power of ten. '–' stands where there is none.
 */
export function cellText(value: number, form: CellForm, language: Language): string {
  if (Number.isNaN(value)) return '–';
  const size = Math.abs(value);
  if (form === 'whole') return formatOf(language, { maximumFractionDigits: 0 }).format(value);
  const { decimals } = form;
  if (size !== 0 && (size < LEAST_PLAIN || size >= GREATEST_PLAIN))
    return formatOf(language, { notation: 'scientific', maximumSignificantDigits: DIGITS }).format(
      value,
    );
  if (size !== 0 && size < 10 ** (LEAST_DIGITS - 1 - decimals))
    return formatOf(language, { maximumSignificantDigits: LEAST_DIGITS }).format(value);
  return formatOf(language, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(value);
}

/** Whether all values of a column are integers, by its type or by what it holds. */
function isWhole(data: ColumnData): boolean {
  if (!(data instanceof Float64Array) && !(data instanceof Float32Array)) return true;
  let some = false;
  for (const value of data) {
    if (Number.isNaN(value)) continue;
    if (!Number.isInteger(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER) return false;
    some = true;
  }
  return some;
}

/** A number in full, as it is typed into a field: it reads back as the same number. */
export function typedText(value: number, language: Language): string {
  return language === 'de' ? String(value).replace('.', ',') : String(value);
}

// The language of the elements, and numbers as it writes them.
import { computed, signal } from '@preact/signals-core';
import { en, type Strings } from './strings.js';

/** The languages that the elements speak. */
export type Language = 'en' | 'de';

const tables = new Map<Language, Strings>([['en', en]]);
const chosen = signal<Language>('en');
let asked: Language = 'en';

/** The strings of the language; what reads them while it draws is drawn again when it changes. */
const strings = computed(() => tables.get(chosen.value) ?? en);

/** The strings in the language of the elements. */
export function text(): Strings {
  return strings.value;
}

/** The language of the elements. Default: German where the browser prefers it, else English. */
export function language(): Language {
  return chosen.value;
}

/**
 * Chooses the language of all elements of the page; resolves when its words are there. Those of
 * English are there at once.
 */
export async function setLanguage(language: Language): Promise<void> {
  asked = language;
  if (!tables.has(language)) tables.set('de', (await import('./strings_de.js')).de);
  // Another may have been asked for while the words came.
  if (asked === language) chosen.value = language;
}

const plain = computed(() => new Intl.NumberFormat(chosen.value, { maximumSignificantDigits: 4 }));

/** A number as the language writes it, with four significant digits if nothing else is said. */
export function formatNumber(value: number, options?: Intl.NumberFormatOptions): string {
  const format = options === undefined ? plain.value : new Intl.NumberFormat(chosen.value, options);
  return format.format(value);
}

/** A number as it is typed in the language: all its digits, and nothing between thousands. */
export function writeNumber(value: number): string {
  const point = String(value);
  return chosen.value === 'de' ? point.replace('.', ',') : point;
}

/** Reads a number with a decimal point or a decimal comma; undefined where it is none. */
export function parseNumber(written: string): number | undefined {
  const plainText = written.trim().replace(',', '.');
  const value = plainText === '' ? NaN : Number(plainText);
  return Number.isFinite(value) ? value : undefined;
}

function preferred(): Language {
  const { language = 'en' } = (globalThis as { navigator?: { language?: string } }).navigator ?? {};
  return language.startsWith('de') ? 'de' : 'en';
}

// Words that do not load leave the elements in English.
void setLanguage(preferred()).catch(() => undefined);

// What all parts of a report write with: words and numbers of its language, and its counters.
import type { Strings } from '../strings.js';
import type { ReportWords } from './words.js';

/** Words and numbers of a language. */
export interface Phrase {
  readonly language: 'en' | 'de';
  readonly words: ReportWords;
  /** The words that elements have for numbers too. */
  readonly strings: Strings;
  /** A number with four significant digits, or as said. */
  readonly number: (value: number, options?: Intl.NumberFormatOptions) => string;
}

/** Words and numbers of a language. */
export async function phraseOf(language: 'en' | 'de'): Promise<Phrase> {
  const format = new Intl.NumberFormat(language, { maximumSignificantDigits: 4 });
  const number = (value: number, options?: Intl.NumberFormatOptions): string =>
    options === undefined
      ? format.format(value)
      : new Intl.NumberFormat(language, options).format(value);
  if (language === 'de') {
    const [{ de: words }, { de: strings }] = await Promise.all([
      import('./words_de.js'),
      import('../strings_de.js'),
    ]);
    return { language, words, strings, number };
  }
  const [{ en: words }, { en: strings }] = await Promise.all([
    import('./words.js'),
    import('../strings.js'),
  ]);
  return { language, words, strings, number };
}

/** A stated number: with all its digits, but for the dust of binary fractions. */
export function statedNumber(value: number, { number }: Phrase): string {
  return number(value, { maximumSignificantDigits: 12, useGrouping: false });
}

/** Stated numbers with × between them; one number where they are equal. */
export function statedTimes(values: readonly number[], phrase: Phrase): string {
  return values.map((value) => statedNumber(value, phrase)).join(' × ');
}

/** A number of an axis. */
export function tickText(value: number, { number }: Phrase): string {
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-3 || size >= 1e6)
    ? number(value, { notation: 'scientific', maximumSignificantDigits: 3 })
    : number(value, { maximumSignificantDigits: 6 });
}

// The words of these panels in the language of the elements.
import { language } from '../../language.js';
import { rowLabels } from '../../numbers/row_labels.js';
import { unitText as unitWords } from '../../numbers/row_words.js';
import { lazyWords } from './lazy_words.js';
import { en, type RecordStrings } from './records_strings.js';

/** The strings of the panels; English until those of another language have come. */
export const recordsText: () => RecordStrings = lazyWords(
  en,
  async () => (await import('./records_strings_de.js')).de,
);

/** What a number of a result is, in the language: its first word is a key, others say which. */
export function quantityText(quantity: string): string {
  const strings = rowLabels[language()];
  return quantity
    .split(' ')
    .map((word) => strings[`label_${word}`] ?? word)
    .join(' ');
}

/** A unit in the language; '' of a pure number. */
export function unitText(unit: string): string {
  return unit === '1' ? '' : unitWords(unit, language());
}

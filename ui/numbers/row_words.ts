// The words for the numbers of a result, from a table of strings.
import { fill, type Strings } from '../strings.js';
import { rowLabels } from './row_labels.js';

/** A label in the language: its first word is a key, a second one says which. */
export function labelText(label: string, language: 'en' | 'de'): string {
  const words = rowLabels[language];
  const [key = '', ...rest] = label.split(' ');
  const known = `label_${key}`;
  if (!Object.hasOwn(words, known) && !['D10', 'D50', 'D90'].includes(key)) return label;
  return [words[known] ?? key, ...rest.map((word) => words[`label_${word}`] ?? word)].join(' ');
}

/** A unit in the language. */
export function unitText(unit: string, language: 'en' | 'de'): string {
  return rowLabels[language][`unit_${unit.replace(' ', '_')}`] ?? unit;
}

/** Why a number has no interval, in the language. */
export function reasonText(reason: string, value: number, strings: Strings): string {
  if (Number.isNaN(value) && (reason === 'noInterval' || reason === 'count'))
    return strings.noValue;
  if (reason === 'count') return strings.exactCount;
  if (reason === 'noInterval') return strings.noInterval;
  return fill(strings.noIntervalBecause, { reason });
}

import { signal } from '@preact/signals-core';
import { language } from '../../language.js';

/**
 * Words of a panel: English ones at once, German ones when they are first needed. What reads them
 * while it draws is drawn again when they come.
 */
export function lazyWords<T>(english: T, loadGerman: () => Promise<T>): () => T {
  const german = signal<T | undefined>(undefined);
  let asked = false;
  return () => {
    if (language() !== 'de') return english;
    if (!asked) {
      asked = true;
      // Words that do not load leave the panel in English.
      loadGerman().then(
        (words) => (german.value = words),
        () => undefined,
      );
    }
    return german.value ?? english;
  };
}

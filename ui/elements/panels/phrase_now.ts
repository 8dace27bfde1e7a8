import { signal } from '@preact/signals-core';
import { language } from '../../language.js';
import { phraseOf, type Phrase } from '../../report/phrase.js';

/**
 * The words of reports in the language of the page; null until they are there. What reads them
 * while it draws is drawn again when they come.
 */
export function phraseInLanguage(): () => Phrase | null {
  const last = signal<Phrase | null>(null);
  return () => {
    const wanted = language();
    const phrase = last.value;
    if (phrase?.language !== wanted)
      void phraseOf(wanted).then(
        (made) => (last.value = made),
        () => undefined,
      );
    return phrase;
  };
}

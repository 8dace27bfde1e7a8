// What is known of how sure a number is, in words.
import { numberText } from '../numbers/number_text.js';
import { fill } from '../strings.js';
import type { ReportCertainty } from './options.js';
import type { Phrase } from './phrase.js';

type Range = readonly [number, number];

/** A number and what may be added to it or taken away. */
export interface CertaintyNumbers {
  readonly value: number;
  readonly unit: string;
  readonly sampling: Range | null;
  /** Why there is no interval of sampling; '' where there is one. */
  readonly samplingReason: string;
  readonly threshold: Range;
}

/** The numbers of a certainty; null where it has none. */
export function certaintyNumbers(of: ReportCertainty): CertaintyNumbers | null {
  const { sensitivity, measure } = of;
  if (sensitivity === null) return null;
  const { fraction, surface, unit } = sensitivity;
  if (measure === 'fraction')
    return {
      value: fraction.value,
      unit: '%',
      sampling: fraction.samplingInterval,
      samplingReason: fraction.reason ?? '',
      threshold: fraction.thresholdRange,
    };
  if (surface === null) return null;
  const { perVolume: value, thresholdRange: threshold } = surface;
  return { value, unit: `1/${unit}`, sampling: null, samplingReason: '', threshold };
}

/** A share of a number: `± 1.9`, or `−1.2 / +1.9` where its sides are unlike. */
export function shareText(value: number, [lo, hi]: Range, unit: string, phrase: Phrase): string {
  const scale = unit === '%' ? 100 : 1;
  const [less, more] = [scale * (value - lo), scale * (hi - value)];
  const largest = Math.max(Math.abs(less), Math.abs(more));
  const digits = largest > 0 ? Math.max(0, Math.min(12, 1 - Math.floor(Math.log10(largest)))) : 0;
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const [down, up] = [phrase.number(less, options), phrase.number(more, options)];
  return down === up ? `± ${down}` : `−${down} / +${up}`;
}

/** The number with its digits as sampling, or else the threshold, says something about them. */
export function certainValue(
  { value, unit, sampling, threshold }: CertaintyNumbers,
  phrase: Phrase,
): string {
  return numberText(value, unit, sampling ?? threshold, false, phrase.number);
}

/** How large a volume is needed, and what this one is to that, a sentence for each error. */
export function representativeTexts(of: ReportCertainty, phrase: Phrase): readonly string[] {
  const { words, number } = phrase;
  const { representative, representativeReason: reason, voxels, measure } = of;
  if (representative === null) return [fill(words.noRepresentative, { reason })];
  const all = measure === 'fraction' ? representative.needed : representative.neededForSurface;
  if (all.length === 0) return [fill(words.noRepresentative, { reason: words.unknownRange })];
  return all.map(({ relativeError, edge, voxels: needed }) =>
    fill(words.representative, {
      error: number(100 * relativeError),
      edge: number(edge, { maximumSignificantDigits: 3 }),
      times: number(voxels / needed, { maximumSignificantDigits: 2 }),
    }),
  );
}

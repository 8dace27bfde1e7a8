// What is known of how sure a number is, in words.
import { numberText } from '../numbers/number_text.js';
import { unitText } from '../numbers/row_words.js';
import { fill } from '../strings.js';
import type { ReportCertainty } from './options.js';
import type { Phrase } from './phrase.js';

type Range = readonly [number, number];

/** The range of the number while the threshold is moved; null where that is not known. */
function thresholdRange({ sensitivity, measure }: ReportCertainty): Range | null {
  const of = measure === 'fraction' ? sensitivity?.fraction : sensitivity?.surface;
  return of?.thresholdRange ?? null;
}

/** A share of a number: `± 1.9`, or `−1.2 / +1.9` where its sides are unlike. */
function shareText(value: number, [lo, hi]: Range, unit: string, phrase: Phrase): string {
  const scale = unit === '%' ? 100 : 1;
  const [less, more] = [scale * (value - lo), scale * (hi - value)];
  const largest = Math.max(Math.abs(less), Math.abs(more));
  const digits = largest > 0 ? Math.max(0, Math.min(12, 1 - Math.floor(Math.log10(largest)))) : 0;
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const [down, up] = [phrase.number(less, options), phrase.number(more, options)];
  return down === up ? `± ${down}` : `−${down} / +${up}`;
}

/** What a number is said to be: with its unit, and what may be added to it or taken away. */
export interface Headline {
  /** With as many digits as its doubts leave to it, and its unit. */
  readonly value: string;
  /** The shares with their names, those alone that are known. */
  readonly shares: readonly { readonly text: string; readonly of: string }[];
  /** Whole sentences: why a share is missing, and what the two say. */
  readonly notes: readonly string[];
}

/** The number of a certainty with its shares. */
export function headlineOf(of: ReportCertainty, phrase: Phrase): Headline {
  const { words, strings } = phrase;
  const { value, unit, sampling, samplingReason, sensitivity, sensitivityReason } = of;
  const range = thresholdRange(of);
  const digits = sampling ?? range;
  const shown = numberText(value, unit, digits, false, phrase.number);
  const shares: Headline['shares'][number][] = [];
  const notes: string[] = [];
  const none = samplingReason === 'noInterval' ? strings.noInterval : samplingReason;
  if (sampling === null) notes.push(fill(words.noSampling, { reason: none }));
  else shares.push({ text: shareText(value, sampling, unit, phrase), of: words.sampling });
  if (range === null || sensitivity === null)
    notes.push(fill(words.noThreshold, { reason: sensitivityReason }));
  else {
    const delta = phrase.number(sensitivity.delta);
    const name = fill(words.thresholdOff, { delta });
    shares.push({ text: shareText(value, range, unit, phrase), of: name });
    const from = {
      noise: words.deltaNoise,
      'grey level': words.deltaGrey,
      given: words.deltaGiven,
    }[sensitivity.deltaFrom];
    notes.push(fill(words.deltaIs, { delta, from }));
    if (sampling !== null) notes.push(words.bothShares);
  }
  return {
    value: unit === '1' ? shown : `${shown} ${unitText(unit, phrase.language)}`,
    shares,
    notes,
  };
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

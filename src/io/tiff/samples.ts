import type { Directory } from './directory.js';
import { damaged } from './directory.js';
import { first, unsupported } from './fields.js';
import { photometricName, TAG } from './tags.js';

/** What the first values of a pixel are, by the photometric interpretation. */
const COLOURS: Readonly<Record<number, readonly string[]>> = {
  0: ['grey'],
  1: ['grey'],
  2: ['red', 'green', 'blue'],
  3: ['index'],
  5: ['cyan', 'magenta', 'yellow', 'black'],
  6: ['red', 'green', 'blue'],
};

/** Pixels of more values are nobody's. */
const MOST_SAMPLES = 1024;

/**
 * What the values of a pixel are: colours by the photometric interpretation, then what ExtraSamples
 * says. Greys with more values than transparency are numbered, since nothing says what they are.
 */
export function sampleNamesOf(directory: Directory, name: string): readonly string[] {
  const photometric = first(directory, TAG.photometric) ?? 1;
  const samples = first(directory, TAG.samplesPerPixel) ?? 1;
  if ((first(directory, TAG.imageDepth) ?? 1) > 1) {
    throw unsupported(name, 'it stores volumes in one page (ImageDepth); save one page per slice');
  }
  checkAlike(directory, samples, name);
  const colours = COLOURS[photometric];
  const isJpeg = first(directory, TAG.compression) === 7;
  if (colours === undefined || (photometric === 6 && !isJpeg)) {
    const what = photometricName(photometric);
    throw unsupported(name, `it is ${what}; measuring needs grey values: convert it to greyscale`);
  }
  if (!(samples >= 1 && samples <= MOST_SAMPLES)) {
    throw damaged(name, `it states ${samples} values per pixel`);
  }
  if (samples < colours.length) {
    throw damaged(
      name,
      `its pixels are ${photometricName(photometric)}, but have ${samples} values`,
    );
  }
  if (photometric === 3 && samples > 1) {
    throw unsupported(
      name,
      `it has ${samples} values per pixel, of which one is an index into a colour map; save one channel as greyscale`,
    );
  }
  const kinds = Array.from(directory.get(TAG.extraSamples) ?? []);
  const extra = Array.from({ length: samples - colours.length }, (_, i) =>
    kinds[i] === 1 || kinds[i] === 2 ? 'alpha' : 'extra',
  );
  const isGrey = colours.length === 1;
  if (isGrey && extra.some((kind, i) => kind === 'extra' || i > 0)) {
    return Array.from({ length: samples }, (_, i) => String(i));
  }
  return distinct([...colours, ...extra]);
}

/** Names of which those that come again are numbered: 'extra', 'extra 2'. */
export function distinct(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  const taken = new Set(names);
  return names.map((name) => {
    let count = (seen.get(name) ?? 0) + 1;
    while (count > 1 && taken.has(`${name} ${count}`)) count++;
    seen.set(name, count);
    return count === 1 ? name : `${name} ${count}`;
  });
}

/** Throws where the values of a pixel are of several types. */
function checkAlike(directory: Directory, samples: number, name: string): void {
  for (const tag of [TAG.bitsPerSample, TAG.sampleFormat]) {
    const values = Array.from(directory.get(tag) ?? []).slice(0, samples);
    const [one, ...others] = new Set(values);
    if (others.length === 0) continue;
    const what = tag === TAG.bitsPerSample ? 'bits' : 'types';
    throw unsupported(
      name,
      `the values of a pixel are of different ${what} (${[one, ...others].slice(0, 4).join(', ')}); save them alike`,
    );
  }
}

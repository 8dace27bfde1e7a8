import type { GridArray } from '../../recipe/dtype.js';
import type { Directory, FieldValues } from './directory.js';
import { first, unsupported } from './fields.js';
import { photometricName, TAG } from './tags.js';

/**
 * Values per pixel of a page, 1 where they are grey or indices into a colour map. RGB in one plane
 * is let through with its 3 or 4, since it may be grey: {@link greyOf} looks at every pixel that is
 * read.
 */
export function samplesOf(directory: Directory, bits: number, name: string): number {
  const photometric = first(directory, TAG.photometric) ?? 1;
  const samples = first(directory, TAG.samplesPerPixel) ?? 1;
  if ((first(directory, TAG.imageDepth) ?? 1) > 1) {
    throw unsupported(name, 'it stores volumes in one page (ImageDepth); save one page per slice');
  }
  if (photometric === 0 || photometric === 1 || photometric === 3) {
    if (samples === 1) return 1;
    const what = `${samples} values per pixel`;
    throw unsupported(
      name,
      `it has ${what}; measuring needs one grey value: save one channel as greyscale`,
    );
  }
  const depths = Array.from(directory.get(TAG.bitsPerSample) ?? []);
  const even = bits % 8 === 0 && depths.every((depth) => depth === bits);
  const inOnePlane = (first(directory, TAG.planarConfiguration) ?? 1) === 1;
  // A fourth value is left out only where it is said to be transparency, and not another channel.
  const alpha = samples === 4 && (first(directory, TAG.extraSamples) ?? 0) > 0;
  if (photometric === 2 && (samples === 3 || alpha) && even && inOnePlane) return samples;
  throw colour(name, photometricName(photometric));
}

/** What should be said of colours that are not applied, once for pages that share a map. */
export function colourWarnings(pages: readonly Directory[]): string[] {
  const maps = new Set<FieldValues>();
  const warnings = new Set<string>();
  for (const page of pages) {
    const photometric = first(page, TAG.photometric);
    if (photometric === 2) {
      warnings.add(
        'The file is RGB; its channels are read as one grey value where they are equal, and refused elsewhere.',
      );
    }
    const map = page.get(TAG.colorMap) ?? [];
    if (photometric !== 3 || maps.has(map)) continue;
    maps.add(map);
    const kind = kindOfMap(map);
    if (kind === 'ramp') continue;
    warnings.add(
      `The file has a colour map${kind === 'grey' ? ' of greys' : ''}: the values are its indices, ` +
        'as stored, and the map is not applied.',
    );
  }
  return [...warnings];
}

/** A map of red, then green, then blue: a ramp of greys from 0 on changes nothing. */
function kindOfMap(map: FieldValues): 'ramp' | 'grey' | 'colour' {
  const entries = Math.floor(map.length / 3);
  if (entries < 2) return 'colour';
  let ramp = true;
  for (let i = 0; i < entries; i++) {
    const [r, g, b] = [map[i]!, map[entries + i]!, map[2 * entries + i]!];
    if (r !== g || g !== b) return 'colour';
    // Programs fill the map's 16 bits with the byte twice, or with the byte and zeros.
    ramp &&= r >> 8 === Math.floor((i * 255) / (entries - 1));
  }
  return ramp ? 'ramp' : 'grey';
}

/**
 * One grey value per pixel of an RGB block of `width` pixels per row, of which `used` belong to the
 * image; throws where the channels of one of those differ.
 */
export function greyOf(
  values: GridArray,
  out: GridArray,
  samples: number,
  { width, used, name }: { width: number; used: number; name: string },
): void {
  for (let i = 0; i < out.length; i++) {
    if (i % width >= used) continue;
    const red = values[i * samples]!;
    const [green, blue] = [values[i * samples + 1]!, values[i * samples + 2]!];
    if (!Object.is(red, green) || !Object.is(red, blue)) {
      throw colour(name, 'RGB whose channels differ');
    }
    out[i] = red;
  }
}

function colour(name: string, what: string): Error {
  return unsupported(name, `it is ${what}; measuring needs grey values: convert it to greyscale`);
}

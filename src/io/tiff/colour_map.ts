import type { Directory, FieldValues } from './directory.js';
import { first } from './fields.js';
import { TAG } from './tags.js';

/** What should be said of colours that are not applied, once for pages that share a map. */
export function mapWarnings(pages: readonly Directory[]): string[] {
  const maps = new Set<FieldValues>();
  const warnings = new Set<string>();
  for (const page of pages) {
    const map = page.get(TAG.colorMap) ?? [];
    if (first(page, TAG.photometric) !== 3 || maps.has(map)) continue;
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

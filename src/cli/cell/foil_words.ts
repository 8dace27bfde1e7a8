import type { OutgrowthSummary } from '../../index.js';
import { readable } from '../report/text.js';

/** In which regime a foil was searched, in words. */
export function foilWords({ regime, foilWidth, unit }: OutgrowthSummary): string {
  const width = `${readable(foilWidth, 3)} ${unit}`;
  return regime === 'resolved'
    ? `resolved, ${width} thick: outgrowths are told by its faces`
    : `not resolved, its image ${width} wide: outgrowths are told by what columns hold more, and have no heights`;
}

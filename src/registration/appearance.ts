// How a volume shows its materials, as its own voxels tell.
import type { Transform } from '../recipe/transform.js';
import { hypothesesOf, type Appearance, type Reader } from './interface_model.js';

/** Materials at most. */
const MOST_LEVELS = 8;
/** Part of the flat places that a material has at least. */
const LEAST_SHARE = 0.01;
/** Blurs that are tried, in voxels. */
export const BLURS = [0.4, 0.5, 0.6, 0.75, 0.95, 1.2, 1.5] as const;
/** Places by which a blur is chosen. */
const FEW = 512;
/** By how much more than the noise neighbourhoods differ from their models. */
const MISFIT = 1.15;
/** Points at which the density of greys is taken. */
const POINTS = 512;

/**
 * Greys, noise and blur of a volume about where a transform takes `pixels`; undefined where it has
 * not two materials. Greys are the modes of local means where nothing changes, their density taken
 * by a Gaussian of half the noise; the blur is that of the greatest likelihood.
 */
export function appearanceOf(
  reader: Reader,
  pixels: number,
  transform: Transform,
): Appearance | undefined {
  const seen: { readonly mean: number; readonly variance: number }[] = [];
  for (let pixel = 0; pixel < pixels; pixel += 1)
    if (reader.read(pixel, transform)) seen.push({ mean: reader.mean, variance: reader.variance });
  if (seen.length === 0) return undefined;
  const variances = seen.map(({ variance }) => variance).sort((a, b) => a - b);
  const flat = seen.filter(
    ({ variance }) => variance <= 2 * variances[(variances.length / 5) | 0]!,
  );
  const own = Math.sqrt(flat.reduce((sum, { variance }) => sum + variance, 0) / flat.length);
  const means = flat.map(({ mean }) => mean).sort((a, b) => a - b);
  const range = means.at(-1)! - means[0]!;
  // Greys that are told apart need some width, even without noise.
  const noise = Math.max(MISFIT * own, range / 100);
  const levels = modesOf(means, noise / 2);
  if (!(range > 0) || levels.length < 2) return undefined;
  const every = Math.max(1, Math.floor(pixels / FEW));
  const likelihoods = new Float64Array(hypothesesOf(levels.length).length);
  const totals = BLURS.map((blur) => {
    let total = 0;
    for (let pixel = 0; pixel < pixels; pixel += every) {
      if (!reader.read(pixel, transform)) continue;
      const top = reader.tell({ levels, noise, blur }, likelihoods);
      total += top + Math.log(likelihoods.reduce((sum, each) => sum + Math.exp(each - top), 0));
    }
    return total;
  });
  return { levels, noise, blur: BLURS[totals.indexOf(Math.max(...totals))]! };
}

/** Modes of sorted values, rising: those with the most of them, 8 at most. */
function modesOf(values: readonly number[], width: number): number[] {
  const [first, last] = [values[0]!, values.at(-1)!];
  const at = (i: number): number => first + ((i - 2) * (last - first)) / (POINTS - 5);
  const density = Array.from({ length: POINTS }, (_, i) =>
    values.reduce((sum, value) => sum + Math.exp(-0.5 * ((value - at(i)) / width) ** 2), 0),
  );
  const modes: { readonly grey: number; readonly count: number }[] = [];
  for (let i = 1; i < POINTS - 1; i += 1) {
    if (!(density[i]! > density[i - 1]! && density[i]! >= density[i + 1]!)) continue;
    const near = values.filter((value) => Math.abs(value - at(i)) <= 1.5 * width);
    if (near.length < LEAST_SHARE * values.length) continue;
    modes.push({
      grey: near.reduce((sum, value) => sum + value, 0) / near.length,
      count: near.length,
    });
  }
  return modes
    .sort((a, b) => b.count - a.count)
    .slice(0, MOST_LEVELS)
    .map(({ grey }) => grey)
    .sort((a, b) => a - b);
}

// How a volume shows its materials, as its own voxels tell.
import { map3 } from '../recipe/geometry.js';
import type { Transform } from '../recipe/transform.js';
import { shifted } from './frame.js';
import { hypothesesOf, type Appearance, type Reader } from './interface_model.js';
import { solvePositive } from './normal_equations.js';

/** Materials at most. */
const MOST_LEVELS = 8;
/** Part of the flat places that a material has at least. */
const LEAST_SHARE = 0.004;
/** Blurs that are tried, in voxels. */
export const BLURS = [0.4, 0.5, 0.6, 0.75, 0.95, 1.2, 1.5] as const;
/** Part of the places that is taken as flat. */
const FLATTEST = 0.2;
/** Places beside those of the pixels that are looked at too, in voxels. */
const BESIDE = [
  [2, 0, 0],
  [-2, 0, 0],
  [0, 2, 0],
  [0, -2, 0],
  [0, 0, 2],
  [0, 0, -2],
] as const;
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
  for (const way of [[0, 0, 0], ...BESIDE] as const) {
    const place = shifted(
      transform,
      map3((i) => way[i] * reader.unit),
    );
    for (let pixel = 0; pixel < pixels; pixel += 1)
      if (reader.read(pixel, place)) seen.push({ mean: reader.mean, variance: reader.variance });
  }
  if (seen.length === 0) return undefined;
  const variances = Float64Array.from(seen, ({ variance }) => variance).sort();
  const usual = variances[Math.floor(FLATTEST * variances.length)]!;
  const flat = seen.filter(({ variance }) => variance <= 2 * usual);
  const own = Math.sqrt(flat.reduce((sum, { variance }) => sum + variance, 0) / flat.length);
  const means = Float64Array.from(flat, ({ mean }) => mean).sort();
  const range = means.at(-1)! - means[0]!;
  // Greys that are told apart need some width, even without noise.
  const noise = Math.max(MISFIT * own, range / 100);
  const levels = modesOf(means, noise / 3);
  if (!(range > 0) || levels.length < 2) return undefined;
  const every = Math.max(1, Math.floor(pixels / FEW));
  const tried = BLURS.map((blur) =>
    refined(reader, pixels, every, transform, { levels, noise, blur }),
  );
  const best = tried.reduce((a, b) => (b.total > a.total ? b : a)).appearance;
  return refined(reader, pixels, every, transform, best).appearance;
}

/** The likelihood of an appearance, and one whose greys are likelier: those of least squares. */
function refined(
  reader: Reader,
  pixels: number,
  every: number,
  transform: Transform,
  appearance: Appearance,
): { readonly total: number; readonly appearance: Appearance } {
  const { levels } = appearance;
  const likelihoods = new Float64Array(hypothesesOf(levels.length).length);
  const matrix = levels.map((_, i) => levels.map((__, j) => (i === j ? 1e-3 : 0)));
  const right = levels.map((level) => 1e-3 * level);
  let total = 0;
  for (let pixel = 0; pixel < pixels; pixel += every) {
    if (!reader.read(pixel, transform)) continue;
    const top = reader.tell(appearance, likelihoods);
    let sum = 0;
    for (let h = 0; h < likelihoods.length; h += 1) {
      likelihoods[h] = Math.exp(likelihoods[h]! - top);
      sum += likelihoods[h]!;
    }
    for (let h = 0; h < likelihoods.length; h += 1) likelihoods[h]! /= sum;
    total += top + Math.log(sum);
    reader.addTo(matrix, right, likelihoods);
  }
  return { total, appearance: { ...appearance, levels: solvePositive(matrix, right) ?? levels } };
}

/** Modes of sorted values, rising: those with the most of them, 8 at most. */
function modesOf(values: Float64Array, width: number): number[] {
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

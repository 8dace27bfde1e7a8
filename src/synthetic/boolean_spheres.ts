import { map3, volumeOf } from '../recipe/geometry.js';
import type { Vec3 } from '../recipe/geometry.js';
import { portableExp, portableLog } from './elementary.js';
import { checkBoolean, poissonGrains, truncatedNormal } from './grains.js';
import { Random } from './random.js';
import { largestDiameter } from './spheres.js';
import type { Sphere } from './spheres.js';

/** What {@link booleanSpheres} makes. Lengths are in one unit. */
export interface BooleanSpheresOptions {
  /** Integer 0 … 2^53 − 1. */
  readonly seed: number;
  /** The box that is filled; spheres that reach into it have centres up to a radius outside. */
  readonly box: Vec3;
  /** Part of the material, 0 < fraction < 1, that the union covers; that of a piece scatters. */
  readonly fraction: number;
  /** Median of the log-normal distribution of diameters (by number). */
  readonly medianDiameter: number;
  /** Standard deviation of ln(diameter), 0 … 1; draws beyond ±2.5 σ are repeated. Default 0.25. */
  readonly sigma?: number | undefined;
}

/**
 * The Boolean model of spheres: centres at random, independent of each other, so that spheres lie
 * across one another as they come; the fraction of the union is 1 − exp(−number per volume × mean
 * volume). The number in the box follows Poisson's law. The same options give the same spheres on
 * every engine. Literature: Chiu, Stoyan, Kendall, Mecke, Stochastic Geometry and its Applications
 * (2013), chapter 3.
 *
 * @throws `invalid-argument` where an option is out of range.
 * @example
 * ```ts
 * import { booleanSpheres, voxeliseSpheres } from 'voxmetry/synthetic';
 * const made = { seed: 1, box: [48, 48, 48], fraction: 0.4, medianDiameter: 8 } as const;
 * const drawn = booleanSpheres(made).map((sphere) => ({ ...sphere, id: 1 }));
 * const solid = voxeliseSpheres(drawn, { size: [48, 48, 48], spacing: [1, 1, 1] });
 * const fraction = solid.reduce((sum, value) => sum + value, 0) / solid.length;
 * console.assert(Math.abs(fraction - 0.4) < 0.06);
 * ```
 */
export function booleanSpheres(options: BooleanSpheresOptions): Sphere[] {
  const { seed, box, fraction, medianDiameter, sigma = 0.25 } = options;
  const op = 'booleanSpheres';
  checkBoolean(op, { box, fraction, medianDiameter, sigma });
  const margin = largestDiameter(medianDiameter, sigma) / 2;
  const filled = map3((axis) => box[axis] + 2 * margin);
  // Of the log-normal distribution as a whole: what truncation takes off is below 2 % at σ = 0.25.
  const meanVolume = (Math.PI / 6) * medianDiameter ** 3 * portableExp(4.5 * sigma * sigma);
  const expected = (-portableLog(1 - fraction) / meanVolume) * volumeOf(filled);
  const random = new Random(seed);
  return poissonGrains(random, expected, (): Sphere => {
    const z = truncatedNormal(random);
    return {
      centre: map3((axis) => random.uniform() * filled[axis] - margin),
      radius: 0.5 * medianDiameter * portableExp(sigma * z),
    };
  });
}

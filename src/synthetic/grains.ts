// What generators of random grains share: their options, sizes and number.
import { invalidArgument } from '../recipe/errors.js';
import type { Vec3 } from '../recipe/geometry.js';
import { portableLog } from './elementary.js';
import type { Random } from './random.js';

/** Draws of a size beyond so many standard deviations are repeated. */
export const TRUNCATION = 2.5;

/** A standard normal number within ± {@link TRUNCATION}. */
export function truncatedNormal(random: Random): number {
  let z = random.normal();
  while (Math.abs(z) > TRUNCATION) z = random.normal();
  return z;
}

/** Refuses a distribution of diameters that is none. */
export function checkDiameters(op: string, medianDiameter: number, sigma: number): void {
  if (!(medianDiameter > 0 && medianDiameter < Infinity))
    throw invalidArgument(op, 'medianDiameter', medianDiameter, 'a positive length');
  if (!(sigma >= 0 && sigma <= 1)) throw invalidArgument(op, 'sigma', sigma, '0 … 1');
}

/** Refuses options of grains that lie across one another as they come. */
export function checkBoolean(
  op: string,
  {
    box,
    fraction,
    medianDiameter,
    sigma,
  }: {
    readonly box: Vec3;
    readonly fraction: number;
    readonly medianDiameter: number;
    readonly sigma: number;
  },
): void {
  if (!(fraction > 0 && fraction < 1)) throw invalidArgument(op, 'fraction', fraction, '0 … 1');
  checkDiameters(op, medianDiameter, sigma);
  if (!box.every((edge) => edge > 0 && edge < Infinity))
    throw invalidArgument(op, 'box', box, 'three positive lengths');
}

/** Makes as many grains as a Poisson process has where so many are expected, by waiting times. */
export function poissonGrains<T>(random: Random, expected: number, draw: () => T): T[] {
  const grains: T[] = [];
  for (let waited = -portableLog(random.uniform()); waited < expected;) {
    grains.push(draw());
    waited -= portableLog(random.uniform());
  }
  return grains;
}

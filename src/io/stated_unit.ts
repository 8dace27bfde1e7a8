import { invalidArgument } from '../recipe/errors.js';
import type { Vec3 } from '../recipe/geometry.js';
import { map3 } from '../recipe/geometry.js';
import { canonicalUnit, convertLength, LENGTH_UNITS } from './units.js';

/** Spacing and origin of a grid in a unit. */
export interface Placement {
  readonly spacing: Vec3;
  readonly origin: Vec3;
  readonly unit: string;
}

/**
 * Spacing and origin in a unit that a format can state: their own, or the first of its units that
 * they convert into; undefined for 'px'. Throws `invalid-argument` for a unit that is no length.
 */
export function placementIn(
  placement: Placement,
  format: string,
  units: readonly string[],
  preferred: (unit: string) => string,
): Placement | undefined {
  const unit = canonicalUnit(placement.unit);
  if (unit === 'px') return undefined;
  if (units.includes(unit)) return { ...placement, unit };
  const target = preferred(unit);
  const converted = (values: Vec3): Vec3 =>
    map3((i) => convertLength(values[i], unit, target) ?? Number.NaN);
  const spacing = converted(placement.spacing);
  if (spacing.some(Number.isNaN))
    throw invalidArgument(
      'save',
      'unit',
      placement.unit,
      `a length (${LENGTH_UNITS.join(', ')}) or px, which is all that ${format} can state; 'nrrd' and 'ome-zarr' keep other units`,
    );
  return { spacing, origin: converted(placement.origin), unit: target };
}

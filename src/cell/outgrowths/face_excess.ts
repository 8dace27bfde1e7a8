// How far the faces of a foil lie beyond their base.
import { middleValue, spreadOf } from '../middle_value.js';
import { baseFaces, type BaseFaces } from './base_face.js';
import { madeMap, spreadOfMap, type ColumnMap } from './column_map.js';
import { BLOCK } from './foil_blocks.js';
import { footprintsOf, rimOf } from './footprints.js';
import { LEAST, leastExcess, leastPeak } from './search.js';

/** One side of a foil: its face, the base face, and the excess outwards; in rows. */
export interface FoilSide {
  readonly side: -1 | 1;
  readonly size: readonly [number, number];
  readonly face: ColumnMap;
  readonly base: ColumnMap;
  readonly excess: ColumnMap;
  /** Standard deviation of the excess (1.4826 times the median magnitude). */
  readonly noise: number;
  /** Standard deviation of the mean of the excess over 8 × 8 columns. */
  readonly blockNoise: number;
}

/** Columns of a block over whose mean the noise of sums is measured, along each axis. */
export const NOISE_BLOCK = 8;

/**
 * How much more the mean of many columns deviates than that of independent ones: their averages
 * with weights 1 2 1 share voxels: Σ w / √(Σ w²).
 */
const CORRELATED = 16 / 6;

function blockNoiseOf({ at, size: [nu, nv] }: ColumnMap): number {
  const means: number[] = [];
  for (let v0 = 0; v0 + NOISE_BLOCK <= nv; v0 += NOISE_BLOCK)
    for (let u0 = 0; u0 + NOISE_BLOCK <= nu; u0 += NOISE_BLOCK) {
      let sum = 0;
      for (let v = v0; v < v0 + NOISE_BLOCK; v++)
        for (let u = u0; u < u0 + NOISE_BLOCK; u++) sum += at(v * nu + u);
      means.push(sum / NOISE_BLOCK ** 2);
    }
  return spreadOf(Float64Array.from(means));
}

/** The excess of a map of faces over their base. */
export function excessOver(face: ColumnMap, base: ColumnMap, side: -1 | 1): FoilSide {
  const excess = madeMap(face.size, (column) => side * (face.at(column) - base.at(column)));
  const noise = spreadOfMap(excess);
  const white = (CORRELATED * noise) / NOISE_BLOCK;
  const measured = blockNoiseOf(excess);
  const blockNoise = Number.isNaN(measured) ? white : Math.max(white, measured);
  return { side, size: face.size, face, base, excess, noise, blockNoise };
}

/** Columns about a footprint that are left out of the base. */
const LEFT_OUT = 3;

/** A map without the columns that stand out and those about them. */
export function cleared(
  map: ColumnMap,
  { excess, noise }: FoilSide,
  regime: 'resolved' | 'unresolved' = 'resolved',
): ColumnMap {
  const limits = { low: leastExcess(regime, noise), high: leastPeak(regime, noise) };
  const { labels, columns } = footprintsOf(excess, { ...limits, least: LEAST });
  columns.forEach((footprint, k) => rimOf(footprint, k + 1, labels, map.size, LEFT_OUT));
  return madeMap(map.size, (column) => (labels.at(column) === 0 ? map.at(column) : NaN));
}

/** How often bases are found anew without what stands out over the last ones. */
const CLEAR_PASSES = 2;

/** Both faces of a foil, and how well their base is known where both have grown. */
export interface FoilFaces extends Pick<BaseFaces, 'foretoldError'> {
  readonly sides: readonly [lower: FoilSide, upper: FoilSide];
}

/**
 * The excess of both faces of a foil. Bases are found three times, without the columns that stand
 * out over the last ones: part of a block raises its median.
 */
export function foilFaces(lower: ColumnMap, upper: ColumnMap, window: number): FoilFaces {
  let bases = baseFaces(lower, upper, window);
  for (let pass = 0; pass < CLEAR_PASSES; pass++) {
    const low = cleared(lower, excessOver(lower, bases.lower, -1));
    const high = cleared(upper, excessOver(upper, bases.upper, 1));
    bases = baseFaces(low, high, window, bases);
  }
  return {
    sides: [excessOver(lower, bases.lower, -1), excessOver(upper, bases.upper, 1)],
    foretoldError: bases.foretoldError,
  };
}

/**
 * How far the foil is bent outwards at a column, as the other face shows it: the median of 5 × 5 of
 * its columns, where that is inwards and more than its noise; 0 elsewhere.
 */
export function bendAt({ excess, noise, size: [nu, nv] }: FoilSide, column: number): number {
  const u = column % nu;
  const v = (column - u) / nu;
  const values = new Float64Array(25);
  let n = 0;
  for (let j = Math.max(0, v - 2); j <= Math.min(nv - 1, v + 2); j++)
    for (let i = Math.max(0, u - 2); i <= Math.min(nu - 1, u + 2); i++) {
      const value = excess.at(j * nu + i);
      if (!Number.isNaN(value)) values[n++] = -value;
    }
  const inwards = middleValue(values, n);
  return inwards > noise ? inwards : 0;
}

/**
 * The excess less the bend of the foil, where it exceeds `low`; as it is elsewhere. Where the foil
 * is not thicker by `low` too, what it is thicker stands for it: nothing grew there, whatever the
 * base says.
 */
export function straightened(own: FoilSide, other: FoilSide, low: number): ColumnMap {
  return madeMap(own.size, (column) => {
    const value = own.excess.at(column);
    if (!(value > low)) return value;
    const thicker = value + other.excess.at(column);
    return thicker <= low ? thicker : value - bendAt(other, column);
  });
}

/**
 * The blur without what slopes of the foil add to it across the blocks of columns whose profiles
 * tell it: of a slope s the variance s² (n² − 1) / 12 of n columns in a row.
 */
export function straightBlur(blur: number, { base, size: [nu, nv] }: FoilSide): number {
  let [sum, known] = [0, 0];
  for (let v = 0; v + 1 < nv; v += BLOCK)
    for (let u = 0; u + 1 < nu; u += BLOCK) {
      const at = v * nu + u;
      const own = base.at(at);
      const squared = (base.at(at + 1) - own) ** 2 + (base.at(at + nu) - own) ** 2;
      if (Number.isNaN(squared)) continue;
      sum += squared;
      known++;
    }
  const smeared = ((sum / Math.max(known, 1)) * (BLOCK ** 2 - 1)) / 12;
  return Math.sqrt(Math.max(blur ** 2 / 4, blur ** 2 - smeared));
}

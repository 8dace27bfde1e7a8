// How far the faces of a foil lie beyond their base.
import { baseFace, type ColumnMap } from './base_face.js';
import { middleValue, spreadOf } from './middle_value.js';

/** One side of a foil: its face, the base face, and the excess outwards; in rows. */
export interface FoilSide {
  readonly side: -1 | 1;
  readonly size: readonly [number, number];
  readonly face: Float32Array<ArrayBuffer>;
  readonly base: Float32Array<ArrayBuffer>;
  readonly excess: Float32Array<ArrayBuffer>;
  /** Standard deviation of the excess (1.4826 times the median magnitude). */
  readonly noise: number;
  /** Standard deviation of the mean of the excess over 8 × 8 columns. */
  readonly blockNoise: number;
}

/** Columns of a block over whose mean the noise of sums is measured, along each axis. */
export const NOISE_BLOCK = 8;

function blockNoiseOf(excess: Float32Array, [nu, nv]: readonly [number, number]): number {
  const means: number[] = [];
  for (let v0 = 0; v0 + NOISE_BLOCK <= nv; v0 += NOISE_BLOCK)
    for (let u0 = 0; u0 + NOISE_BLOCK <= nu; u0 += NOISE_BLOCK) {
      let sum = 0;
      for (let v = v0; v < v0 + NOISE_BLOCK; v++)
        for (let u = u0; u < u0 + NOISE_BLOCK; u++) sum += excess[v * nu + u]!;
      means.push(sum / NOISE_BLOCK ** 2);
    }
  return spreadOf(Float64Array.from(means));
}

/** The excess of one face of a foil over its base. */
export function faceExcess(face: ColumnMap, side: -1 | 1, window: number): FoilSide {
  const base = baseFace(face, window).values;
  const excess = Float32Array.from(face.values, (value, i) => side * (value - base[i]!));
  const noise = spreadOf(excess);
  const independent = noise / NOISE_BLOCK;
  const measured = blockNoiseOf(excess, face.size);
  const blockNoise = Number.isNaN(measured) ? independent : Math.max(independent, measured);
  return { side, size: face.size, face: face.values, base, excess, noise, blockNoise };
}

/**
 * How far the foil is bent outwards at a column, as the other face shows it: the median of 5 × 5 of
 * its columns, where that is inwards; 0 elsewhere.
 */
export function bendAt({ excess, size: [nu, nv] }: FoilSide, column: number): number {
  const u = column % nu;
  const v = (column - u) / nu;
  const values = new Float64Array(25);
  let n = 0;
  for (let j = Math.max(0, v - 2); j <= Math.min(nv - 1, v + 2); j++)
    for (let i = Math.max(0, u - 2); i <= Math.min(nu - 1, u + 2); i++) {
      const value = excess[j * nu + i]!;
      if (!Number.isNaN(value)) values[n++] = -value;
    }
  return n === 0 ? 0 : Math.max(0, middleValue(values, n));
}

/** The excess less the bend of the foil, where it exceeds `low`; as it is elsewhere. */
export function straightened(
  own: FoilSide,
  other: FoilSide,
  low: number,
): Float32Array<ArrayBuffer> {
  return own.excess.map((value, column) => (value > low ? value - bendAt(other, column) : value));
}

// Anisotropic squared distances as integers (weights per axis).
import { map3, type Vec3 } from '../recipe/geometry.js';

/**
 * A squared distance as wx·i² + wy·j² + wz·k² for offsets of i, j, k voxels. With `integer` weights
 * it is an exact integer below 2^31; otherwise it is computed in f32.
 */
export interface SquaredWeights {
  readonly integer: boolean;
  readonly weights: Vec3;
  /** The squared length, in the square of the spacing's unit, that 1 stands for. */
  readonly unitSquared: number;
}

/**
 * "No background", for 32-bit kernels: squared distances stay below it. As an integer it leaves
 * room for a sum of two without overflow; as the bits of a float it is some 1.7e38, finite because
 * compilers may assume that all floats are.
 */
export const FAR = 0x7f000000;
/** Spacings whose ratios are fractions with at most this denominator get integer weights. */
const MAX_DENOMINATOR = 64;
/** Spacings are known to no more than this, relatively: files keep them as decimals or f32. */
const TOLERANCE = 1e-7;

/** The largest squared distance that a grid can hold, border outside included. */
function largest(weights: Vec3, size: Vec3): number {
  return weights[0] * size[0] ** 2 + weights[1] * size[1] ** 2 + weights[2] * size[2] ** 2;
}

/**
 * Weights for exact distances: integers where the spacings are small multiples of a common length,
 * as (6, 6, 5) or (0.65, 0.65, 1.3) are; otherwise floats.
 */
export function exactWeights(spacing: Vec3, size: Vec3): SquaredWeights {
  const least = Math.min(...spacing);
  for (let denominator = 1; denominator <= MAX_DENOMINATOR; denominator += 1) {
    const multiples = map3((i) => Math.round((spacing[i] / least) * denominator));
    const weights = map3((i) => multiples[i] ** 2);
    if (largest(weights, size) >= FAR) break;
    const exact = multiples.every((multiple, i) => {
      const wanted = (spacing[i]! / least) * denominator;
      return Math.abs(multiple - wanted) <= TOLERANCE * wanted;
    });
    if (exact) return { integer: true, weights, unitSquared: (least / denominator) ** 2 };
  }
  return { integer: false, weights: map3((i) => spacing[i] ** 2), unitSquared: 1 };
}

/**
 * Integer weights for any spacing, so that decisions on distances are the same everywhere: exact
 * where {@link exactWeights} are integers, else squared spacings in fixed point, as fine as the
 * size allows (of a cubic voxel's square, 1/4096 in a volume of 400³).
 */
export function integerWeights(spacing: Vec3, size: Vec3): SquaredWeights {
  const exact = exactWeights(spacing, size);
  if (exact.integer) return exact;
  const least = Math.min(...spacing);
  const ratios = map3((i) => (spacing[i] / least) ** 2);
  // Rounding adds at most half to each weight.
  const room = FAR - 1 - (size[0] ** 2 + size[1] ** 2 + size[2] ** 2);
  const parts = 2 ** Math.min(16, Math.floor(Math.log2(room / largest(ratios, size))));
  return {
    integer: true,
    weights: map3((i) => Math.max(1, Math.round(ratios[i] * parts))),
    unitSquared: least ** 2 / parts,
  };
}

const FLOAT_BITS = new DataView(new ArrayBuffer(4));

/**
 * The word by which kernels know a weight or a squared distance: an integer, or the bits of an f32.
 */
export function weightWord(weight: number, integer: boolean): number {
  if (integer) return weight;
  FLOAT_BITS.setFloat32(0, weight);
  return FLOAT_BITS.getUint32(0);
}

import { invalidArgument } from '../recipe/errors.js';
import { map3, volumeOf } from '../recipe/geometry.js';
import type { Vec3 } from '../recipe/geometry.js';
import { blurInPlace } from './blur.js';
import { normalBelow } from './elementary.js';
import { Random } from './random.js';
import type { VoxelGrid } from './voxelise.js';

/** What {@link levelCutField} makes. Lengths are in the unit of the spacing. */
export interface LevelCutOptions extends VoxelGrid {
  /** Integer 0 … 2^53 − 1. */
  readonly seed: number;
  /** Part of the material, 0 < fraction < 1, that is solid; that of a piece scatters about it. */
  readonly fraction: number;
  /**
   * Standard deviation along each axis of the Gaussian that smooths white noise: the field's
   * correlation is exp(−r² / 4 length²).
   */
  readonly length: Vec3;
}

/** Beyond so many standard deviations a smoothing Gaussian is cut. */
const REACH = 4;

/**
 * A level-cut Gaussian field: white noise smoothed by a Gaussian, solid where it is below the level
 * that `fraction` of a Gaussian's values lie below. Both phases wind through each other. The piece
 * is cut out of a larger field, so that its fraction scatters as that of a piece of material does,
 * and nothing repeats. The same options give the same bits on every engine. Literature: Quiblier,
 * J. Colloid Interface Sci. 98 (1984) 84, https://doi.org/10.1016/0021-9797(84)90481-8.
 *
 * @returns One byte per voxel, x fastest: 1 is solid, 0 pore.
 * @throws `invalid-argument` where an option is out of range.
 * @example
 * ```ts
 * import { levelCutField } from 'voxmetry/synthetic';
 * const grid = { size: [48, 48, 48], spacing: [1, 1, 1] } as const;
 * const solid = levelCutField({ ...grid, seed: 1, fraction: 0.4, length: [2, 2, 2] });
 * const fraction = solid.reduce((sum, value) => sum + value, 0) / solid.length;
 * console.assert(Math.abs(fraction - 0.4) < 0.05);
 * ```
 */
export function levelCutField(options: LevelCutOptions): Uint8Array<ArrayBuffer> {
  const { seed, size, spacing, fraction, length } = options;
  const op = 'levelCutField';
  if (!size.every((n) => Number.isSafeInteger(n) && n > 0))
    throw invalidArgument(op, 'size', size, 'three positive integers');
  if (!(fraction > 0 && fraction < 1)) throw invalidArgument(op, 'fraction', fraction, '0 … 1');
  const sigma = map3((axis) => length[axis] / spacing[axis]);
  if (!sigma.every((s) => s >= 0.4 && s <= 200))
    throw invalidArgument(op, 'length', length, '0.4 to 200 voxels along each axis');
  const margin = map3((axis) => (size[axis] === 1 ? 0 : Math.ceil(REACH * sigma[axis])));
  const padded = map3((axis) => size[axis] + 2 * margin[axis]);
  const field = new Float32Array(volumeOf(padded));
  for (let row = 0; row * padded[0] < field.length; row += 1) {
    const random = new Random(seed, [row % padded[1], Math.floor(row / padded[1])]);
    for (let x = 0; x < padded[0]; x += 1) field[row * padded[0] + x] = random.normal();
  }
  blurInPlace(field, padded, sigma, 'wrap');
  const level = normalQuantile(fraction) * deviationOf(field);
  const solid = new Uint8Array(volumeOf(size));
  for (let z = 0, i = 0; z < size[2]; z += 1)
    for (let y = 0; y < size[1]; y += 1) {
      const row = ((z + margin[2]) * padded[1] + y + margin[1]) * padded[0] + margin[0];
      for (let x = 0; x < size[0]; x += 1, i += 1) solid[i] = field[row + x]! < level ? 1 : 0;
    }
  return solid;
}

/** The standard deviation about 0. */
function deviationOf(field: Float32Array): number {
  let sum = 0;
  for (const value of field) sum += value * value;
  return Math.sqrt(sum / field.length);
}

/**
 * The value that a standard normal number is below with probability p, by bisection of a series;
 * from +, −, × and ÷ alone.
 */
export function normalQuantile(p: number): number {
  let [low, high] = [-8, 8];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (normalBelow(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

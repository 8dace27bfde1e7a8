import { invalidArgument } from '../recipe/errors.js';
import { map3, volumeOf } from '../recipe/geometry.js';
import { applyArtefacts, type Artefacts } from './artefacts.js';
import { blurInPlace, gaussianWeights } from './blur.js';
import { portableExp } from './elementary.js';
import { Random } from './random.js';
import type { VoxelGrid } from './voxelise.js';

/** How a structure is turned into an image. */
export interface ImagingOptions {
  /** Integer 0 … 2^53 − 1: the noise. */
  readonly seed: number;
  /** Grey level of pore, 0 … 65535. Default 14000. */
  readonly pore?: number | undefined;
  /** Grey level of solid, 0 … 65535. Default 36000. */
  readonly solid?: number | undefined;
  /**
   * Standard deviation of the Gaussian point spread, in the unit of the spacing. Default 0.8 of the
   * smallest spacing.
   */
  readonly blur?: number | undefined;
  /** Standard deviation of the noise that is the same everywhere, in grey levels. Default 1800. */
  readonly noise?: number | undefined;
  /**
   * Variance per grey level of the noise that grows with the signal, as counting noise does
   * (normal, not Poisson, numbers). Default 40.
   */
  readonly shot?: number | undefined;
  /**
   * Standard deviations of the noise at the levels of pore and of solid, in the place of `noise`
   * and `shot`: the variance is linear in the level between. Default none.
   */
  readonly deviations?: readonly [pore: number, solid: number] | undefined;
  /**
   * Standard deviation of a Gaussian that smooths white noise into noise of that grain, in the unit
   * of the spacing; its variance stays. Default 0: white.
   */
  readonly grain?: number | undefined;
  /**
   * Length over which what lies behind the cut face shines through pores, in the unit of the
   * spacing, as in a FIB-SEM stack cut along z: a pore voxel with solid at a distance d behind it
   * (larger z) has the level pore + (solid − pore) e^(−d / length). Default 0: none.
   */
  readonly shineThrough?: number | undefined;
  /**
   * Faults that come before the noise: {@link simulateArtefacts} of the same size. Default none.
   */
  readonly artefacts?: Artefacts | undefined;
}

/**
 * Takes a simulated tomogram of a structure: two grey levels (with `shineThrough`, those of a
 * FIB-SEM stack whose pores show what lies behind), smoothed by a Gaussian point spread
 * ('reflect' at the borders), with noise of variance noise² + shot × level, white or with a grain,
 * rounded to the nearest integer (halves up) and clipped to 0 … 65535. The same bits on every
 * engine; white noise of a row depends on the seed and the row's place alone.
 *
 * @param structure - one number per voxel, x fastest; 0 is pore, anything else solid
 * @throws `invalid-argument` where an option is out of range or the length does not fit the grid.
 * @example
 * ```ts
 * import { simulateImaging } from 'voxmetry/synthetic';
 * const grid = { size: [8, 1, 1], spacing: [1, 1, 1] } as const;
 * const image = simulateImaging([0, 0, 0, 0, 1, 1, 1, 1], grid, { seed: 1, noise: 0, shot: 0 });
 * console.assert(Math.abs(image[0]! - 14000) < 10 && Math.abs(image[7]! - 36000) < 10);
 * console.assert(image[3]! + image[4]! === 50000); // the blurred edge
 * ```
 */
export function simulateImaging(
  structure: ArrayLike<number>,
  grid: VoxelGrid,
  options: ImagingOptions,
): Uint16Array<ArrayBuffer> {
  const { seed, pore = 14000, solid = 36000, noise = 1800, shot = 40, shineThrough = 0 } = options;
  const { grain = 0, deviations = [0, 0] } = options;
  const blur = options.blur ?? 0.8 * Math.min(...grid.spacing);
  const op = 'simulateImaging';
  if (structure.length !== volumeOf(grid.size))
    throw invalidArgument(op, 'structure.length', structure.length, String(volumeOf(grid.size)));
  for (const [name, level] of Object.entries({ pore, solid }))
    if (!(level >= 0 && level <= 65535)) throw invalidArgument(op, name, level, '0 … 65535');
  for (const [name, amount] of Object.entries({ blur, noise, shot, shineThrough, grain }))
    if (!(amount >= 0 && amount < Infinity))
      throw invalidArgument(op, name, amount, 'a number ≥ 0');
  if (!deviations.every((deviation) => deviation >= 0 && deviation < Infinity))
    throw invalidArgument(op, 'deviations', deviations, 'two numbers ≥ 0');
  if (options.deviations !== undefined && pore === solid)
    throw invalidArgument(op, 'deviations', deviations, 'none where both levels are the same');

  const signal = new Float32Array(structure.length).fill(pore);
  for (let i = 0; i < signal.length; i += 1) if (structure[i] !== 0) signal[i] = solid;
  if (shineThrough > 0) shine(signal, structure, grid, { pore, solid, length: shineThrough });
  blurInPlace(
    signal,
    grid.size,
    map3((axis) => blur / grid.spacing[axis]),
    'reflect',
  );
  if (options.artefacts !== undefined) applyArtefacts(signal, grid.size, options.artefacts);
  const image = new Uint16Array(signal.length);
  const [nx, ny] = grid.size;
  const variance = varianceOf({ pore, solid, noise, shot }, options.deviations);
  if (grain > 0) {
    const standard = grainOf(seed, grid, grain);
    for (let i = 0; i < image.length; i += 1)
      image[i] = grey(signal[i]! + Math.sqrt(variance(signal[i]!)) * standard[i]!);
    return image;
  }
  for (let row = 0; row * nx < image.length; row += 1) {
    const random = new Random(seed, [row % ny, Math.floor(row / ny)]);
    const levels = signal.subarray(row * nx, (row + 1) * nx);
    addNoise(levels, random, variance, image.subarray(row * nx, (row + 1) * nx));
  }
  return image;
}

/** The variance of the noise at a level. */
function varianceOf(
  levels: {
    readonly pore: number;
    readonly solid: number;
    readonly noise: number;
    readonly shot: number;
  },
  deviations: readonly [number, number] | undefined,
): (level: number) => number {
  const { pore, solid, noise, shot } = levels;
  if (deviations === undefined) return (level) => noise * noise + shot * Math.max(0, level);
  const [dark, bright] = [deviations[0] ** 2, deviations[1] ** 2];
  const slope = (bright - dark) / (solid - pore);
  return (level) => Math.max(0, dark + slope * (level - pore));
}

/** Noise of mean 0 and variance 1 that a Gaussian has smoothed. */
function grainOf(seed: number, { size, spacing }: VoxelGrid, grain: number): Float32Array {
  const noise = new Float32Array(volumeOf(size));
  for (let row = 0; row * size[0] < noise.length; row += 1) {
    const random = new Random(seed, [row % size[1], Math.floor(row / size[1])]);
    for (let x = 0; x < size[0]; x += 1) noise[row * size[0] + x] = random.normal();
  }
  const sigma = map3((axis) => grain / spacing[axis]);
  blurInPlace(noise, size, sigma, 'wrap');
  let gain = 1;
  for (const along of sigma) {
    const weights = gaussianWeights(along);
    gain *= weights.reduce((sum, w, i) => sum + (i === 0 ? 1 : 2) * w * w, 0);
  }
  const scale = 1 / Math.sqrt(gain);
  return noise.map((value) => value * scale);
}

/** The integer nearest to a level (halves up), clipped. */
function grey(level: number): number {
  return Math.min(65535, Math.max(0, Math.floor(level + 0.5)));
}

/** Lets solid shine through the pores before it, from the last slice to the first. */
function shine(
  signal: Float32Array,
  structure: ArrayLike<number>,
  { size: [nx, ny, nz], spacing }: VoxelGrid,
  {
    pore,
    solid,
    length,
  }: { readonly pore: number; readonly solid: number; readonly length: number },
): void {
  const slice = nx * ny;
  // How much of it is left a slice further on. Portable: the same bits on every engine.
  const decay = portableExp(-spacing[2] / length);
  const left = new Float64Array(slice);
  for (let z = nz - 1; z >= 0; z -= 1)
    for (let i = 0; i < slice; i += 1) {
      const at = z * slice + i;
      left[i] = structure[at] !== 0 ? 1 : left[i]! * decay;
      signal[at] = pore + (solid - pore) * left[i]!;
    }
}

/** White noise in one row: variance noise² + shot × level, rounded (halves up) and clipped. */
export function noisyRow(
  levels: Float32Array,
  random: Random,
  { noise, shot }: { readonly noise: number; readonly shot: number },
  out: Uint16Array | Uint8Array,
): void {
  addNoise(levels, random, (level) => noise * noise + shot * Math.max(0, level), out);
}

function addNoise(
  levels: Float32Array,
  random: Random,
  variance: (level: number) => number,
  out: Uint16Array | Uint8Array,
): void {
  for (let x = 0; x < levels.length; x += 1) {
    const level = levels[x]!;
    out[x] = grey(level + Math.sqrt(variance(level)) * random.normal());
  }
}

import { map3, volumeOf, type Vec3 } from '../recipe/geometry.js';
import { applyArtefacts, type Artefacts } from './artefacts.js';
import { blurInPlace, gaussianWeights } from './blur.js';
import { portableExp } from './elementary.js';
import { checkImaging } from './imaging_checks.js';
import { blurByDepth, charge, enhanceEdges, poisson } from './imaging_effects.js';
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
   * Grey levels of the numbers of the structure, 0 … 65535, in the place of `pore` and `solid`: of
   * pore, active material and binder. Default none: all that is not 0 is solid.
   */
  readonly levels?: readonly number[] | undefined;
  /**
   * Standard deviation of the Gaussian point spread, in the unit of the spacing: one for all axes,
   * or along x, y, z. Default 0.8 of the smallest spacing.
   */
  readonly blur?: number | Vec3 | undefined;
  /**
   * How much more blurred the last slice is than the first, as a part: the point spread grows with
   * the depth along z. Default 0.
   */
  readonly blurGrowth?: number | undefined;
  /**
   * Edge enhancement by phase contrast, in the square of the unit of the spacing: so many times its
   * Laplacian is taken off the signal. Default 0.
   */
  readonly edges?: number | undefined;
  /**
   * Grey levels that solid rises by as it charges under a beam along x, and which then fall behind
   * it over `chargingLength`. Default 0.
   */
  readonly charging?: number | undefined;
  /** Over which length charge leaks away, in the unit of the spacing. Default 8 of that along x. */
  readonly chargingLength?: number | undefined;
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
   * Grey levels of a count: noise is then that of counting (Poisson's), in the place of `noise` and
   * `shot`. Each voxel takes a time in proportion to its counts. Default none.
   */
  readonly perCount?: number | undefined;
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
 * Takes a simulated tomogram of a structure: two grey levels or several (with `shineThrough`,
 * those of a FIB-SEM stack whose pores show what lies behind), smoothed by a Gaussian point spread
 * ('reflect' at the borders), with noise of variance noise² + shot × level, white or with a grain,
 * or of counts, rounded to the nearest integer (halves up) and clipped to 0 … 65535. The same bits
 * on every engine; white noise and counts of a row depend on the seed and
 * the row's place alone.
 *
 * @param structure - One number per voxel, x fastest; 0 is pore, anything else solid, unless
 * `levels` say what numbers are.
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
  const { grain = 0, blurGrowth = 0, edges = 0, charging = 0, perCount } = options;
  const { blur = 0.8 * Math.min(...grid.spacing), levels } = options;
  checkImaging(structure, grid, options);
  // No Float32Array.from: it makes a list first, which 512³ numbers are too many for.
  let signal: Float32Array = new Float32Array(structure.length);
  for (let i = 0; i < signal.length; i += 1) {
    const number = structure[i]!;
    signal[i] = levels === undefined ? (number === 0 ? pore : solid) : levels[number]!;
  }
  if (shineThrough > 0) shine(signal, structure, grid, { pore, solid, length: shineThrough });
  if (charging > 0) {
    const length = options.chargingLength ?? 8 * grid.spacing[0];
    charge(signal, structure, grid, { strength: charging, length });
  }
  const sigma = map3((axis) => (typeof blur === 'number' ? blur : blur[axis]) / grid.spacing[axis]);
  if (blurGrowth > 0) signal = blurByDepth(signal, grid.size, sigma, blurGrowth);
  else blurInPlace(signal, grid.size, sigma, 'reflect');
  if (edges > 0) enhanceEdges(signal, grid, edges);
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
    const own = signal.subarray(row * nx, (row + 1) * nx);
    const out = image.subarray(row * nx, (row + 1) * nx);
    if (perCount === undefined) addNoise(own, random, variance, out);
    else
      for (let x = 0; x < nx; x += 1)
        out[x] = grey(perCount * poisson(Math.max(0, own[x]!) / perCount, random));
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

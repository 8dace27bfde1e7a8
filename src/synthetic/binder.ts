import { invalidArgument } from '../recipe/errors.js';
import { map3, volumeOf, type Vec3 } from '../recipe/geometry.js';
import { blurInPlace, gaussianWeights } from './blur.js';
import { portableExp } from './elementary.js';
import { localThicknessOf } from './local_thickness.js';
import { Random } from './random.js';
import type { VoxelGrid } from './voxelise.js';

/** How binder fills pores: as bridges in the narrow ones, or as a film on the particles. */
export type BinderOptions = BridgeOptions | FilmOptions;

/** Binder between particles that are near to each other. */
export interface BridgeOptions {
  /** Narrow pores first. */
  readonly kind: 'bridge';
  /** Integer 0 … 2^53 − 1. */
  readonly seed: number;
  /** Part of the whole volume, 0 < fraction < porosity, that binder takes; rounded to voxels. */
  readonly fraction: number;
  /**
   * How much more some places hold than others, 0 … 2: the thickness that is compared is multiplied
   * by e^(clusters × g), where g is a Gaussian field of deviation 1. Default 0.
   */
  readonly clusters?: number | undefined;
  /**
   * Standard deviation of the Gaussian that smooths the field, in the unit of the spacing. Default
   * two of the largest spacing.
   */
  readonly clusterLength?: number | undefined;
}

/** Binder that is laid down on surfaces. */
export interface FilmOptions {
  /** Voxel after voxel on surfaces. */
  readonly kind: 'film';
  /** Integer 0 … 2^53 − 1. */
  readonly seed: number;
  /** Part of the whole volume, 0 < fraction < porosity, that binder takes; rounded to voxels. */
  readonly fraction: number;
  /**
   * ω, 0 … 0.99: how much more binder likes binder than particles. 0 covers particles as a film,
   * near 1 it grows as fingers.
   */
  readonly omega: number;
}

/** What voxels are. */
const [PORE, ACTIVE, BINDER] = [0, 1, 2] as const;
const OP = 'addBinder';
/** Weights of a film are whole numbers, of so many parts. */
const PARTS = 1000;

/**
 * Adds carbon and binder to particles. 'bridge': pore is filled by its local thickness, the
 * narrowest first, as what dries last is held between particles; among equals, and more with
 * `clusters`, by a smooth random field. 'film': one voxel after another is laid down beside
 * particles or binder, drawn in proportion to (1 − ω) × faces with particles + ω × faces with
 * binder, after the energies of Mistry, Smith, Mukherjee (ACS Appl. Mater. Interfaces 10, 2018,
 * 6317). The same options give the same bits on every engine. Bridges cost two distance transforms
 * for each half voxel of radius of the largest pore: some 10 s for 128³.
 *
 * @param active - A number per voxel, x fastest: 0 is pore, anything else active material.
 * @returns A byte per voxel: 0 pore, 1 active material, 2 binder.
 * @throws `invalid-argument` where an option is out of range, the fraction is not below that of the
 *   pores, or a film has nothing to lie on.
 * @example
 * ```ts
 * import { addBinder, syntheticCathode } from 'voxmetry/synthetic';
 * const { volume, truth } = syntheticCathode({ size: [32, 32, 32], medianDiameter: 2 });
 * const bridged = addBinder(truth.labels, volume, { kind: 'bridge', seed: 1, fraction: 0.1 });
 * const count = bridged.reduce((sum, phase) => sum + (phase === 2 ? 1 : 0), 0);
 * console.assert(count === Math.round(0.1 * 32 ** 3));
 * ```
 */
export function addBinder(
  active: ArrayLike<number>,
  grid: VoxelGrid,
  options: BinderOptions,
): Uint8Array<ArrayBuffer> {
  const { size } = grid;
  if (active.length !== volumeOf(size))
    throw invalidArgument(OP, 'active.length', active.length, String(volumeOf(size)));
  const phases = Uint8Array.from(active, (value) => (value === 0 ? PORE : ACTIVE));
  const pores = phases.reduce((sum, phase) => sum + (phase === PORE ? 1 : 0), 0);
  const count = Math.round(options.fraction * phases.length);
  if (!(options.fraction > 0 && count < pores))
    throw invalidArgument(
      OP,
      'fraction',
      options.fraction,
      `above 0 and below the pores' ${(pores / phases.length).toPrecision(3)}`,
    );
  if (options.kind === 'bridge') bridge(phases, grid, options, count);
  else film(phases, size, options, count);
  return phases;
}

function bridge(
  phases: Uint8Array,
  { size, spacing }: VoxelGrid,
  { seed, clusters = 0, clusterLength = 2 * Math.max(...spacing) }: BridgeOptions,
  count: number,
): void {
  if (!(clusters >= 0 && clusters <= 2)) throw invalidArgument(OP, 'clusters', clusters, '0 … 2');
  if (!(clusterLength >= 0 && clusterLength < Infinity))
    throw invalidArgument(OP, 'clusterLength', clusterLength, 'a length ≥ 0');
  const field = smoothField(
    seed,
    size,
    map3((axis) => clusterLength / spacing[axis]),
  );
  const thickness = localThicknessOf(phases, size, spacing);
  const key = thickness.map((value, i) => value * portableExp(clusters * field[i]!));
  const pores: number[] = [];
  phases.forEach((phase, i) => {
    if (phase === PORE) pores.push(i);
  });
  pores.sort((a, b) => key[a]! - key[b]! || field[a]! - field[b]! || a - b);
  for (const i of pores.slice(0, count)) phases[i] = BINDER;
}

/** A Gaussian field of mean 0 and deviation 1 that goes on through opposite faces. */
function smoothField(seed: number, size: Vec3, sigma: Vec3): Float32Array {
  const field = new Float32Array(volumeOf(size));
  for (let row = 0; row * size[0] < field.length; row += 1) {
    const random = new Random(seed, [row % size[1], Math.floor(row / size[1])]);
    for (let x = 0; x < size[0]; x += 1) field[row * size[0] + x] = random.normal();
  }
  blurInPlace(field, size, sigma, 'wrap');
  let gain = 1;
  for (const along of sigma)
    gain *= gaussianWeights(along).reduce((sum, w, i) => sum + (i === 0 ? 1 : 2) * w * w, 0);
  const scale = 1 / Math.sqrt(gain);
  return field.map((value) => value * scale);
}

function film(phases: Uint8Array, size: Vec3, { seed, omega }: FilmOptions, count: number): void {
  if (!(omega >= 0 && omega <= 0.99)) throw invalidArgument(OP, 'omega', omega, '0 … 0.99');
  const random = new Random(seed);
  const liking = [0, PARTS - Math.round(PARTS * omega), Math.round(PARTS * omega)] as const;
  const neighbours = (i: number): number[] => neighboursOf(i, size);
  // Pore voxels beside something, with their weights; places of voxels in this list.
  const front: number[] = [];
  const weights = new Uint16Array(phases.length);
  const add = (i: number, weight: number): void => {
    if (phases[i] !== PORE || weight === 0) return;
    if (weights[i] === 0) front.push(i);
    weights[i] = weights[i]! + weight;
  };
  phases.forEach((phase, i) => {
    if (phase === ACTIVE) for (const j of neighbours(i)) add(j, liking[ACTIVE]);
  });
  const most = 6 * Math.max(liking[ACTIVE], liking[BINDER]);
  for (let laid = 0; laid < count;) {
    if (front.length === 0)
      throw invalidArgument(OP, 'fraction', 'more than what touches', 'what pores can hold');
    // In proportion to the weights: a voxel at random, which is taken as often as it weighs.
    const place = Math.floor(random.uniform() * front.length);
    const voxel = front[place]!;
    if (random.uniform() * most >= weights[voxel]!) continue;
    front[place] = front.at(-1)!;
    front.pop();
    phases[voxel] = BINDER;
    laid += 1;
    for (const j of neighbours(voxel)) add(j, liking[BINDER]);
  }
}

/** The voxels across the faces of a voxel. */
function neighboursOf(i: number, [nx, ny, nz]: Vec3): number[] {
  const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
  const found: number[] = [];
  if (x > 0) found.push(i - 1);
  if (x < nx - 1) found.push(i + 1);
  if (y > 0) found.push(i - nx);
  if (y < ny - 1) found.push(i + nx);
  if (z > 0) found.push(i - nx * ny);
  if (z < nz - 1) found.push(i + nx * ny);
  return found;
}

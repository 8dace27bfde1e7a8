import { invalidArgument } from '../recipe/errors.js';
import { map3, volumeOf, type Vec3 } from '../recipe/geometry.js';
import { checkOrientation, drawDirection, type Orientation } from './directions.js';
import { portableCubeRoot, portableExp, portableLog } from './elementary.js';
import { checkBoolean, poissonGrains, truncatedNormal } from './grains.js';
import { Random } from './random.js';
import { largestDiameter } from './spheres.js';
import type { VoxelGrid } from './voxelise.js';

/** An ellipsoid of revolution. Lengths are in one unit. */
export interface Spheroid {
  /** Its middle. */
  readonly centre: Vec3;
  /** Along its axis of revolution, of length 1. */
  readonly direction: Vec3;
  /** Half its length along the axis. */
  readonly along: number;
  /** Half its length across the axis. */
  readonly across: number;
}

/** What {@link booleanSpheroids} makes. Lengths are in one unit. */
export interface BooleanSpheroidsOptions {
  /** Integer 0 … 2^53 − 1. */
  readonly seed: number;
  /** The box that is filled, from [0, 0, 0] on. */
  readonly box: Vec3;
  /** Part of the material, 0 < fraction < 1, that the union covers; that of a piece scatters. */
  readonly fraction: number;
  /** Median of the log-normal distribution of the diameters of balls of equal volume, by number. */
  readonly medianDiameter: number;
  /** Standard deviation of ln(diameter), 0 … 1; draws beyond ±2.5 σ are repeated. Default 0.25. */
  readonly sigma?: number | undefined;
  /** Length along the axis over that across it, 0.05 … 20: flakes below 1, needles above. */
  readonly aspect: number;
  /**
   * Weights of x, y and z in the directions of axes (the angular central Gaussian distribution).
   * Default [1, 1, 1]: at random. Flakes that lie flat on a collector have axes along z: [0, 0, 1].
   */
  readonly orientation?: Orientation | undefined;
}

const OP = 'booleanSpheroids';

/**
 * The Boolean model of spheroids: flakes and needles at random places, across one another as they
 * come, with directions at random or not; the fraction of the union is 1 − exp(−number per volume ×
 * mean volume). The same options give the same spheroids on every engine. Literature: Chiu, Stoyan,
 * Kendall, Mecke, Stochastic Geometry and its Applications (2013), chapter 3; Tyler, Biometrika 74
 * (1987) 579.
 *
 * @throws `invalid-argument` where an option is out of range.
 * @example
 * ```ts
 * import { booleanSpheroids, voxeliseSpheroids } from 'voxmetry/synthetic';
 * const box = [48, 48, 48] as const;
 * const made = { seed: 1, box, fraction: 0.4, medianDiameter: 10, aspect: 0.3 };
 * const flakes = booleanSpheroids({ ...made, orientation: [0.2, 0.2, 1] });
 * const labels = voxeliseSpheroids(flakes, { size: box, spacing: [1, 1, 1] });
 * const covered = labels.reduce((sum, label) => sum + (label > 0 ? 1 : 0), 0) / labels.length;
 * console.assert(Math.abs(covered - 0.4) < 0.1);
 * ```
 */
export function booleanSpheroids(options: BooleanSpheroidsOptions): Spheroid[] {
  const { seed, box, fraction, medianDiameter, sigma = 0.25, aspect } = options;
  const { orientation = [1, 1, 1] } = options;
  checkBoolean(OP, { box, fraction, medianDiameter, sigma });
  if (!(aspect >= 0.05 && aspect <= 20)) throw invalidArgument(OP, 'aspect', aspect, '0.05 … 20');
  checkOrientation(OP, orientation);
  // along × across² is that of the ball.
  const root = portableCubeRoot(aspect);
  const [along, across] = [root * root, 1 / root];
  const margin = (largestDiameter(medianDiameter, sigma) / 2) * Math.max(along, across);
  const filled = map3((axis) => box[axis] + 2 * margin);
  const meanVolume =
    (Math.PI / 6) *
    medianDiameter *
    medianDiameter *
    medianDiameter *
    portableExp(4.5 * sigma * sigma);
  const expected = (-portableLog(1 - fraction) / meanVolume) * volumeOf(filled);
  const random = new Random(seed);
  return poissonGrains(random, expected, (): Spheroid => {
    const radius = 0.5 * medianDiameter * portableExp(sigma * truncatedNormal(random));
    return {
      centre: map3((axis) => random.uniform() * filled[axis] - margin),
      direction: drawDirection(random, orientation),
      along: radius * along,
      across: radius * across,
    };
  });
}

/**
 * Draws spheroids on a grid: voxel (i, j, k) has its centre at (i, j, k) × spacing, and
 * belongs to a spheroid whose surface it is not outside of; where several hold it, to the one whose
 * middle is nearest in its own radii, of equals to the first.
 *
 * @returns u32 labels, x fastest: 1 for the first spheroid, and so on; 0 outside all.
 * @example
 * ```ts
 * import { voxeliseSpheroids } from 'voxmetry/synthetic';
 * const flake = { centre: [1.5, 1.5, 1], direction: [0, 0, 1], along: 0.5, across: 2 } as const;
 * const labels = voxeliseSpheroids([flake], { size: [4, 4, 3], spacing: [1, 1, 1] });
 * console.assert(labels.slice(16, 32).join('') === '0110111111110110');
 * ```
 */
export function voxeliseSpheroids(
  spheroids: readonly Spheroid[],
  { size, spacing }: VoxelGrid,
): Uint32Array<ArrayBuffer> {
  const [nx, ny] = size;
  const labels = new Uint32Array(volumeOf(size));
  const nearest = new Float64Array(labels.length).fill(Infinity);
  spheroids.forEach(({ centre, direction: [a, b, c], along, across }, index) => {
    // r² / across² + (r · direction)² (1 / along² − 1 / across²) is at most 1 inside.
    const round = 1 / (across * across);
    const more = 1 / (along * along) - round;
    const reach = Math.max(along, across);
    const from = map3((i) => Math.max(0, Math.floor((centre[i] - reach) / spacing[i])));
    const to = map3((i) => Math.min(size[i] - 1, Math.ceil((centre[i] + reach) / spacing[i])));
    for (let k = from[2]; k <= to[2]; k += 1)
      for (let j = from[1]; j <= to[1]; j += 1)
        for (let i = from[0]; i <= to[0]; i += 1) {
          const x = i * spacing[0] - centre[0];
          const y = j * spacing[1] - centre[1];
          const z = k * spacing[2] - centre[2];
          const part = a * x + b * y + c * z;
          const squared = round * (x * x + y * y + z * z) + more * part * part;
          const voxel = (k * ny + j) * nx + i;
          if (squared > 1 || squared >= nearest[voxel]!) continue;
          nearest[voxel] = squared;
          labels[voxel] = index + 1;
        }
  });
  return labels;
}

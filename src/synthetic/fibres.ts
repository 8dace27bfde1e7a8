import { volumeOf, type Vec3 } from '../recipe/geometry.js';
import {
  acrossDirection,
  checkOrientation,
  drawDirection,
  type Orientation,
} from './directions.js';
import { portableExp, portableLog } from './elementary.js';
import { checkBoolean, poissonGrains, TRUNCATION, truncatedNormal } from './grains.js';
import { Random } from './random.js';
import type { VoxelGrid } from './voxelise.js';

/** A straight fibre that goes on beyond every volume. Lengths are in one unit. */
export interface Fibre {
  /** A point of its axis. */
  readonly point: Vec3;
  /** Along its axis, of length 1. */
  readonly direction: Vec3;
  /** Of its cross-section. */
  readonly radius: number;
}

/** What {@link randomFibres} makes. Lengths are in one unit. */
export interface RandomFibresOptions {
  /** Integer 0 … 2^53 − 1. */
  readonly seed: number;
  /** The box that is filled, from [0, 0, 0] on. */
  readonly box: Vec3;
  /** Part of the material, 0 < fraction < 1, that fibres cover; that of a piece scatters. */
  readonly fraction: number;
  /** Median of the log-normal distribution of diameters (by number). */
  readonly medianDiameter: number;
  /** Standard deviation of ln(diameter), 0 … 1; draws beyond ±2.5 σ are repeated. Default 0. */
  readonly sigma?: number | undefined;
  /**
   * Weights of x, y and z in the directions of fibres (the angular central Gaussian distribution):
   * [1, 1, 0] in the plane of x and y, as in a carbon paper. Default [1, 1, 1]: at random.
   */
  readonly orientation?: Orientation | undefined;
}

const OP = 'randomFibres';

/**
 * A Poisson process of straight fibres, which lie across one another as they come: gas diffusion
 * layers, fleeces, fibrous separators. The fraction of their union is 1 − exp(−length per volume ×
 * mean area of the cross-section). Only those that may reach into the box are given. The same
 * options give the same fibres on every engine. Literature: Schulz, Becker, Wiegmann, Mukherjee,
 * Wang, J. Electrochem. Soc. 154 (2007) B419; Tyler, Biometrika 74 (1987) 579.
 *
 * @throws `invalid-argument` where an option is out of range.
 * @example
 * ```ts
 * import { randomFibres, voxeliseFibres } from 'voxmetry/synthetic';
 * const box = [48, 48, 48] as const;
 * const fibres = randomFibres({ seed: 1, box, fraction: 0.3, medianDiameter: 5 });
 * const labels = voxeliseFibres(fibres, { size: box, spacing: [1, 1, 1] });
 * const covered = labels.reduce((sum, label) => sum + (label > 0 ? 1 : 0), 0) / labels.length;
 * console.assert(Math.abs(covered - 0.3) < 0.1);
 * ```
 */
export function randomFibres(options: RandomFibresOptions): Fibre[] {
  const { seed, box, fraction, medianDiameter, sigma = 0, orientation = [1, 1, 1] } = options;
  checkBoolean(OP, { box, fraction, medianDiameter, sigma });
  checkOrientation(OP, orientation);
  const largest = (medianDiameter / 2) * portableExp(TRUNCATION * sigma);
  // Lines that come near the box meet this ball, of whatever direction they are.
  const reach = Math.sqrt(box[0] * box[0] + box[1] * box[1] + box[2] * box[2]) / 2 + largest;
  const meanArea = (Math.PI / 4) * medianDiameter * medianDiameter * portableExp(2 * sigma * sigma);
  const expected = (-portableLog(1 - fraction) / meanArea) * Math.PI * reach * reach;
  const random = new Random(seed);
  return poissonGrains(random, expected, (): Fibre => {
    const radius = (medianDiameter / 2) * portableExp(sigma * truncatedNormal(random));
    const direction = drawDirection(random, orientation);
    return { point: pointOf(random, box, direction, reach), direction, radius };
  }).filter((fibre) => distanceTo(fibre, box) <= fibre.radius);
}

/** A point of a line at random in the disc across its direction, about the middle of the box. */
function pointOf(random: Random, box: Vec3, direction: Vec3, reach: number): Vec3 {
  const [first, second] = acrossDirection(direction);
  for (;;) {
    const [u, v] = [2 * random.uniform() - 1, 2 * random.uniform() - 1];
    if (u * u + v * v > 1) continue;
    const along = (i: 0 | 1 | 2): number => box[i] / 2 + reach * (u * first[i] + v * second[i]);
    return [along(0), along(1), along(2)];
  }
}

/** At most how far the box is from a line: that of the ball about the box. */
function distanceTo({ point, direction }: Fibre, box: Vec3): number {
  const away = [0, 1, 2].map((i) => point[i]! - box[i]! / 2);
  const along = away.reduce((sum, d, i) => sum + d * direction[i]!, 0);
  const squared = away.reduce((sum, d) => sum + d * d, 0) - along * along;
  const ball = Math.sqrt(box[0] * box[0] + box[1] * box[1] + box[2] * box[2]) / 2;
  return Math.sqrt(Math.max(0, squared)) - ball;
}

/**
 * Draws fibres on a grid: voxel (i, j, k) has its centre at (i, j, k) × spacing, and
 * belongs to a fibre whose axis is no further away than its radius; where fibres cross, to the
 * nearer one in radii, of equals to the first.
 *
 * @returns u32 labels, x fastest: 1 for the first fibre, and so on; 0 outside all.
 * @example
 * ```ts
 * import { voxeliseFibres } from 'voxmetry/synthetic';
 * const fibre = { point: [1.5, 1.5, 0], direction: [0, 0, 1], radius: 1 } as const;
 * const labels = voxeliseFibres([fibre], { size: [4, 4, 1], spacing: [1, 1, 1] });
 * console.assert(labels.join('') === '0000011001100000');
 * ```
 */
export function voxeliseFibres(
  fibres: readonly Fibre[],
  { size, spacing }: VoxelGrid,
): Uint32Array<ArrayBuffer> {
  const [nx, ny, nz] = size;
  const labels = new Uint32Array(volumeOf(size));
  const nearest = new Float64Array(labels.length).fill(Infinity);
  fibres.forEach(({ point, direction, radius }, index) => {
    const [a, b, c] = direction;
    const squaredRadius = radius * radius;
    for (let k = 0; k < nz; k += 1)
      for (let j = 0; j < ny; j += 1) {
        // Along a row the squared distance is p x² + 2 q x + r: a parabola, or the same everywhere.
        const y = j * spacing[1] - point[1];
        const z = k * spacing[2] - point[2];
        const across = b * y + c * z;
        const p = 1 - a * a;
        const q = -a * across;
        const r = y * y + z * z - across * across;
        const root = q * q - p * (r - squaredRadius);
        if (p > 1e-9 && root < 0) continue;
        if (p <= 1e-9 && r > squaredRadius) continue;
        const middle = p > 1e-9 ? -q / p : 0;
        const half = p > 1e-9 ? Math.sqrt(root) / p : Infinity;
        const at = (x: number): number => (x + point[0]) / spacing[0];
        const from = Math.max(0, Math.floor(at(middle - half)));
        const to = Math.min(nx - 1, Math.ceil(at(middle + half)));
        for (let i = from; i <= to; i += 1) {
          const x = i * spacing[0] - point[0];
          const part = (p * x * x + 2 * q * x + r) / squaredRadius;
          const voxel = (k * ny + j) * nx + i;
          if (part > 1 || part >= nearest[voxel]!) continue;
          nearest[voxel] = part;
          labels[voxel] = index + 1;
        }
      }
  });
  return labels;
}

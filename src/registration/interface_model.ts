// What the voxels about a place say of the materials there: one of them, or an interface of two.
import { map3 } from '../recipe/geometry.js';
import { apply, type Transform } from '../recipe/transform.js';
import { solvePositive } from './normal_equations.js';
import { KEPT_EDGE, type Neighbourhoods } from './neighbourhoods.js';

/** How a volume shows its materials. */
export interface Appearance {
  /** Greys of the materials, rising. */
  readonly levels: readonly number[];
  /** Standard deviation of the noise. */
  readonly noise: number;
  /** Standard deviation of the blur, in voxels. */
  readonly blur: number;
}

/** Voxels along an edge of a neighbourhood. */
const EDGE = 4;

/** Standard deviation of the Gaussian by which voxels count, in voxels. */
const REACH = 0.8;
/** Distances of interfaces, in blurs, from 0 to both sides. */
const DISTANCES = Array.from({ length: 13 }, (_, i) => (i - 6) / 2);
/** Sums of both curvatures of an interface over 2, per voxel. */
const CURVATURES = [-0.25, 0, 0.25] as const;

/** The normal distribution, from a table. */
const STEPS = 256;
const FARTHEST = 5;
const NORMAL = Float64Array.from({ length: 2 * FARTHEST * STEPS + 2 }, (_, i) => {
  const x = i / STEPS - FARTHEST;
  // Simpson's rule from the middle, whose error is far below that of the table.
  let sum = 0;
  const h = x / 64;
  for (let k = 0; k < 64; k += 2)
    sum += density(k * h) + 4 * density((k + 1) * h) + density((k + 2) * h);
  return 0.5 + (sum * h) / 3;
});

/** The density of the normal distribution. */
export function density(x: number): number {
  return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
}

/** The normal distribution. */
export function normal(x: number): number {
  if (x <= -FARTHEST) return 0;
  if (x >= FARTHEST) return 1;
  const at = (x + FARTHEST) * STEPS;
  const i = Math.floor(at);
  return NORMAL[i]! + (at - i) * (NORMAL[i + 1]! - NORMAL[i]!);
}

/** What may lie at a place: material `a`, and beyond an interface at `distance` material `b`. */
export interface Hypothesis {
  readonly a: number;
  readonly b: number;
  /** Distance of the interface from the place towards `b`, in blurs of the volume. */
  readonly distance: number;
}

/** All hypotheses of some materials: of one alone first, then as {@link Reader} tells them. */
export function hypothesesOf(materials: number): Hypothesis[] {
  const all = Array.from({ length: materials }, (_, a): Hypothesis => ({ a, b: a, distance: 0 }));
  const interfaces = DISTANCES.flatMap((distance) =>
    all.flatMap(({ a }) => all.slice(a + 1).map(({ a: b }): Hypothesis => ({ a, b, distance }))),
  );
  return [...all, ...CURVATURES.flatMap(() => interfaces)];
}

/** Reads neighbourhoods, one after the other. */
export class Reader {
  readonly #of: Neighbourhoods;
  readonly #values = new Float64Array(EDGE ** 3);
  readonly #weights = new Float64Array(EDGE ** 3);
  readonly #places = new Float64Array(3 * EDGE ** 3);
  readonly #along = new Float64Array(EDGE ** 3);
  readonly #across = new Float64Array(EDGE ** 3);
  readonly #sums = new Float64Array(3 * CURVATURES.length * DISTANCES.length);
  readonly #unit: number;
  /** The unit normal of an interface at the place that was read last, in the world. */
  readonly normal: [number, number, number] = [0, 0, 0];
  /** Sum of the weights, and the weighted mean and variance of what was read last. */
  weight = 0;
  mean = 0;
  variance = 0;

  constructor(of: Neighbourhoods) {
    this.#of = of;
    this.#unit = Math.min(...of.grid.spacing);
  }

  /** Length of a voxel, the shortest. */
  get unit(): number {
    return this.#unit;
  }

  /** Reads about where a transform takes a pixel: false where voxels are missing. */
  read(pixel: number, transform: Transform): boolean {
    const { points, corners, voxels, grid } = this.#of;
    const place = apply(transform, points[pixel]!);
    const index = map3((i) => (place[i] - grid.origin[i]) / grid.spacing[i]);
    const first = map3((i) => Math.floor(index[i]) - 1 - corners[3 * pixel + i]!);
    if (first.some((n) => !(n >= 0 && n <= KEPT_EDGE - EDGE))) return false;
    const pitch = map3((i) => grid.spacing[i] / this.#unit);
    const start = map3((i) => (first[i] + corners[3 * pixel + i]! - index[i]) * pitch[i]);
    let [count, weight, sum] = [0, 0, 0];
    for (let k = 0; k < EDGE; k += 1)
      for (let j = 0; j < EDGE; j += 1) {
        const row =
          ((pixel * KEPT_EDGE + first[2] + k) * KEPT_EDGE + first[1] + j) * KEPT_EDGE + first[0];
        for (let i = 0; i < EDGE; i += 1) {
          const value = voxels[row + i]!;
          if (!Number.isFinite(value)) return false;
          const x = start[0] + i * pitch[0];
          const y = start[1] + j * pitch[1];
          const z = start[2] + k * pitch[2];
          this.#places[3 * count] = x;
          this.#places[3 * count + 1] = y;
          this.#places[3 * count + 2] = z;
          const w = Math.exp(-(x * x + y * y + z * z) / (2 * REACH ** 2));
          this.#values[count] = value;
          this.#weights[count] = w;
          weight += w;
          sum += w * value;
          count += 1;
        }
      }
    this.weight = weight;
    this.mean = sum / weight;
    this.#findNormal();
    return true;
  }

  /** The direction in which a plane that is fitted to the greys rises, and places along it. */
  #findNormal(): void {
    const moments = [0, 1, 2].map(() => [0, 0, 0]);
    const slopes = [0, 0, 0];
    const means = [0, 0, 0];
    const n = this.#values.length;
    for (let m = 0; m < n; m += 1)
      for (let i = 0; i < 3; i += 1)
        means[i]! += (this.#weights[m]! * this.#places[3 * m + i]!) / this.weight;
    let squares = 0;
    for (let m = 0; m < n; m += 1) {
      const off = this.#values[m]! - this.mean;
      squares += this.#weights[m]! * off * off;
      for (let i = 0; i < 3; i += 1) {
        const from = this.#weights[m]! * (this.#places[3 * m + i]! - means[i]!);
        slopes[i]! += from * off;
        for (let j = 0; j <= i; j += 1)
          moments[i]![j]! += from * (this.#places[3 * m + j]! - means[j]!);
      }
    }
    for (let i = 0; i < 3; i += 1) for (let j = 0; j < i; j += 1) moments[j]![i] = moments[i]![j]!;
    this.variance = squares / this.weight;
    const slope = solvePositive(moments, slopes) ?? slopes;
    const length = Math.hypot(...slope) || 1;
    for (let i = 0; i < 3; i += 1) this.normal[i] = slope[i]! / length;
    for (let m = 0; m < n; m += 1) {
      const [x, y, z] = [this.#places[3 * m]!, this.#places[3 * m + 1]!, this.#places[3 * m + 2]!];
      const along = x * this.normal[0] + y * this.normal[1] + z * this.normal[2];
      this.#along[m] = along;
      this.#across[m] = x * x + y * y + z * z - along * along;
    }
  }

  /**
   * Logarithms of how likely the voxels are under each hypothesis, in the order of
   * {@link hypothesesOf}; gives the greatest.
   */
  tell({ levels, noise, blur }: Appearance, into: Float64Array): number {
    const materials = levels.length;
    const values = this.#values;
    const weights = this.#weights;
    const along = this.#along;
    const across = this.#across;
    const scale = -1 / (2 * noise ** 2);
    const squares = this.weight * (this.variance + this.mean ** 2);
    const own = levels.map(
      (level) => squares - 2 * level * this.weight * this.mean + level ** 2 * this.weight,
    );
    // One material weighs half of what all interfaces of a pair do.
    const alone = Math.log((DISTANCES.length * CURVATURES.length) / 2);
    let greatest = -Infinity;
    let h = 0;
    let interfaces = 0;
    for (let a = 0; a < materials; a += 1) {
      into[h] = own[a]! * scale + alone;
      greatest = Math.max(greatest, into[h]!);
      h += 1;
    }
    for (const curvature of CURVATURES)
      for (const distance of DISTANCES) {
        let [one, two, grey] = [0, 0, 0];
        for (let m = 0; m < values.length; m += 1) {
          const past = along[m]! - (curvature / 2) * across[m]!;
          const part = normal(past / blur - distance);
          const weighed = weights[m]! * part;
          one += weighed;
          two += weighed * part;
          grey += weighed * values[m]!;
        }
        this.#sums[interfaces] = one;
        this.#sums[interfaces + 1] = two;
        this.#sums[interfaces + 2] = grey;
        interfaces += 3;
        for (let a = 0; a < materials; a += 1)
          for (let b = a + 1; b < materials; b += 1) {
            const step = levels[b]! - levels[a]!;
            const sum = own[a]! - 2 * step * (grey - levels[a]! * one) + step * step * two;
            into[h] = sum * scale;
            if (into[h]! > greatest) greatest = into[h]!;
            h += 1;
          }
      }
    return greatest;
  }

  /**
   * Adds to normal equations for the greys of materials what the voxels that were told of last say,
   * if hypotheses are as probable as said.
   */
  addTo(matrix: number[][], right: number[], probabilities: Float64Array): void {
    const materials = right.length;
    const grey = this.weight * this.mean;
    for (let a = 0; a < materials; a += 1) {
      matrix[a]![a]! += probabilities[a]! * this.weight;
      right[a]! += probabilities[a]! * grey;
    }
    let h = materials;
    for (let at = 0; at < this.#sums.length; at += 3)
      for (let a = 0; a < materials; a += 1)
        for (let b = a + 1; b < materials; b += 1) {
          const p = probabilities[h]!;
          h += 1;
          if (p < 1e-6) continue;
          const [one, two, second] = [this.#sums[at]!, this.#sums[at + 1]!, this.#sums[at + 2]!];
          matrix[a]![a]! += p * (this.weight - 2 * one + two);
          matrix[a]![b]! += p * (one - two);
          matrix[b]![a]! += p * (one - two);
          matrix[b]![b]! += p * two;
          right[a]! += p * (grey - second);
          right[b]! += p * second;
        }
  }
}

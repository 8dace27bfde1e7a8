// How the likelihood of pixels changes with the parameters of a pose.
import type { Vec3 } from '../recipe/geometry.js';
import { compose, type Transform } from '../recipe/transform.js';
import type { Motion } from './motion.js';
import { BLOCKS } from './neighbourhoods.js';
import type { Matrix } from './normal_equations.js';

/** Transforms are differenced over so small a part of a voxel. */
const SMALL = 1e-3;

/** The slope of a likelihood by lengths of a motion's parameters, summed over pixels. */
export class PoseSlopes {
  readonly slope: number[];
  /** What each block of pixels adds to it. */
  readonly pulls: number[][];
  /** Sum of the products of what each pixel adds to it. */
  readonly information: number[][];
  /** How entries of the transform's matrix change, by parameter. */
  readonly #changes: Matrix;
  readonly #own: Float64Array;

  /** At a pose, where a voxel is `unit` long. */
  constructor(motion: Motion, transform: Transform, unit: number) {
    const { names } = motion;
    const small = SMALL * unit;
    this.#changes = names.map((_, i) => {
      const along = (by: number): readonly number[] =>
        compose(motion.at(names.map((__, j) => (i === j ? by : 0))), transform).matrix;
      const [up, down] = [along(small), along(-small)];
      return up.map((entry, k) => (entry - down[k]!) / (2 * small));
    });
    this.slope = names.map(() => 0);
    this.pulls = Array.from({ length: BLOCKS ** 2 }, () => names.map(() => 0));
    this.information = names.map(() => names.map(() => 0));
    this.#own = new Float64Array(names.length);
  }

  /** Adds a pixel of a block, whose likelihood rises by `pull` along a normal. */
  add(pull: number, normal: ArrayLike<number>, point: Vec3, block: number): void {
    const own = this.#own;
    const n = own.length;
    const pulls = this.pulls[block]!;
    for (let i = 0; i < n; i += 1) {
      const by = this.#changes[i]!;
      let along = 0;
      for (let axis = 0; axis < 3; axis += 1)
        along +=
          normal[axis]! *
          (by[4 * axis]! * point[0] +
            by[4 * axis + 1]! * point[1] +
            by[4 * axis + 2]! * point[2] +
            by[4 * axis + 3]!);
      own[i] = pull * along;
      this.slope[i]! += own[i]!;
      pulls[i]! += own[i]!;
    }
    for (let i = 0; i < n; i += 1)
      for (let j = 0; j < n; j += 1) this.information[i]![j]! += own[i]! * own[j]!;
  }
}

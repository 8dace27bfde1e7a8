import { mat4, vec3 } from 'gl-matrix';
import { invalidArgument } from './errors.js';
import { map3, type Vec3 } from './geometry.js';
import { named } from './named.js';

// gl-matrix's own arrays are of 32-bit floats, which err by 1e-4 at offsets of 1e4: it is given
// lists of numbers to write to instead.

/** What the matrix of a transform may be, for error messages. */
export const AFFINE =
  '12 finite numbers, row by row the 3 × 4 matrix of an affine map that can be inverted';

/**
 * Whether a value is the matrix of a {@link Transform}: of finite numbers, and with a determinant
 * above 10⁻¹² of the product of its columns' lengths.
 */
export function isAffine(given: unknown): given is readonly number[] {
  if (!Array.isArray(given) || given.length !== 12 || !given.every((n) => Number.isFinite(n)))
    return false;
  const matrix = given as readonly number[];
  const lengths = map3((i) => Math.hypot(matrix[i]!, matrix[4 + i]!, matrix[8 + i]!));
  const volume = Math.abs(mat4.determinant(columnsOf(matrix)));
  return volume > 1e-12 * lengths[0] * lengths[1] * lengths[2];
}

/**
 * An affine map of world coordinates: x, y, z in a grid's unit, where the centre of voxel (i, j, k)
 * lies at origin + (i, j, k) · spacing. Immutable. `translation`, `rotation`, `scaling`, `rigid`,
 * `similarity` and `affine` make one.
 *
 * Between two grids it goes from the fixed one to the moving one, everywhere: it takes a point of
 * the grid that is resampled to (fixed) to the point of the grid that is read (moving), each in its
 * grid's unit. So does ITK. `fixed.register(moving)` finds this map, `moving.resampleTo(fixed, it)`
 * uses it, and {@link invert} gives the way back. A chain of grids goes in the same direction:
 * where `a` takes macro to meso and `b` meso to nano, `compose(a, b)` takes macro to nano.
 *
 * @example
 * ```ts
 * import { Transform, translation } from 'voxmetry/transform';
 * const text = JSON.stringify(translation([0, 0, 12.5])); // [1,0,0,0,0,1,0,0,0,0,1,12.5]
 * const again = Transform.fromJSON(JSON.parse(text));
 * console.assert(again.matrix[11] === 12.5);
 * ```
 */
export class Transform {
  /**
   * The 3 × 4 matrix row by row: the point (x, y, z) goes to (m₀x + m₁y + m₂z + m₃, m₄x + m₅y +
   * m₆z + m₇, m₈x + m₉y + m₁₀z + m₁₁). m₃, m₇ and m₁₁ are in the grid's unit, the others without.
   */
  readonly matrix: readonly number[];

  /**
   * Takes a matrix as {@link Transform.matrix} says; throws `invalid-argument` where it cannot be
   * inverted.
   */
  constructor(matrix: readonly number[]) {
    if (!isAffine(matrix)) throw invalidArgument('transform', 'matrix', matrix, AFFINE);
    this.matrix = Object.freeze([...matrix]);
  }

  /** The matrix, which is what `JSON.stringify` writes. */
  toJSON(): readonly number[] {
    return this.matrix;
  }

  /** The transform whose matrix was written; throws `invalid-argument` where the value is none. */
  static fromJSON(json: unknown): Transform {
    return new Transform(json as readonly number[]);
  }
}

named('Transform', Transform);

/**
 * One transform for several: the first given is applied first. None gives the identity. Throws
 * `invalid-argument` where the result's numbers are too large or too small.
 *
 * @example
 * ```ts
 * import { apply, compose, scaling, translation } from 'voxmetry/transform';
 * console.assert(apply(compose(translation([1, 0, 0]), scaling(10)), [0, 0, 0])[0] === 10);
 * ```
 */
export function compose(...transforms: readonly Transform[]): Transform {
  let all: mat4 = mat4.identity([]);
  for (const { matrix } of transforms) all = mat4.multiply([], columnsOf(matrix), all);
  return ofColumns(all);
}

/**
 * The transform that takes every point back. Throws `invalid-argument` where its numbers are too
 * large or too small.
 *
 * @example
 * ```ts
 * import { apply, invert, translation } from 'voxmetry/transform';
 * console.assert(apply(invert(translation([1, 0, 0])), [1, 2, 3])[0] === 0);
 * ```
 */
export function invert({ matrix }: Transform): Transform {
  const inverse = mat4.invert([], columnsOf(matrix));
  if (inverse === null) throw invalidArgument('invert', 'matrix', matrix, AFFINE);
  return ofColumns(inverse);
}

/**
 * Where a transform takes a point, both in the grid's unit.
 *
 * @example
 * ```ts
 * import { apply, scaling } from 'voxmetry/transform';
 * console.assert(apply(scaling(3), [1, 2, 3])[2] === 9);
 * ```
 */
export function apply({ matrix }: Transform, point: Vec3): Vec3 {
  const image = vec3.transformMat4([], point, columnsOf(matrix));
  return map3((i) => image[i]);
}

/**
 * Whether a transform is a rotation and a translation: keeps lengths and handedness, to 10⁻⁹.
 *
 * @example
 * ```ts
 * import { isRigid, scaling } from 'voxmetry/transform';
 * console.assert(!isRigid(scaling(2)) && !isRigid(scaling([-1, 1, 1])));
 * ```
 */
export function isRigid({ matrix }: Transform): boolean {
  const product = (i: number, j: number): number =>
    [0, 4, 8].reduce((sum, row) => sum + matrix[row + i]! * matrix[row + j]!, 0);
  const isOrthonormal = [0, 1, 2].every((i) =>
    [0, 1, 2].every((j) => Math.abs(product(i, j) - (i === j ? 1 : 0)) <= 1e-9),
  );
  return isOrthonormal && mat4.determinant(columnsOf(matrix)) > 0;
}

/** A transform's matrix as gl-matrix has it: 4 × 4, column by column. */
function columnsOf(matrix: readonly number[]): number[] {
  return [0, 1, 2, 3].flatMap((i) => [matrix[i]!, matrix[4 + i]!, matrix[8 + i]!, i === 3 ? 1 : 0]);
}

/** The transform of a matrix of gl-matrix. */
export function ofColumns(m: ArrayLike<number>): Transform {
  return new Transform([0, 1, 2].flatMap((i) => [m[i]!, m[4 + i]!, m[8 + i]!, m[12 + i]!]));
}

import { mat4, quat } from 'gl-matrix';
import { invalidArgument } from './errors.js';
import { map3, type Vec3 } from './geometry.js';
import { optionsOf } from './options.js';
import { ofColumns, Transform } from './transform.js';

/**
 * A rotation: by `angle` radians around `axis`, counter-clockwise to who looks against the axis; or
 * a unit quaternion with its scalar last.
 */
export type Rotation =
  | { readonly axis: Vec3; readonly angle: number }
  | readonly [x: number, y: number, z: number, w: number];

/**
 * Moves every point by a vector, in the grid's unit. Throws `invalid-argument` where that isn't
 * three finite numbers.
 *
 * @example
 * ```ts
 * import { apply, translation } from 'voxmetry/transform';
 * console.assert(apply(translation([1, 0, 0]), [2, 3, 4])[0] === 3);
 * ```
 */
export function translation(vector: Vec3): Transform {
  const [x, y, z] = finite('translation', 'vector', vector);
  return new Transform([1, 0, 0, x, 0, 1, 0, y, 0, 0, 1, z]);
}

/**
 * Turns by `angle` radians around an axis of any length through `centre`, in the grid's unit
 * (default: the world's origin). Throws `invalid-argument` where a number isn't finite or the axis
 * has no length.
 *
 * @example
 * ```ts
 * import { apply, rotation } from 'voxmetry/transform';
 * const quarter = rotation({ axis: [0, 0, 1], angle: Math.PI / 2, centre: [5, 5, 0] });
 * console.assert(Math.abs(apply(quarter, [6, 5, 0])[1] - 6) < 1e-12);
 * ```
 */
export function rotation(options: { axis: Vec3; angle: number; centre?: Vec3 }): Transform {
  const { axis, angle, centre } = optionsOf('rotation', options);
  return placed('rotation', { axis, angle }, [0, 0, 0], [1, 1, 1], centre);
}

/**
 * Scales by one factor, or by one along each of x, y, z; `centre`, in the grid's unit, stays
 * (default: the world's origin). Negative factors mirror. Throws `invalid-argument` where a factor
 * is 0 or not finite.
 *
 * @example
 * ```ts
 * import { apply, scaling } from 'voxmetry/transform';
 * console.assert(apply(scaling([2, 1, 1]), [3, 3, 3])[0] === 6);
 * ```
 */
export function scaling(factors: number | Vec3, centre?: Vec3): Transform {
  const three = typeof factors === 'number' ? map3(() => factors) : factors;
  return placed('scaling', [0, 0, 0, 1], [0, 0, 0], finite('scaling', 'factors', three), centre);
}

/**
 * A rotation around `centre` (default: the world's origin), then a translation; both in the grid's
 * unit. Throws `invalid-argument` where a number isn't finite, an axis has no length, or a
 * quaternion's length isn't 1 to 10⁻⁶.
 *
 * @example
 * ```ts
 * import { isRigid, rigid } from 'voxmetry/transform';
 * console.assert(isRigid(rigid({ rotation: [0, 0, 0.6, 0.8], translation: [10, 0, 0] })));
 * ```
 */
export function rigid(options: {
  rotation: Rotation;
  translation?: Vec3;
  centre?: Vec3;
}): Transform {
  const { rotation: turn, translation: shift = [0, 0, 0], centre } = optionsOf('rigid', options);
  return placed('rigid', turn, finite('rigid', 'translation', shift), [1, 1, 1], centre);
}

/**
 * One factor of scale about `centre` (default: the world's origin), a rotation around it, then a
 * translation; both in the grid's unit. Throws `invalid-argument` where a number isn't finite, the
 * scale is 0, an axis has no length, or a quaternion's length isn't 1 to 10⁻⁶.
 *
 * @example
 * ```ts
 * import { apply, similarity } from 'voxmetry/transform';
 * const half = similarity({ scale: 0.5, centre: [4, 4, 4] });
 * console.assert(apply(half, [6, 4, 4])[0] === 5);
 * ```
 */
export function similarity(options: {
  scale: number;
  rotation?: Rotation;
  translation?: Vec3;
  centre?: Vec3;
}): Transform {
  const given = optionsOf('similarity', options);
  const { scale, rotation: turn = [0, 0, 0, 1], translation: shift = [0, 0, 0], centre } = given;
  if (!Number.isFinite(scale) || scale === 0)
    throw invalidArgument('similarity', 'scale', scale, 'a finite number other than 0');
  const vector = finite('similarity', 'translation', shift);
  return placed('similarity', turn, vector, [scale, scale, scale], centre);
}

/**
 * The affine map of a 3 × 4 matrix given row by row, as {@link Transform.matrix} says. Throws
 * `invalid-argument` where it isn't 12 finite numbers or cannot be inverted: where its determinant
 * is below 10⁻¹² of the product of its columns' lengths.
 *
 * @example
 * ```ts
 * import { affine, apply } from 'voxmetry/transform';
 * const sheared = affine([1, 0.2, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]);
 * console.assert(apply(sheared, [0, 10, 0])[0] === 2);
 * ```
 */
export function affine(matrix: readonly number[]): Transform {
  return new Transform(matrix);
}

/** Scales and turns around a centre, then moves by a vector. */
function placed(
  op: string,
  turn: Rotation,
  vector: Vec3,
  factors: Vec3,
  centre: Vec3 = [0, 0, 0],
): Transform {
  const q = quaternionOf(op, turn);
  const fixed = finite(op, 'centre', centre);
  return ofColumns(mat4.fromRotationTranslationScaleOrigin([], q, vector, factors, fixed));
}

function quaternionOf(op: string, turn: Rotation): quat {
  if (isList(turn)) {
    const q: readonly number[] = turn;
    if (q.length !== 4 || !(Math.abs(Math.hypot(...q) - 1) <= 1e-6))
      throw invalidArgument(op, 'rotation', q, 'a unit quaternion x, y, z, w');
    return quat.normalize([], q);
  }
  const { axis, angle } = optionsOf(op, turn);
  const length = Math.hypot(...finite(op, 'axis', axis));
  if (length === 0) throw invalidArgument(op, 'axis', axis, 'a vector with a length');
  if (!Number.isFinite(angle))
    throw invalidArgument(op, 'angle', angle, 'a finite number of radians');
  return quat.setAxisAngle(
    [],
    map3((i) => axis[i] / length),
    angle,
  );
}

function isList(turn: Rotation): turn is Exclude<Rotation, { readonly axis: Vec3 }> {
  return Array.isArray(turn);
}

function finite(op: string, name: string, vector: Vec3): Vec3 {
  const given: unknown = vector;
  if (!Array.isArray(given) || given.length !== 3 || !given.every((n) => Number.isFinite(n)))
    throw invalidArgument(op, name, vector, 'three finite numbers, for x, y, z');
  return vector;
}

import { describe, expect, test } from 'vitest';
import type { VoxmetryError } from '../../src/recipe/errors.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import {
  affine,
  rigid,
  rotation,
  scaling,
  similarity,
  translation,
} from '../../src/recipe/simple_transforms.js';
import { apply, compose, invert, isRigid, Transform } from '../../src/recipe/transform.js';

const POINT: Vec3 = [3, -2, 7];

function near(got: Vec3, wanted: Vec3, within: number): void {
  got.forEach((n, i) => {
    expect(Math.abs(n - wanted[i]!)).toBeLessThanOrEqual(within);
  });
}

describe('a point', () => {
  test('is moved', () => {
    expect(apply(translation([10, 0, -0.5]), POINT)).toEqual([13, -2, 6.5]);
  });

  test('is turned counter-clockwise around each axis, of any length', () => {
    const angle = Math.PI / 2;
    near(apply(rotation({ axis: [0, 0, 2], angle }), POINT), [2, 3, 7], 1e-14);
    near(apply(rotation({ axis: [1e-200, 0, 0], angle }), POINT), [3, -7, -2], 1e-14);
    near(apply(rotation({ axis: [0, 1, 0], angle }), POINT), [7, -2, -3], 1e-14);
  });

  test('is turned around a centre, which stays', () => {
    const turn = rotation({ axis: [1, 2, 3], angle: 0.7, centre: POINT });
    near(apply(turn, POINT), POINT, 1e-14);
    expect(isRigid(turn)).toBe(true);
  });

  test('is turned as Rodrigues says', () => {
    const [axis, angle] = [[2 / 3, -1 / 3, 2 / 3] as const, 1.1];
    const [x, y, z] = POINT;
    const [u, v, w] = axis;
    const along = (u * x + v * y + w * z) * (1 - Math.cos(angle));
    const cross = [v * z - w * y, w * x - u * z, u * y - v * x];
    const wanted = POINT.map(
      (p, i) => p * Math.cos(angle) + cross[i]! * Math.sin(angle) + axis[i]! * along,
    ) as unknown as Vec3;
    near(apply(rotation({ axis, angle }), POINT), wanted, 1e-14);
  });

  test('is scaled about a centre', () => {
    expect(apply(scaling(2), POINT)).toEqual([6, -4, 14]);
    expect(apply(scaling([2, -1, 1], [1, 1, 1]), POINT)).toEqual([5, 4, 7]);
  });

  test('is scaled and turned about a centre, and moved', () => {
    const turn = { axis: [0, 0, 1], angle: Math.PI / 2 } as const;
    const map = similarity({ scale: 2, rotation: turn, translation: [1, 2, 3], centre: POINT });
    near(apply(map, [4, -2, 8]), [4, 2, 12], 1e-14); // (1, 0, 1) from the centre: 2 · (0, 1, 1)
    const steps = compose(scaling(2, POINT), rotation({ ...turn, centre: POINT }));
    near(apply(map, [0, 0, 0]), apply(compose(steps, translation([1, 2, 3])), [0, 0, 0]), 1e-13);
    expect(() => similarity({ scale: 0 })).toThrow(/scale is 0/);
  });

  test('is turned around the centre first and moved then, by angle or quaternion', () => {
    const centre: Vec3 = [1, 1, 1];
    const vector: Vec3 = [10, 20, 30];
    const turn = { axis: [0, 0, 1], angle: Math.PI / 2 } as const;
    const half = Math.SQRT1_2;
    for (const given of [turn, [0, 0, half, half] as const])
      near(
        apply(rigid({ rotation: given, translation: vector, centre }), POINT),
        [14, 23, 37],
        1e-13,
      );
  });

  test('goes through the rows of a matrix', () => {
    const map = affine([1, 2, 3, 4, 0, 1, 0, 5, 0, 0, 2, 6]);
    expect(apply(map, POINT)).toEqual([3 - 4 + 21 + 4, -2 + 5, 14 + 6]);
  });
});

describe('transforms', () => {
  const turn = rotation({ axis: [1, 1, 0], angle: 0.4 });
  const shear = affine([1, 0.2, 0, 3, 0, 1.5, 0, -2, 0.1, 0, 0.5, 9]);

  test('are composed with the first given first', () => {
    const all = compose(turn, shear, translation([1, 2, 3]));
    near(apply(all, POINT), apply(translation([1, 2, 3]), apply(shear, apply(turn, POINT))), 1e-14);
    expect(compose().matrix).toEqual([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]);
  });

  test('are inverted', () => {
    near(apply(invert(shear), apply(shear, POINT)), POINT, 1e-14);
    near(apply(compose(shear, invert(shear)), POINT), POINT, 1e-14);
  });

  test('hold offsets of 10⁴ to 10⁻⁹', () => {
    const centre: Vec3 = [1e4, -2e4, 3e4];
    const far = rigid({ rotation: { axis: [3, 1, 2], angle: 2 }, translation: centre, centre });
    near(apply(far, centre), [2e4, -4e4, 6e4], 1e-9);
    near(apply(compose(far, invert(far)), centre), centre, 1e-9);
  });

  test('are rigid where they are rotations and translations', () => {
    for (const t of [turn, translation(POINT), compose(turn, translation(POINT), turn)])
      expect(isRigid(t)).toBe(true);
    for (const t of [shear, scaling(1.001), scaling([1, -1, 1])]) expect(isRigid(t)).toBe(false);
  });

  test('survive JSON and cannot be changed', () => {
    const text = JSON.stringify({ turn: shear });
    expect(text).toBe('{"turn":[1,0.2,0,3,0,1.5,0,-2,0.1,0,0.5,9]}');
    const { turn: json } = JSON.parse(text) as { turn: unknown };
    expect(Transform.fromJSON(json)).toEqual(shear);
    expect(Object.isFrozen(shear.matrix)).toBe(true);
    const given = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0];
    const identity = affine(given);
    given[3] = 5;
    expect(identity.matrix[3]).toBe(0);
  });
});

describe('what is refused', () => {
  const refused = (make: () => unknown, message: RegExp): void => {
    expect(make).toThrow(message);
    try {
      make();
    } catch (error) {
      expect((error as VoxmetryError).code).toBe('invalid-argument');
    }
  };
  const flat = [1, 0, 0, 0, 0, 1, 0, 0, 1, 1, 0, 0];

  test('what is no matrix, or one that cannot be inverted', () => {
    for (const given of [flat, flat.slice(1), [...flat.slice(1), NaN], 'x', null, undefined, {}])
      refused(() => Transform.fromJSON(given), /matrix is .*; allowed: 12 finite numbers, row/);
    // Relative to its own scale: tiny factors are no reason, columns that nearly lie in a plane
    // are.
    expect(apply(scaling(2 ** -40), POINT)[0]).toBe(3 * 2 ** -40);
    refused(() => affine([1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1e-13, 0]), /can be inverted/);
    refused(() => scaling([1, 0, 1]), /can be inverted/);
    refused(() => invert(scaling(1e-104)), /can be inverted/);
    refused(() => compose(scaling(1e90), scaling(1e90)), /can be inverted/);
  });

  test('vectors, axes, angles and quaternions that are none', () => {
    const angle = 1;
    refused(() => translation([1, 2] as never), /vector is \[1,2\]; allowed: three finite numbers/);
    refused(() => translation([1, 2, Infinity]), /translation: vector/);
    refused(() => scaling(NaN), /scaling: factors/);
    refused(() => rotation({ axis: [0, 0, 0], angle }), /rotation: axis .* a vector with a length/);
    refused(() => rotation({ axis: [0, 0, 1], angle: NaN }), /angle is NaN; .* radians/);
    refused(() => rotation({ axis: [0, 0, 1], angle, centre: [0] as never }), /centre/);
    refused(() => rotation(undefined as never), /an object/);
    refused(() => rigid({ rotation: [0, 0, 1, 1] }), /a unit quaternion x, y, z, w/);
    refused(() => rigid({ rotation: [0, 0, 1] as never }), /a unit quaternion/);
    refused(() => rigid({} as never), /rigid: options is undefined/);
  });
});

import { invalidArgument } from '../recipe/errors.js';
import type { Vec3 } from '../recipe/geometry.js';
import type { Random } from './random.js';

/**
 * How the axes of grains lie: the weights of x, y and z, each ≥ 0 and not all 0. [1, 1, 1] is at
 * random, [1, 1, 0] in the plane of x and y, [0, 0, 1] along z, and in between what lies between.
 */
export type Orientation = Vec3;

/**
 * A direction of the angular central Gaussian distribution: a normal vector of these deviations
 * along x, y and z, brought to length 1. Literature: Tyler, Biometrika 74 (1987) 579.
 */
export function drawDirection(random: Random, orientation: Orientation): Vec3 {
  for (;;) {
    const x = orientation[0] * random.normal();
    const y = orientation[1] * random.normal();
    const z = orientation[2] * random.normal();
    const squared = x * x + y * y + z * z;
    if (squared < 1e-12) continue;
    const length = Math.sqrt(squared);
    return [x / length, y / length, z / length];
  }
}

/** Refuses what is no orientation. */
export function checkOrientation(op: string, orientation: Orientation): void {
  const given = orientation.every((weight) => weight >= 0 && weight < Infinity);
  // Weights far below 1 would draw for ever.
  if (!given || Math.max(...orientation) < 1e-3)
    throw invalidArgument(op, 'orientation', orientation, 'weights ≥ 0 of x, y and z, one ≥ 0.001');
}

/** Two directions at right angles to a direction and to each other. */
export function acrossDirection([x, y, z]: Vec3): readonly [Vec3, Vec3] {
  // The axis that the direction is furthest from.
  const least = Math.min(Math.abs(x), Math.abs(y), Math.abs(z));
  const [u, v, w]: Vec3 =
    Math.abs(x) === least ? [0, -z, y] : Math.abs(y) === least ? [z, 0, -x] : [-y, x, 0];
  const length = Math.sqrt(u * u + v * v + w * w);
  const first: Vec3 = [u / length, v / length, w / length];
  const second: Vec3 = [
    y * first[2] - z * first[1],
    z * first[0] - x * first[2],
    x * first[1] - y * first[0],
  ];
  return [first, second];
}

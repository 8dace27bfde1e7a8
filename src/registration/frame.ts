// The frame of a fixed volume in which motions are measured.
import { map3, type Vec3 } from '../recipe/geometry.js';
import { apply, compose, type Transform } from '../recipe/transform.js';
import { translation } from '../recipe/simple_transforms.js';
import type { Placement } from '../filters/index_map.js';

/** Where a grid lies. */
export interface Extent extends Placement {
  readonly size: Vec3;
}

/** What motions of a fixed volume refer to. */
export interface Frame {
  readonly centre: Vec3;
  /** Root of the mean squared distance from the centre. */
  readonly radius: number;
  /** Axes along which there is something to find. */
  readonly axes: readonly (0 | 1 | 2)[];
  /** The corners of the inner half. */
  readonly corners: readonly Vec3[];
}

/** Whether a grid is a slice of what another one is a volume of. */
export function isSlice(fixed: { size: Vec3 }, moving: { size: Vec3 }): boolean {
  return fixed.size.some((n, i) => n === 1 && moving.size[i]! > 1);
}

/** The centre of a grid. */
export function centreOf({ size, spacing, origin }: Extent): Vec3 {
  return map3((i) => origin[i] + ((size[i] - 1) / 2) * spacing[i]);
}

/** The frame of a fixed volume and a moving one: an axis of one voxel in both is none. */
export function frameOf(fixed: Extent, moving: Extent): Frame {
  const axes = ([0, 1, 2] as const).filter((i) => fixed.size[i] > 1 || moving.size[i] > 1);
  const centre = centreOf(fixed);
  const half = map3((i) => ((fixed.size[i] - 1) / 2) * fixed.spacing[i]);
  const radius = Math.sqrt(half.reduce((sum, length) => sum + length ** 2, 0) / 3);
  const signs = [-0.5, 0.5];
  const corners = signs.flatMap((x) =>
    signs.flatMap((y) => signs.map((z) => map3((i) => centre[i] + [x, y, z][i]! * half[i]))),
  );
  return { centre, radius, axes, corners };
}

/** The greatest distance between where two transforms take the corners. */
export function apartBy(a: Transform, b: Transform, { corners }: Frame): number {
  return Math.max(
    ...corners.map((corner) => {
      const [p, q] = [apply(a, corner), apply(b, corner)];
      return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
    }),
  );
}

/** The transform that puts the centre of the fixed volume on that of the moving one. */
export function centred(fixed: Extent, moving: Extent): Transform {
  const [from, to] = [centreOf(fixed), centreOf(moving)];
  return translation(map3((i) => to[i] - from[i]));
}

/** A transform, and then a shift of its results. */
export function shifted(transform: Transform, by: Vec3): Transform {
  return compose(transform, translation(by));
}

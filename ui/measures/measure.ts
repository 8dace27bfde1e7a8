// Rulers, angles and profiles as plain data, in the unit of the grid.
import type { Vec3 } from 'voxmetry';

/** A length between two points, an angle at the second of three, or values along a line. */
export interface Measure {
  readonly id: number;
  readonly type: 'ruler' | 'angle' | 'profile';
  readonly points: readonly Vec3[];
}

/** How many points a measure has. */
export const POINTS: Readonly<Record<Measure['type'], number>> = { ruler: 2, angle: 3, profile: 2 };

/** The distance between two points. */
export function distance(a: Vec3, b: Vec3): number {
  return Math.hypot(b[0] - a[0], b[1] - a[1], b[2] - a[2]);
}

/** The angle at the second of three points, in degrees; 0 where two of them are one. */
export function angleAt(a: Vec3, at: Vec3, b: Vec3): number {
  const [u, v] = [a, b].map((end) => [end[0] - at[0], end[1] - at[1], end[2] - at[2]] as const);
  const cross = Math.hypot(
    u![1] * v![2] - u![2] * v![1],
    u![2] * v![0] - u![0] * v![2],
    u![0] * v![1] - u![1] * v![0],
  );
  const dot = u![0] * v![0] + u![1] * v![1] + u![2] * v![2];
  // Of nearly straight angles, the arc cosine would lose half of the digits.
  return (Math.atan2(cross, dot) * 180) / Math.PI;
}

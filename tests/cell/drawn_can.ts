import type { Vec3 } from '../../src/recipe/geometry.js';
import { Random } from '../../src/synthetic/random.js';

/** A dent: depth · (1 − t²)² along the angle and along z, t from −1 to 1 over its extent. */
export interface DrawnDent {
  readonly depth: number;
  readonly theta: number;
  readonly halfAngle: number;
  readonly z: number;
  readonly halfHeight: number;
}

/** What {@link drawnCan} draws, in voxels. */
export interface DrawnCan {
  readonly size: Vec3;
  /** Semi-axes and angle of the long one. */
  readonly a: number;
  readonly b: number;
  readonly angle?: number;
  /** Centre in slice 0, and how far it moves per slice. */
  readonly centre: readonly [number, number];
  readonly tilt?: readonly [number, number];
  readonly wall: number;
  /** Grey level inside of the wall; default 100. */
  readonly inside?: number;
  readonly dents?: readonly DrawnDent[];
  /** Standard deviation of noise, as part of the contrast. */
  readonly noise?: number;
  readonly seed?: number;
}

/** Grey levels of air, steel and what is inside. */
export const AIR = 60;
export const STEEL = 190;
export const INSIDE = 100;

const bump = (t: number): number => (Math.abs(t) < 1 ? (1 - t * t) ** 2 : 0);

/** Radius of an ellipse at an angle. */
export function ellipseRadius(a: number, b: number, angle: number): number {
  return 1 / Math.hypot(Math.cos(angle) / a, Math.sin(angle) / b);
}

/** A can as its cross-sections would be seen: voxels are means over 5×5 places. */
export function drawnCan(can: DrawnCan): Uint8Array<ArrayBuffer> {
  const { size, a, b, angle = 0, centre, tilt = [0, 0], wall, dents = [] } = can;
  const { noise = 0, seed = 1, inside = INSIDE } = can;
  const random = new Random(seed, [3, 1]);
  const levelAt = (x: number, y: number, z: number): number => {
    const [dx, dy] = [x - centre[0] - tilt[0] * z, y - centre[1] - tilt[1] * z];
    const theta = Math.atan2(dy, dx);
    let outer = ellipseRadius(a, b, theta - angle);
    for (const dent of dents) {
      const turned = theta - dent.theta;
      const along = Math.atan2(Math.sin(turned), Math.cos(turned));
      outer -= dent.depth * bump(along / dent.halfAngle) * bump((z - dent.z) / dent.halfHeight);
    }
    const r = Math.hypot(dx, dy);
    if (r >= outer) return AIR;
    return r >= outer - wall ? STEEL : inside;
  };
  const [nx, ny] = size;
  return Uint8Array.from({ length: nx * ny * size[2] }, (_, i) => {
    const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
    const r = Math.hypot(x - centre[0] - tilt[0] * z, y - centre[1] - tilt[1] * z);
    let level = AIR;
    if (r < b - wall - 8) level = inside;
    else if (r < a + 2) {
      const corners = [-0.6, 0.6].flatMap((u) => [-0.6, 0.6].map((v) => levelAt(x + u, y + v, z)));
      level = corners[0]!;
      // Edges are smooth: what is the same at the corners is so between them.
      if (corners.some((each) => each !== level)) {
        let sum = 0;
        for (let v = -2; v <= 2; v += 1)
          for (let u = -2; u <= 2; u += 1) sum += levelAt(x + u / 5, y + v / 5, z);
        level = sum / 25;
      }
    }
    return Math.max(0, Math.min(255, Math.round(level + noise * (STEEL - AIR) * random.normal())));
  });
}

// Ball-shaped structuring element as rows (half-lengths along x by offset).
import { map3, type Vec3 } from '../recipe/geometry.js';
import { physicalLength, type Length } from '../recipe/length.js';

/** Rows of a ball that have the same half-length along x. */
export interface BallRows {
  /** Voxels on either side of the middle of each row. */
  readonly half: number;
  /** Offsets y, z of the rows, two numbers each. */
  readonly offsets: Int32Array<ArrayBuffer>;
}

// Radii such as 0.3 = 3 × 0.1 must hold the voxel that they end at, in spite of rounding.
const SLACK = 1 + 1e-9;

/** Voxels that a ball reaches on either side of its centre, per axis. */
export function ballReach(radius: Length, spacing: Vec3): Vec3 {
  const r = physicalLength(radius, spacing) * SLACK;
  return map3((axis) => Math.floor(r / spacing[axis]));
}

/** Half-length along x of a ball's row at y, z; negative beyond the ball. */
function halfAt(r: number, spacing: Vec3, y: number, z: number): number {
  const left = r * r - (y * spacing[1]) ** 2 - (z * spacing[2]) ** 2;
  return left < 0 ? -1 : Math.floor(Math.sqrt(left) / spacing[0]);
}

/** The half-lengths of a ball's rows by |z|, then |y|; what is beyond the ball is left out. */
export function ballHalves(radius: Length, spacing: Vec3): readonly (readonly number[])[] {
  const r = physicalLength(radius, spacing) * SLACK;
  const [, ry, rz] = ballReach(radius, spacing);
  return Array.from({ length: rz + 1 }, (_, z) =>
    Array.from({ length: ry + 1 }, (__, y) => halfAt(r, spacing, y, z)).filter((half) => half >= 0),
  );
}

/**
 * The voxels whose centre is at most `radius` from that of the middle one, as rows along x, grouped
 * by their half-length, longest last.
 */
export function ballRows(radius: Length, spacing: Vec3): readonly BallRows[] {
  const r = physicalLength(radius, spacing) * SLACK;
  const [, ry, rz] = ballReach(radius, spacing);
  const groups = new Map<number, number[]>();
  for (let z = -rz; z <= rz; z += 1)
    for (let y = -ry; y <= ry; y += 1) {
      const half = halfAt(r, spacing, y, z);
      if (half < 0) continue;
      const rows = groups.get(half) ?? [];
      rows.push(y, z);
      groups.set(half, rows);
    }
  return [...groups]
    .sort(([a], [b]) => a - b)
    .map(([half, rows]) => ({ half, offsets: Int32Array.from(rows) }));
}

// Twins of shapes: every voxel by itself, from the definition.
import type { Vec3 } from '../../src/recipe/geometry.js';

/** A grid whose spacing and origin are whole thousandths. */
export interface PlainGrid {
  readonly size: Vec3;
  readonly spacing: Vec3;
  readonly origin: Vec3;
}

/** A mask of the voxels that a test of their centres accepts. */
export function rasterised(
  { size, spacing, origin }: PlainGrid,
  holds: (centre: Vec3) => boolean,
): Uint8Array {
  const [nx, ny, nz] = size;
  const out = new Uint8Array(nx * ny * nz);
  for (let z = 0; z < nz; z += 1)
    for (let y = 0; y < ny; y += 1)
      for (let x = 0; x < nx; x += 1)
        if (
          holds([
            origin[0] + x * spacing[0],
            origin[1] + y * spacing[1],
            origin[2] + z * spacing[2],
          ])
        )
          out[(z * ny + y) * nx + x] = 1;
  return out;
}

/** A length as an exact number of thousandths. */
export const thousandths = (length: number): bigint => BigInt(Math.round(1000 * length));

const exact = (v: Vec3): [bigint, bigint, bigint] => [
  thousandths(v[0]),
  thousandths(v[1]),
  thousandths(v[2]),
];

/** Whether a centre lies in an unturned box, lower faces included: exact. */
export function inBox(center: Vec3, size: Vec3): (p: Vec3) => boolean {
  const [c, s] = [exact(center), exact(size)];
  return (p) => exact(p).every((x, i) => 2n * (x - c[i]!) >= -s[i]! && 2n * (x - c[i]!) < s[i]!);
}

/** Whether a centre lies in an unturned ellipsoid, its surface included: exact. */
export function inEllipsoid(center: Vec3, radii: Vec3): (p: Vec3) => boolean {
  const c = exact(center);
  const [a, b, d] = exact(radii).map((r) => r * r) as [bigint, bigint, bigint];
  return (p) => {
    const [x, y, z] = exact(p).map((n, i) => (n - c[i]!) ** 2n) as [bigint, bigint, bigint];
    return x * b * d + y * a * d + z * a * b <= a * b * d;
  };
}

/** Whether a centre lies in a cylinder, its side and lower end included: exact. */
export function inCylinder(from: Vec3, to: Vec3, radius: number): (p: Vec3) => boolean {
  const [f, t, r] = [exact(from), exact(to), thousandths(radius)];
  const along = t.map((n, i) => n - f[i]!);
  const square = along.reduce((sum, n) => sum + n * n, 0n);
  return (p) => {
    const d = exact(p).map((n, i) => n - f[i]!);
    const dot = d.reduce((sum, n, i) => sum + n * along[i]!, 0n);
    const far = d.reduce((sum, n) => sum + n * n, 0n) * square - dot * dot;
    return dot >= 0n && dot < square && far <= r * r * square;
  };
}

/** Whether a centre lies on a plane or on the side that its normal points to: exact. */
export function inHalfSpace(point: Vec3, normal: Vec3): (p: Vec3) => boolean {
  const [q, n] = [exact(point), exact(normal)];
  return (p) => exact(p).reduce((sum, x, i) => sum + (x - q[i]!) * n[i]!, 0n) >= 0n;
}

/**
 * Whether a point of the plane lies in a polygon, by the parity of the edges to its left: exact. An
 * edge holds its lower end and not its upper one, and a point on it lies to its right.
 */
export function inPolygon(
  points: readonly (readonly [number, number])[],
): (u: number, v: number) => boolean {
  const corners = points.map(([u, v]) => [thousandths(u), thousandths(v)] as const);
  return (u, v) => {
    const [x, y] = [thousandths(u), thousandths(v)];
    let inside = false;
    corners.forEach((one, i) => {
      const two = corners[(i + 1) % corners.length]!;
      const [low, high] = one[1] <= two[1] ? [one, two] : [two, one];
      if (y < low[1] || y >= high[1]) return;
      // The edge lies at low + (y − low) / (high − low) of its width.
      const ahead = (x - low[0]) * (high[1] - low[1]) - (y - low[1]) * (high[0] - low[0]);
      if (ahead >= 0n) inside = !inside;
    });
    return inside;
  };
}

/** A vector turned about an axis by an angle in degrees, by a unit quaternion. */
export function turned(v: Vec3, axis: Vec3, degrees: number): Vec3 {
  const half = (degrees * Math.PI) / 360;
  const size = Math.sqrt(axis[0] ** 2 + axis[1] ** 2 + axis[2] ** 2);
  const [w, x, y, z] = [Math.cos(half), ...axis.map((n) => (n / size) * Math.sin(half))] as [
    number,
    number,
    number,
    number,
  ];
  const t: Vec3 = [2 * (y * v[2] - z * v[1]), 2 * (z * v[0] - x * v[2]), 2 * (x * v[1] - y * v[0])];
  return [
    v[0] + w * t[0] + y * t[2] - z * t[1],
    v[1] + w * t[1] + z * t[0] - x * t[2],
    v[2] + w * t[2] + x * t[1] - y * t[0],
  ];
}

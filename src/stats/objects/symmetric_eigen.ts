// Eigenvalues and eigenvectors of symmetric 3 × 3 matrices (Jacobi rotations).
import type { Vec3 } from '../../recipe/geometry.js';

/** A symmetric matrix as xx, yy, zz, xy, xz, yz. */
export type Symmetric = readonly [
  xx: number,
  yy: number,
  zz: number,
  xy: number,
  xz: number,
  yz: number,
];

/** Eigenvalues from the greatest to the least, with unit eigenvectors. */
export interface Eigen {
  readonly values: Vec3;
  readonly vectors: readonly [Vec3, Vec3, Vec3];
}

const PLANES = [
  [0, 1],
  [0, 2],
  [1, 2],
] as const;

/**
 * Eigenvalues and eigenvectors by Jacobi's rotations: C. G. J. Jacobi, J. reine angew. Math. 30
 * (1846) 51.
 */
export function symmetricEigen([xx, yy, zz, xy, xz, yz]: Symmetric): Eigen {
  const a = [
    [xx, xy, xz],
    [xy, yy, yz],
    [xz, yz, zz],
  ];
  const v = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  const least = 1e-15 * (Math.abs(xx) + Math.abs(yy) + Math.abs(zz));
  for (let sweep = 0; sweep < 50; sweep += 1) {
    if (PLANES.every(([p, q]) => Math.abs(a[p]![q]!) <= least)) break;
    for (const [p, q] of PLANES) {
      const off = a[p]![q]!;
      if (Math.abs(off) <= least) continue;
      const theta = (a[q]![q]! - a[p]![p]!) / (2 * off);
      const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
      const c = 1 / Math.hypot(t, 1);
      const s = t * c;
      for (let k = 0; k < 3; k += 1) {
        const [kp, kq] = [a[k]![p]!, a[k]![q]!];
        a[k]![p] = c * kp - s * kq;
        a[k]![q] = s * kp + c * kq;
      }
      for (let k = 0; k < 3; k += 1) {
        const [pk, qk] = [a[p]![k]!, a[q]![k]!];
        a[p]![k] = c * pk - s * qk;
        a[q]![k] = s * pk + c * qk;
      }
      for (const row of v) {
        const [rp, rq] = [row[p]!, row[q]!];
        row[p] = c * rp - s * rq;
        row[q] = s * rp + c * rq;
      }
    }
  }
  const order = [0, 1, 2].sort((i, j) => a[j]![j]! - a[i]![i]! || i - j);
  const vector = (k: number): Vec3 => [v[0]![k]!, v[1]![k]!, v[2]![k]!];
  const [i, j, k] = order as [number, number, number];
  return {
    values: [a[i]![i]!, a[j]![j]!, a[k]![k]!],
    vectors: [vector(i), vector(j), vector(k)],
  };
}

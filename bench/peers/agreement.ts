import type { Vec3 } from '../../src/recipe/geometry.js';

/** How a peer's result was compared with ours, and what came out. */
export interface Agreement {
  readonly agrees: boolean;
  readonly text: string;
}

type Grid = ArrayLike<number>;

/** Compares values, but not those nearer than `margin` to the border, where rules differ. */
export function closeInside(
  theirs: Grid,
  ours: Grid,
  size: Vec3,
  { margin, tolerance }: { readonly margin: number; readonly tolerance: number },
): Agreement {
  const [nx, ny, nz] = size;
  let worst = 0;
  let scale = 0;
  for (let z = margin; z < nz - margin; z += 1)
    for (let y = margin; y < ny - margin; y += 1)
      for (let x = margin; x < nx - margin; x += 1) {
        const i = (z * ny + y) * nx + x;
        worst = Math.max(worst, Math.abs(theirs[i]! - ours[i]!));
        scale = Math.max(scale, Math.abs(theirs[i]!));
      }
  const relative = worst / (scale === 0 ? 1 : scale);
  const where = margin === 0 ? '' : `, ${String(margin)} voxels and more off the border`;
  return {
    agrees: relative <= tolerance,
    text: `largest difference ${relative.toExponential(1)} of the largest value${where}`,
  };
}

/** Two labellings agree where their ids pair off one to one. */
export function samePartition(theirs: Grid, ours: Grid): Agreement {
  const there = new Map<number, number>();
  const back = new Map<number, number>();
  let agrees = theirs.length === ours.length;
  for (let i = 0; i < theirs.length && agrees; i += 1) {
    const [a, b] = [theirs[i]!, ours[i]!];
    if (!there.has(a)) there.set(a, b);
    if (!back.has(b)) back.set(b, a);
    agrees = there.get(a) === b && back.get(b) === a && (a === 0) === (b === 0);
  }
  return {
    agrees,
    text: agrees ? `${String(there.size - 1)} components, voxel by voxel` : 'components differ',
  };
}

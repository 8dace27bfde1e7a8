import type { Vec3 } from '../../src/recipe/geometry.js';

/** A level of a pyramid: which axes were halved, and what became of the voxels. */
export interface Halved {
  readonly size: Vec3;
  readonly values: readonly number[];
}

/**
 * Halves the axes that are longer than 64 voxels, from the definition: every voxel is the mean of
 * its block, integers rounded to the nearest and halves to the even one, or the most frequent
 * value, the least of several.
 */
export function halvedTwin(
  values: ArrayLike<number>,
  [nx, ny, nz]: Vec3,
  by: 'mean' | 'mode',
  integer: boolean,
): Halved {
  const [sx, sy, sz] = [nx, ny, nz].map((n) => (n > 64 ? 2 : 1)) as [number, number, number];
  const size: Vec3 = [Math.floor(nx / sx), Math.floor(ny / sy), Math.floor(nz / sz)];
  const out: number[] = [];
  for (let z = 0; z < size[2]; z++)
    for (let y = 0; y < size[1]; y++)
      for (let x = 0; x < size[0]; x++) {
        const block: number[] = [];
        for (let c = z * sz; c < (z + 1) * sz; c++)
          for (let b = y * sy; b < (y + 1) * sy; b++)
            for (let a = x * sx; a < (x + 1) * sx; a++) block.push(values[(c * ny + b) * nx + a]!);
        out.push(by === 'mean' ? mean(block, integer) : mode(block));
      }
  return { size, values: out };
}

function mean(block: readonly number[], integer: boolean): number {
  const exact = block.reduce((sum, value) => sum + value, 0) / block.length;
  if (!integer) return Math.fround(exact);
  const down = Math.floor(exact);
  if (exact - down !== 0.5) return down + (exact - down > 0.5 ? 1 : 0);
  return down % 2 === 0 ? down : down + 1;
}

function mode(block: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of block) counts.set(value, (counts.get(value) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return Math.min(...[...counts].filter(([, count]) => count === most).map(([value]) => value));
}

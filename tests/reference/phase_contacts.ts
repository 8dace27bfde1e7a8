import type { Vec3 } from '../../src/recipe/geometry.js';

type At = (p: readonly number[]) => number | undefined;

function reader(codes: ArrayLike<number>, [nx, ny, nz]: Vec3): At {
  return ([x = -1, y = -1, z = -1]) =>
    x < 0 || y < 0 || z < 0 || x >= nx || y >= ny || z >= nz
      ? undefined
      : codes[(z * ny + y) * nx + x];
}

function* positions([nx, ny, nz]: Vec3): Generator<[number, number, number]> {
  for (let z = 0; z < nz; z++)
    for (let y = 0; y < ny; y++) for (let x = 0; x < nx; x++) yield [x, y, z];
}

/** Pairs of voxels an offset apart by their two values, as `a|b` with a ≤ b. */
export function pairsTwin(
  codes: ArrayLike<number>,
  size: Vec3,
  offset: Vec3,
  counts: (p: readonly number[]) => boolean = () => true,
): Map<string, number> {
  const at = reader(codes, size);
  const found = new Map<string, number>();
  for (const p of positions(size)) {
    const q = p.map((n, i) => n + offset[i]!);
    const [a, b] = [at(p)!, at(q)];
    if (b === undefined || !counts(p) || !counts(q)) continue;
    const key = `${String(Math.min(a, b))}|${String(Math.max(a, b))}`;
    found.set(key, (found.get(key) ?? 0) + 1);
  }
  return found;
}

/**
 * Edges of voxels along an axis by each three values that are among the four voxels around them, as
 * `a|b|c`; and 'any'.
 */
export function edgesTwin(
  codes: ArrayLike<number>,
  size: Vec3,
  axis: 0 | 1 | 2,
  counts: (p: readonly number[]) => boolean = () => true,
): Map<string, number> {
  const at = reader(codes, size);
  const found = new Map<string, number>();
  const note = (key: string): void => void found.set(key, (found.get(key) ?? 0) + 1);
  const others = [0, 1, 2].filter((i) => i !== axis);
  for (const p of positions(size)) {
    const four = [0, 1, 2, 3].map((k) => {
      const q: number[] = [...p];
      q[others[0]!]! += k & 1;
      q[others[1]!]! += k >> 1;
      return q;
    });
    if (four.some((q) => at(q) === undefined)) continue;
    const values = [...new Set(four.filter(counts).map((q) => at(q)!))].sort((a, b) => a - b);
    if (values.length >= 3) note('any');
    for (const a of values)
      for (const b of values)
        for (const c of values) if (a < b && b < c) note([a, b, c].map(String).join('|'));
  }
  return found;
}

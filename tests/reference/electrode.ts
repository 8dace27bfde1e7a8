import type { Axis, Vec3 } from '../../src/recipe/geometry.js';

/**
 * The electrode tortuosity factor by relaxing voxel after voxel in f64 until nothing moves: the
 * separator, at zero, is half a voxel beyond the lower end; every face that touches solid takes
 * current by its area; closed sides.
 */
export function electrodeTwin(
  pores: ArrayLike<number>,
  size: Vec3,
  spacing: Vec3,
  axis: Axis,
): { tortuosityFactor: number; reached: number } {
  const a = { x: 0, y: 1, z: 2 }[axis];
  const [nx, ny] = size;
  const position = (i: number): number[] => [
    i % nx,
    Math.floor(i / nx) % ny,
    Math.floor(i / nx / ny),
  ];
  const volume = spacing[0] * spacing[1] * spacing[2];
  const sides = (i: number): { j: number; k: number }[] => {
    const p = position(i);
    const found: { j: number; k: number }[] = [];
    for (let k = 0; k < 3; k++)
      for (const step of [-1, 1]) {
        const q = [...p];
        q[k]! += step;
        if (q[k]! >= 0 && q[k]! < size[k]!) found.push({ j: (q[2]! * ny + q[1]!) * nx + q[0]!, k });
      }
    return found;
  };
  const reached: number[] = [];
  const isReached = new Uint8Array(pores.length);
  const reach = (i: number): void => {
    if (!pores[i] || isReached[i]) return;
    isReached[i] = 1;
    reached.push(i);
  };
  for (let i = 0; i < pores.length; i++) if (position(i)[a] === 0) reach(i);
  for (const i of reached) for (const { j } of sides(i)) reach(j);
  const source = (i: number): number =>
    sides(i).reduce((sum, { j, k }) => sum + (pores[j] ? 0 : volume / spacing[k]!), 0);
  const total = reached.reduce((sum, i) => sum + source(i), 0);
  const potential = new Float64Array(pores.length);
  for (let sweep = 0; sweep < 100_000; sweep++) {
    let change = 0;
    for (const i of reached) {
      let [sum, weight] = [source(i) / total, 0];
      for (const { j, k } of sides(i)) {
        if (!pores[j]) continue;
        const g = volume / spacing[k]! ** 2;
        sum += g * potential[j]!;
        weight += g;
      }
      if (position(i)[a] === 0) weight += (2 * volume) / spacing[a]! ** 2;
      const moved = 1.5 * (sum / weight - potential[i]!);
      change = Math.max(change, Math.abs(moved));
      potential[i]! += moved;
    }
    if (change < 1e-12) break;
  }
  const mean = reached.reduce((sum, i) => sum + (source(i) / total) * potential[i]!, 0);
  const length = size[a]! * spacing[a]!;
  const section = (pores.length * volume) / length;
  const fraction = Array.from(pores).filter(Boolean).length / pores.length;
  return { tortuosityFactor: (fraction * section * 3 * mean) / length, reached: reached.length };
}

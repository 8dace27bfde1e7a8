import type { Axis, Vec3 } from '../../src/recipe/geometry.js';

/**
 * The potential between two ends, by relaxing voxel after voxel in f64 until nothing moves, of
 * voxels with a coefficient each; what does not reach both ends is left out.
 */
export function potentialTwin(
  coefficients: readonly number[],
  size: Vec3,
  spacing: Vec3,
  axis: Axis,
  sides: 'closed' | 'periodic',
): { effective: number; percolating: number; potential: Float64Array } {
  const a = { x: 0, y: 1, z: 2 }[axis];
  const [nx, ny] = size;
  const place = (p: readonly number[]): number => (p[2]! * ny + p[1]!) * nx + p[0]!;
  const position = (i: number): number[] => [
    i % nx,
    Math.floor(i / nx) % ny,
    Math.floor(i / nx / ny),
  ];
  const volume = spacing[0] * spacing[1] * spacing[2];
  const neighbours = (i: number, wrapped: boolean): { j: number; k: number }[] => {
    const p = position(i);
    const found: { j: number; k: number }[] = [];
    for (let k = 0; k < 3; k++)
      for (const step of [-1, 1]) {
        const q = [...p];
        q[k]! += step;
        if (q[k]! < 0 || q[k]! >= size[k]!) {
          if (!wrapped || k === a) continue;
          q[k] = (q[k]! + size[k]!) % size[k]!;
        }
        found.push({ j: place(q), k });
      }
    return found;
  };
  // What reaches both ends, across periodic sides too.
  const active = coefficients.map(() => false);
  const seen = coefficients.map(() => false);
  coefficients.forEach((d, start) => {
    if (d === 0 || seen[start]) return;
    const part = [start];
    seen[start] = true;
    for (const i of part)
      for (const { j } of neighbours(i, sides === 'periodic'))
        if (coefficients[j]! > 0 && !seen[j]) {
          seen[j] = true;
          part.push(j);
        }
    const ends = part.map((i) => position(i)[a]!);
    if (ends.includes(0) && ends.includes(size[a]! - 1)) for (const i of part) active[i] = true;
  });
  const d = coefficients.map((value, i) => (active[i] ? value : 0));
  const potential = Float64Array.from(d, (value, i) =>
    value === 0 ? NaN : 1 - (position(i)[a]! + 0.5) / size[a]!,
  );
  const conductance = (i: number, j: number, k: number): number =>
    d[i] === 0 && d[j] === 0
      ? 0
      : ((2 * d[i]! * d[j]!) / (d[i]! + d[j]!)) * (volume / spacing[k]! ** 2);
  const toEnd = (i: number): number => (2 * d[i]! * volume) / spacing[a]! ** 2;
  for (let sweep = 0; sweep < 100_000; sweep++) {
    let change = 0;
    d.forEach((value, i) => {
      if (value === 0) return;
      let [sum, weight] = [0, 0];
      for (const { j, k } of neighbours(i, sides === 'periodic')) {
        const g = conductance(i, j, k);
        if (g === 0) continue;
        sum += g * potential[j]!;
        weight += g;
      }
      const at = position(i)[a]!;
      if (at === 0) {
        sum += toEnd(i);
        weight += toEnd(i);
      }
      if (at === size[a]! - 1) weight += toEnd(i);
      const next = potential[i]! + 1.5 * (sum / weight - potential[i]!);
      change = Math.max(change, Math.abs(next - potential[i]!));
      potential[i] = next;
    });
    if (change < 1e-13) break;
  }
  let current = 0;
  d.forEach((value, i) => {
    if (value > 0 && position(i)[a] === 0) current += toEnd(i) * (1 - potential[i]!);
  });
  const length = size[a]! * spacing[a]!;
  const section = (d.length * volume) / length;
  return {
    effective: (current * length) / section,
    percolating: d.filter((value) => value > 0).length,
    potential,
  };
}

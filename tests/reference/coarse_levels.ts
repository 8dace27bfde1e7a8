import type { Vec3 } from '../../src/recipe/geometry.js';

/**
 * A level of a multigrid, plainly: its unknowns by cell, and conductances between pairs of them or
 * to an end.
 */
export interface PlainLevel {
  readonly size: Vec3;
  /** Unknowns of each cell, by layer; what does not conduct is none. */
  readonly cells: readonly (readonly number[])[];
  /**
   * Between unknowns, `${a},${b}` in both orders; `${a},low` and `${a},high` to the ends of the
   * axis.
   */
  readonly conductances: ReadonlyMap<string, number>;
}

const cellAt = ([nx, ny]: Vec3, [x, y, z]: readonly number[]): number => (z! * ny + y!) * nx + x!;

/**
 * The next level: cells are 2×2×2 of those before; what faces within one join is an unknown, in the
 * order of first unknowns (cells x fastest, then layers), and of more than `layers` of them the
 * rest is the last.
 */
export function coarserTwin(fine: PlainLevel, layers: number, kept: number): PlainLevel {
  const size = fine.size.map((n) => Math.ceil(n / 2)) as unknown as Vec3;
  const cells: number[][] = [];
  const conducting = new Set(
    [...fine.conductances.keys()].map((pair) => Number(pair.split(',')[0])),
  );
  const partOf = new Map<number, number>();
  let unknowns = 0;
  for (let z = 0; z < size[2]; z++)
    for (let y = 0; y < size[1]; y++)
      for (let x = 0; x < size[0]; x++) {
        const within: number[] = [];
        for (let k = 0; k < 8; k++) {
          const p = [2 * x + (k & 1), 2 * y + ((k >> 1) & 1), 2 * z + (k >> 2)];
          if (p.every((v, i) => v < fine.size[i]!))
            within.push(...fine.cells[cellAt(fine.size, p)]!.filter((a) => conducting.has(a)));
        }
        const parts: number[] = [];
        for (const first of within) {
          if (partOf.has(first)) continue;
          if (parts.length < layers) parts.push(unknowns++);
          const part = [first];
          for (const a of part) {
            partOf.set(a, parts.at(-1)!);
            for (const b of within)
              if (!part.includes(b) && fine.conductances.has(`${String(a)},${String(b)}`))
                part.push(b);
          }
        }
        cells.push(parts);
      }
  const conductances = new Map<string, number>();
  for (const [pair, value] of fine.conductances) {
    const [a, b] = pair.split(',') as [string, string];
    const from = partOf.get(Number(a))!;
    const to = /\d/.test(b) ? partOf.get(Number(b))! : b;
    if (from === to) continue;
    const key = `${String(from)},${String(to)}`;
    conductances.set(key, (conductances.get(key) ?? 0) + kept * value);
  }
  return { size, cells, conductances };
}

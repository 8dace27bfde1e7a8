// Columns across a foil by plain loops, from the definitions of foilBlocks and collectorColumns.
import type { Vec3 } from '../../src/recipe/geometry.js';

/** A volume seen in columns: value(u, v, row), NaN and infinities as they are. */
export interface Columns {
  readonly size: readonly [nu: number, nv: number, rows: number];
  readonly value: (u: number, v: number, row: number) => number;
}

/** The columns of a volume along an axis. */
export function columnsOf(data: ArrayLike<number>, size: Vec3, normal: 'x' | 'y' | 'z'): Columns {
  const order = { x: [1, 2, 0], y: [0, 2, 1], z: [0, 1, 2] }[normal] as [number, number, number];
  const strides = [1, size[0], size[0] * size[1]];
  const [su, sv, sr] = order.map((axis) => strides[axis]!) as [number, number, number];
  return {
    size: order.map((axis) => size[axis]!) as [number, number, number],
    value: (u, v, row) => data[u * su + v * sv + row * sr]!,
  };
}

/** The place of a foil and the mean profile of one block of 8 × 8 columns. */
export function blockTwin(
  { size: [nu, nv, rows], value }: Columns,
  bu: number,
  bv: number,
  reach: number,
): number[] {
  const rowValues = (row: number): number[] => {
    const values: number[] = [];
    for (let v = 8 * bv; v < Math.min(nv, 8 * bv + 8); v++)
      for (let u = 8 * bu; u < Math.min(nu, 8 * bu + 8); u++) values.push(value(u, v, row));
    return values.filter(Number.isFinite);
  };
  const sum = (row: number): number => rowValues(row).reduce((a, b) => a + b, 0);
  const threes = Array.from({ length: rows - 2 }, (_, i) => sum(i) + sum(i + 1) + sum(i + 2));
  const greatest = Math.max(...threes);
  const first = threes.indexOf(greatest);
  let last = first;
  while (threes[last + 1] === greatest) last++;
  const place = Math.floor((first + last + 2) / 2);
  const means = Array.from({ length: 2 * reach + 1 }, (_, i) => {
    const row = place - reach + i;
    if (row < 0 || row >= rows) return NaN;
    const values = rowValues(row);
    return values.reduce((a, b) => a + b, 0) / values.length;
  });
  return [place, ...means];
}

/** The mean of nine columns with weights 1 2 1; NaN where one is not finite. */
export function nineTwin(
  { size: [nu, nv], value }: Columns,
  u: number,
  v: number,
  row: number,
): number {
  let sum = 0;
  for (const j of [-1, 0, 1])
    for (const i of [-1, 0, 1]) {
      const [x, y] = [Math.min(nu - 1, Math.max(0, u + i)), Math.min(nv - 1, Math.max(0, v + j))];
      const own = value(x, y, row);
      if (!Number.isFinite(own)) return NaN;
      sum += (2 - Math.abs(i)) * (2 - Math.abs(j)) * own;
    }
  return sum / 16;
}

/** What a resolved foil is told. */
export interface FaceLevels {
  readonly place: number;
  readonly snap: number;
  readonly reach: number;
  readonly level: number;
  readonly separator: number | undefined;
}

/** The six numbers of a column of a resolved foil. */
export function facesTwin(
  columns: Columns,
  u: number,
  v: number,
  { place, snap, reach, level, separator }: FaceLevels,
): number[] {
  const rows = columns.size[2];
  const line = Array.from({ length: rows }, (_, row) => nineTwin(columns, u, v, row));
  const isCopper = (row: number): boolean => line[row]! >= level;
  const out = new Array<number>(6).fill(NaN);
  const tries = [0, ...Array.from({ length: snap }, (_, i) => [i + 1, -i - 1]).flat()];
  const start = tries.map((d) => place + d).find((row) => row >= 0 && row < rows && isCopper(row));
  if (start === undefined) return out;
  for (const [k, step] of [
    [0, -1],
    [1, 1],
  ] as const) {
    const seen: number[] = [];
    for (let row = start; row >= 0 && row < rows && seen.length <= reach; row += step)
      seen.push(row);
    const cross = (a: number, b: number, at: number): number =>
      a + step * (Number.isNaN(line[b]!) ? 0.5 : (line[a]! - at) / (line[a]! - line[b]!));
    const end = seen.findIndex((row) => !isCopper(row));
    if (end < 0) continue;
    out[k] = cross(seen[end - 1]!, seen[end]!, level);
    let run = 0;
    let longest = 1;
    for (let i = end + 1; i < seen.length; i++) {
      run = isCopper(seen[i]!) ? run + 1 : 0;
      if (run > longest) {
        longest = run;
        out[2 + k] = 1024 * Math.min(seen[i]!, seen[i - run + 1]!) + run;
      }
      const [own, next] = [line[seen[i - 1]!]!, line[seen[i]!]!];
      if (
        separator !== undefined &&
        Number.isNaN(out[4 + k]!) &&
        own >= separator &&
        next < separator
      )
        out[4 + k] = cross(seen[i - 1]!, seen[i]!, separator);
    }
  }
  return out;
}

const WEIGHTS: readonly ((offset: number) => number)[] = [
  () => 1,
  (offset) => (Math.abs(offset) > 2 ? 2 * Math.sign(offset) : offset),
  (offset) => offset,
  (offset) => offset ** 2,
];

/**
 * What a column holds more than a level about a place: its sum, that weighed by distances of up to
 * 2, and the first and the second moment; all NaN where one of the values is not finite. `terms`
 * are the sums of the magnitudes of what is added up.
 */
export function excessTwin(
  columns: Columns,
  u: number,
  v: number,
  place: number,
  reach: number,
  level: number,
): { readonly sums: number[]; readonly terms: number[] } {
  const rows = columns.size[2];
  const offsets = Array.from({ length: 2 * reach + 1 }, (_, i) => i - reach);
  const values = offsets.map((offset) =>
    nineTwin(columns, u, v, Math.min(rows - 1, Math.max(0, place + offset))),
  );
  const added = (of: (value: number, weight: number) => number): number[] =>
    WEIGHTS.map((weight) =>
      offsets.reduce((sum, offset, i) => sum + of(values[i]!, weight(offset)), 0),
    );
  return {
    sums: added((value, weight) => (value - level) * weight),
    terms: added((value, weight) => (Math.abs(value) + level) * Math.abs(weight)),
  };
}

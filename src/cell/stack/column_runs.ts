// Runs of a mask along the columns of a stack, as tables of integers.
import { ones, runsOf, usualLength, type RayRuns } from '../ray_runs.js';
import { AXES, type MaskColumns } from './mask_columns.js';
import type { StackAxis } from './sheets_data.js';

/** Runs of columns and their usual length in voxels. */
export interface ColumnRuns {
  readonly runs: RayRuns;
  readonly usual: number;
}

/**
 * The runs of a mask's columns. Two that are together, with the void between them, no longer than
 * 5/4 of a usual run are one: a pinhole parts no sheet.
 */
export function columnRuns({ columns, rows, samples }: MaskColumns): ColumnRuns {
  const runs = runsOf({ angles: columns, rows, samples });
  const usual = usualLength(runs);
  const first = new Uint32Array(runs.first.length);
  const [start, end] = [runs.start.slice(), runs.end.slice()];
  let total = 0;
  for (let ray = 0; ray + 1 < first.length; ray += 1) {
    for (let run = runs.first[ray]!; run < runs.first[ray + 1]!; run += 1) {
      const isFirst = total === first[ray];
      if (!isFirst && 4 * (runs.end[run]! - start[total - 1]! + 1) <= 5 * usual)
        end[total - 1] = runs.end[run]!;
      else {
        start[total] = runs.start[run]!;
        end[total] = runs.end[run]!;
        total += 1;
      }
    }
    first[ray + 1] = total;
  }
  const kept = { first, start: start.slice(0, total), end: end.slice(0, total) };
  return { runs: { angles: columns, rows: rows.length, ...kept }, usual };
}

/** How many runs a line has, in the mean of those that meet the mask, along each axis. */
export function runsPerLine({ axis, columns, rows }: MaskColumns): Record<StackAxis, number> {
  const words = (rows[0]?.length ?? 0) / columns;
  const [starts, lines] = [
    [0, 0, 0],
    [0, 0, 0],
  ];
  const none = new Uint32Array(columns * words);
  const metAlongV = new Uint32Array(columns * words);
  rows.forEach((bits, row) => {
    const before = row === 0 ? none : rows[row - 1]!;
    const met = new Uint8Array(columns);
    for (let w = 0; w < words; w += 1) {
      let metAlongU = 0;
      for (let i = 0; i < columns; i += 1) {
        const at = w * columns + i;
        const word = bits[at]!;
        const below = w === 0 ? 0 : bits[at - columns]! >>> 31;
        starts[2]! += ones(word & ~((word << 1) | below));
        starts[0]! += ones(word & ~(i === 0 ? 0 : bits[at - 1]!));
        starts[1]! += ones(word & ~before[at]!);
        metAlongU |= word;
        metAlongV[at]! |= word;
        if (word !== 0) met[i] = 1;
      }
      lines[0]! += ones(metAlongU);
    }
    for (const each of met) lines[2]! += each;
  });
  for (const word of metAlongV) lines[1]! += ones(word);
  const names = (['x', 'y', 'z'] as const).map((name, i) => {
    const k = AXES[axis].indexOf(i);
    return [name, starts[k]! / Math.max(1, lines[k]!)] as const;
  });
  return Object.fromEntries(names) as Record<StackAxis, number>;
}

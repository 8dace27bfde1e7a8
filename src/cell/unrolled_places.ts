// Where the places of a region of an unrolled grid lie.
import { invalidArgument } from '../recipe/errors.js';
import type { Region } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { columnAt, lineAt, pointOf, trackOf, type SheetPoint } from './sheet_place.js';
import type { Unrolled } from './unroll.js';
import type { WindingsData } from './windings_data.js';

/** Refuses a grid on which windings were not found. */
export function checkSlices(op: string, grid: GridMeta, { axis, unit }: WindingsData): void {
  if (axis.x.length !== grid.size[2])
    throw invalidArgument(
      op,
      'grid',
      `of ${String(grid.size[2])} slices`,
      `the ${String(axis.x.length)} slices in which the windings were found`,
    );
  if (unit !== grid.unit)
    throw invalidArgument(op, 'grid', `in ${grid.unit}`, `the unit of the windings, ${unit}`);
}

/**
 * Calls back for every place along the sheet in every slice of a region of an unrolled grid, x
 * fastest: the point of the sheet, with the axis's position added.
 */
export function forEachPlace(
  op: string,
  grid: GridMeta,
  windings: WindingsData,
  { start, length, step, smooth }: Unrolled,
  { origin, size }: Region,
  visit: (index: number, point: SheetPoint, axis: readonly [number, number]) => void,
): void {
  checkSlices(op, grid, windings);
  const track = trackOf(windings, smooth);
  const { total } = track.length;
  // Lengths are sums of many numbers: the last digits are let go.
  if (start + length > total * (1 + 1e-9))
    throw invalidArgument(
      op,
      'length',
      length,
      `${String(Math.max(0, total - start))} or less: from \`start\`, ${String(start)}, to the sheet's end at ${String(total)} ${windings.unit}`,
    );
  const columns = Array.from({ length: size[0] }, (_, i) =>
    columnAt(track, track.length.columnAt(Math.min(total, start + step * (origin[0] + i)))),
  );
  const { x, y } = windings.axis;
  for (let k = 0; k < size[2]; k += 1) {
    const slice = origin[2] + k;
    const line = lineAt(track, grid.origin[2] + slice * grid.spacing[2]);
    const axis = [x[slice]!, y[slice]!] as const;
    columns.forEach((column, i) => {
      visit(k * size[0] + i, pointOf(track, column, line), axis);
    });
  }
}

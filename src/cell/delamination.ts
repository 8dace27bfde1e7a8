// Places where turns of a wound sheet have come apart, on the host.
import { medianOf, robustScale } from '../structure/polynomial_fit.js';
import { connectedCells } from './connected_cells.js';
import { radiusAt, lineOf, smoothSheet } from './sheet.js';
import type { WindingsData } from './windings_data.js';

/** Cells of which medians are taken at most. */
const MOST_SORTED = 2 ** 21;

/** A place where two turns have come apart. */
export interface Delamination {
  /** Of the sheet that lies inside the gap: turns from the angle 0 below the first column. */
  readonly turn: number;
  /** Angle from x to y of its middle, weighed by how far it is open; 0 … 2π. */
  readonly theta: number;
  readonly z: number;
  /** Cells of the table. */
  readonly cells: number;
  /** Of the sheet inside the gap. */
  readonly area: number;
  /** How far the gap is wider than the median. */
  readonly openingMax: number;
  readonly openingMean: number;
}

/** What was found, and against what. */
export interface Delaminations {
  readonly median: number;
  /** Robust standard deviation of the gap: 1.4826 · the median distance from the median. */
  readonly sigma: number;
  /** Gaps above it were found. */
  readonly limit: number;
  /** Largest area first. */
  readonly objects: readonly Delamination[];
}

/** Gaps that are wider than others, as groups of cells. */
export interface WideGaps extends Omit<Delaminations, 'objects'> {
  /** The cells of each, in their order. */
  readonly groups: readonly Uint32Array[];
}

/**
 * Gaps wider than median + `k` · σ, as groups of `leastCells` cells and more that are neighbours.
 * NaN cells belong to none.
 */
export function wideGaps(
  gap: Float32Array,
  { k, leastCells }: { readonly k: number; readonly leastCells: number },
  visitAround: (cell: number, visit: (neighbour: number) => void) => void,
): WideGaps {
  // Of large tables every n-th cell is enough for medians.
  const every = Math.ceil(gap.length / MOST_SORTED);
  const seen = Float64Array.from(gap.filter((value, i) => i % every === 0 && !Number.isNaN(value)));
  if (seen.length === 0) return { median: NaN, sigma: NaN, limit: NaN, groups: [] };
  const median = medianOf(seen);
  const sigma = robustScale(
    seen.map((value) => value - median),
    0,
  );
  const limit = median + k * sigma;
  const groups = Array.from(
    connectedCells(gap.length, (cell) => gap[cell]! > limit, visitAround),
  ).filter((cells) => cells.length >= leastCells);
  // Sums go row by row.
  return { median, sigma, limit, groups: groups.map((group) => Uint32Array.from(group).sort()) };
}

/** What is summed over the cells of a gap. */
export interface OpenedGap extends Pick<
  Delamination,
  'cells' | 'area' | 'openingMax' | 'openingMean'
> {
  /** Column and row, weighed by how far the gap is open there. */
  readonly column: number;
  readonly row: number;
}

/** Sums over the cells of a group; rows go on from table to table where there are several. */
export function openedGap(
  cells: Uint32Array,
  gap: Float32Array,
  { median, columns }: { readonly median: number; readonly columns: number },
  cellArea: (column: number, row: number) => number,
): OpenedGap {
  let [weight, alongColumns, alongRows, area, opening, most] = [0, 0, 0, 0, 0, 0];
  for (const cell of cells) {
    const [column, row] = [cell % columns, Math.floor(cell / columns)];
    const open = gap[cell]! - median;
    const own = cellArea(column, row);
    area += own;
    opening += own * open;
    weight += open;
    alongColumns += open * column;
    alongRows += open * row;
    most = Math.max(most, open);
  }
  return {
    ...{ column: alongColumns / weight, row: alongRows / weight, cells: cells.length },
    ...{ area, openingMax: most, openingMean: opening / area },
  };
}

/** Calls back for the cells that share an edge with one of a table. */
export function besides(
  cell: number,
  { columns, cells }: { readonly columns: number; readonly cells: number },
  visit: (neighbour: number) => void,
): void {
  const column = cell % columns;
  if (column > 0) visit(cell - 1);
  if (column + 1 < columns) visit(cell + 1);
  if (cell >= columns) visit(cell - columns);
  if (cell + columns < cells) visit(cell + columns);
}

/**
 * Gaps wider than median + `k` · σ, as objects of cells that share an edge, of `leastCells` and
 * more. Columns go on from turn to turn, so that an object may run through the angle 0. NaN cells
 * belong to none.
 */
export function findDelaminations(
  windings: WindingsData,
  gap: Float32Array,
  { k, leastCells, smooth }: { k: number; leastCells: number; smooth: number },
): Delaminations {
  const { angles, firstColumn, columns, handed, firstZ, stepZ } = windings;
  const { groups, ...found } = wideGaps(gap, { k, leastCells }, (cell, visit) => {
    besides(cell, { columns, cells: gap.length }, visit);
  });
  const sheet = smoothSheet(windings, smooth);
  const lines = new Map<number, Float64Array>();
  const cellArea = (column: number, row: number): number => {
    const line = lines.get(row) ?? lineOf(sheet, row);
    lines.set(row, line);
    const { radius, slope } = radiusAt(sheet, line, column);
    return Math.hypot(radius * sheet.turnOfColumn, slope) * stepZ;
  };
  const objects = groups
    .map((cells): Delamination => {
      const { column, row, ...opened } = openedGap(
        cells,
        gap,
        { median: found.median, columns },
        cellArea,
      );
      const turn = (firstColumn + column) / angles;
      return {
        turn: Math.floor(turn),
        theta: 2 * Math.PI * (handed > 0 ? turn - Math.floor(turn) : Math.ceil(turn) - turn),
        z: firstZ + stepZ * row,
        ...opened,
      };
    })
    .sort((a, b) => b.area - a.area);
  return { ...found, objects };
}

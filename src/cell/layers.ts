// Thickness of a wound sheet, gaps between its turns, and how they deviate, on the host.
import { blockInterval } from './block_bootstrap.js';
import { lineOf, radiusAt, smoothSheet, type Sheet } from './sheet.js';
import { angleOf } from './spiral_fit.js';
import type { WindingsData } from './windings_data.js';

/** Maps of a wound sheet: a value for each cell (column, row), at row · columns + column. */
export interface LayerMaps {
  /** Extent along the normal; NaN where the sheet was not seen. */
  readonly thickness: Float32Array<ArrayBuffer>;
  /**
   * From the outer face to the inner face of the next turn, along the normal; NaN where one of them
   * was not seen, and in the last turn.
   */
  readonly gap: Float32Array<ArrayBuffer>;
  /** Of the measured radius from the fitted spiral; NaN where the sheet was not seen. */
  readonly deviation: Float32Array<ArrayBuffer>;
}

/**
 * Cosine of the angle between the radius and the normal of the sheet, for every cell: of its slope
 * in the slice, and along z, the axis's own included.
 */
function cosines(sheet: Sheet): Float32Array {
  const { columns, rows, stepZ, axis } = sheet.windings;
  const out = new Float32Array(columns * rows);
  const lines = Array.from({ length: rows }, (_, row) => lineOf(sheet, row));
  const slices = axis.x.length;
  // The table spans the slices, so that the axis moves by the same part of its way per row.
  const perRow = rows > 1 ? (slices - 1) / (rows - 1) : 0;
  const radii = lines.map((line) =>
    Float64Array.from({ length: columns }, (_, c) => radiusAt(sheet, line, c).radius),
  );
  for (let row = 0; row < rows; row += 1) {
    const [before, behind] = [Math.max(0, row - 1), Math.min(rows - 1, row + 1)];
    const over = Math.max(1, behind - before) * stepZ;
    const at = (r: number): number => Math.round(r * perRow);
    const moved = [axis.x, axis.y].map((of) => (of[at(behind)]! - of[at(before)]!) / over);
    for (let c = 0; c < columns; c += 1) {
      const { radius, slope } = radiusAt(sheet, lines[row]!, c);
      const angle = angleOf(sheet.windings, c);
      const rising = (radii[behind]![c]! - radii[before]![c]!) / over;
      const tilt = moved[0]! * Math.cos(angle) + moved[1]! * Math.sin(angle) + rising;
      const inSlice = slope / sheet.turnOfColumn / radius;
      out[row * columns + c] = 1 / Math.sqrt(1 + inSlice * inSlice + tilt * tilt);
    }
  }
  return out;
}

/**
 * Maps of thickness, gap and deviation. Extents along the radius become extents along the normal by
 * the cosine of the sheet, smoothed by `smooth`, at the cell; of a gap by the mean of those of both
 * turns.
 */
export function layerMaps(windings: WindingsData, smooth: number): LayerMaps {
  const { angles, columns, rows, middle, thickness } = windings;
  const sheet = smoothSheet(windings, smooth);
  const cosine = cosines(sheet);
  const gap = new Float32Array(columns * rows).fill(NaN);
  for (let row = 0; row < rows; row += 1)
    for (let c = 0; c + angles < columns; c += 1) {
      const here = row * columns + c;
      const next = here + angles;
      const between = middle[next]! - middle[here]! - (thickness[next]! + thickness[here]!) / 2;
      gap[here] = (between * (cosine[here]! + cosine[next]!)) / 2;
    }
  return {
    thickness: thickness.map((t, i) => t * cosine[i]!),
    gap,
    deviation: middle.map((r, i) => r - sheet.fitted[i % columns]!.radius),
  };
}

/** Mean of a quantity in a turn, with its 95 % interval. */
export interface MeanOfTurn {
  readonly mean: number;
  readonly std: number;
  readonly low: number;
  readonly high: number;
  readonly min: number;
  readonly max: number;
}

/** What is known of one turn. */
export interface TurnSummary {
  /** Whole turns from the angle 0 below the first column. */
  readonly turn: number;
  /** Cells of the turn in the table, and the share of them in which the sheet was not seen. */
  readonly cells: number;
  readonly unseen: number;
  readonly thickness: MeanOfTurn;
  readonly gap: MeanOfTurn;
  readonly deviation: MeanOfTurn;
}

/** Blocks that a turn is cut into: along z of several rows, else along the angle. */
const BLOCKS = 16;

/** The cells of a column range as one block per group of rows, or of columns where rows are few. */
export function summaryOf(
  map: Float32Array,
  { columns, rows }: Pick<WindingsData, 'columns' | 'rows'>,
  [from, to]: readonly [number, number],
): MeanOfTurn {
  const alongZ = rows >= BLOCKS;
  const sums = new Float64Array(BLOCKS);
  const counts = new Float64Array(BLOCKS);
  let [squares, min, max] = [0, Infinity, -Infinity];
  const visit = (each: (value: number, block: number) => void): void => {
    for (let row = 0; row < rows; row += 1)
      for (let c = from; c < to; c += 1) {
        const value = map[row * columns + c]!;
        if (Number.isNaN(value)) continue;
        const part = alongZ ? row / rows : (c - from) / (to - from);
        each(value, Math.floor(part * BLOCKS));
      }
  };
  visit((value, block) => {
    sums[block]! += value;
    counts[block]! += 1;
    min = Math.min(min, value);
    max = Math.max(max, value);
  });
  const count = counts.reduce((a, b) => a + b, 0);
  const none = { mean: NaN, std: NaN, low: NaN, high: NaN, min: NaN, max: NaN };
  if (count === 0) return none;
  const mean = sums.reduce((a, b) => a + b, 0) / count;
  visit((value) => {
    squares += (value - mean) ** 2;
  });
  const [low, high] = blockInterval(sums, counts);
  return { mean, std: Math.sqrt(squares / count), low, high, min, max };
}

/** Thickness, gap and deviation of every turn. */
export function turnSummaries(windings: WindingsData, maps: LayerMaps): readonly TurnSummary[] {
  const { angles, firstColumn, columns, rows, middle } = windings;
  const first = Math.floor(firstColumn / angles);
  const last = Math.floor((firstColumn + columns - 1) / angles);
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const turn = first + i;
    const from = Math.max(0, turn * angles - firstColumn);
    const to = Math.min(columns, (turn + 1) * angles - firstColumn);
    let unseen = 0;
    for (let row = 0; row < rows; row += 1)
      for (let c = from; c < to; c += 1) if (Number.isNaN(middle[row * columns + c]!)) unseen += 1;
    const cells = (to - from) * rows;
    const of = (map: Float32Array): MeanOfTurn => summaryOf(map, windings, [from, to]);
    return {
      ...{ turn, cells, unseen: unseen / cells },
      ...{ thickness: of(maps.thickness), gap: of(maps.gap), deviation: of(maps.deviation) },
    };
  });
}

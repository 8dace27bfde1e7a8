// What plots show of many values: counts in bins and cells, and curves with no more points than
// pixels. Counts are exact, whatever is drawn of them.
import type { ColumnData } from 'voxmetry';

/** Above so many objects, a scatter plot shows counts in cells. */
export const MOST_DOTS = 5000;

/** The most groups that quantiles are shown of. */
export const MOST_GROUPS = 40;

/** Values of rows, and what each counts. */
export interface Weighed {
  readonly data: ColumnData;
  readonly weight: ColumnData | null;
}

/**
 * The weight of rows in bins. A bin holds its lower edge and what is below its upper one, the last
 * one its upper edge too, as the table's own histogram.
 */
export function countsOf(
  rows: Iterable<number>,
  { data, weight }: Weighed,
  edges: Float64Array,
): Float64Array {
  const bins = edges.length - 1;
  const counts = new Float64Array(Math.max(0, bins));
  for (const row of rows) {
    const bin = binOf(data[row]!, edges);
    if (bin >= 0) counts[bin]! += weight === null ? 1 : weight[row]!;
  }
  return counts;
}

/** The bin of a value; −1 where it is in none. */
function binOf(value: number, edges: Float64Array): number {
  const bins = edges.length - 1;
  if (bins < 1 || !(value >= edges[0]! && value <= edges[bins]!)) return -1;
  let [low, high] = [0, bins];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (edges[middle]! <= value) low = middle;
    else high = middle;
  }
  return low;
}

/** Edges of cells of equal width, or of equal width of the logarithm. */
export function cellEdges(from: number, to: number, cells: number, log: boolean): Float64Array {
  const [a, b] = log ? [Math.log(from), Math.log(to)] : [from, to];
  const edges = Float64Array.from({ length: cells + 1 }, (_, i) => {
    const at = a + ((b - a) * i) / cells;
    return log ? Math.exp(at) : at;
  });
  // The ends are the values themselves: exp(ln v) may miss v.
  edges[0] = from;
  edges[cells] = to;
  return edges;
}

/** A cell of a scatter plot, and how many rows lie in it. */
export interface Cell {
  readonly x1: number;
  readonly x2: number;
  readonly y1: number;
  readonly y2: number;
  readonly count: number;
}

/** The cells that hold something. */
export function cellsOf(
  rows: Iterable<number>,
  [x, y]: readonly [ColumnData, ColumnData],
  [xEdges, yEdges]: readonly [Float64Array, Float64Array],
): Cell[] {
  const wide = xEdges.length - 1;
  const counts = new Uint32Array(wide * (yEdges.length - 1));
  for (const row of rows) {
    const [i, j] = [binOf(x[row]!, xEdges), binOf(y[row]!, yEdges)];
    if (i >= 0 && j >= 0) counts[j * wide + i]! += 1;
  }
  const cells: Cell[] = [];
  for (const [k, count] of counts.entries()) {
    const [i, j] = [k % wide, Math.floor(k / wide)];
    if (count > 0)
      cells.push({
        ...{ x1: xEdges[i]!, x2: xEdges[i + 1]! },
        ...{ y1: yEdges[j]!, y2: yEdges[j + 1]!, count },
      });
  }
  return cells;
}

/**
 * Places in rising values that are enough to draw a curve through them: the first, the last, and
 * one for each part of the axis.
 */
export function thinned(values: Float64Array, most: number, log: boolean): number[] {
  const place = (v: number): number => (log ? Math.log(v) : v);
  const [from, to] = [place(values[0] ?? 0), place(values.at(-1) ?? 0)];
  const kept: number[] = [];
  let before = -1;
  for (const [i, value] of values.entries()) {
    const part = Math.floor(((place(value) - from) / (to - from || 1)) * most);
    if (part === before && i < values.length - 1) continue;
    // The last place of the part before, so that a step is not smeared.
    if (i > 0 && kept.at(-1) !== i - 1) kept.push(i - 1);
    kept.push(i);
    before = part;
  }
  return kept;
}

/** Number, median and range of rows that have a value. */
export interface Summary {
  readonly count: number;
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** The least value that half of the values do not exceed is the median, as the table's D50. */
export function summaryOf(rows: Iterable<number>, data: ColumnData): Summary {
  const values = Float64Array.from(rows, (row) => data[row]!).filter((v) => !Number.isNaN(v));
  values.sort();
  const count = values.length;
  return {
    count,
    median: values[Math.ceil(count / 2) - 1] ?? NaN,
    min: values[0] ?? NaN,
    max: values[count - 1] ?? NaN,
  };
}

/** A value rounded to a power of ten that is below a resolution: as fine as a pixel, and short. */
export function roundedTo(value: number, resolution: number): number {
  if (!(resolution > 0)) return value;
  const power = Math.floor(Math.log10(resolution));
  const rounded = Math.round(value / 10 ** power) * 10 ** power;
  return Number(rounded.toPrecision(12));
}

// Maps of columns whose values are made when they are asked for, and their medians.

/** A value of each column, the first axis fastest; NaN where there is none, and off the map. */
export interface ColumnMap {
  readonly size: readonly [number, number];
  readonly at: (column: number) => number;
}

/** A map of values that are kept. */
export function keptMap(size: ColumnMap['size'], values: Float32Array<ArrayBuffer>): ColumnMap {
  return { size, at: (column) => values[column] ?? NaN };
}

/** A map of values that are made anew whenever they are asked for, and rounded to f32. */
export function madeMap(size: ColumnMap['size'], valueAt: (column: number) => number): ColumnMap {
  const count = columnsOf(size);
  return {
    size,
    at: (column) => (column >= 0 && column < count ? Math.fround(valueAt(column)) : NaN),
  };
}

/** How many columns a map has. */
export const columnsOf = ([nu, nv]: ColumnMap['size']): number => nu * nv;

/** How many columns of a map have a value. */
export function coveredBy({ size, at }: ColumnMap): number {
  let covered = 0;
  for (let column = 0; column < columnsOf(size); column++) if (!Number.isNaN(at(column))) covered++;
  return covered;
}

const float = new Float32Array(1);
const word = new Uint32Array(float.buffer);
const SIGN = 0x80000000;

/** A whole number of 32 bits by the order of f32. */
function orderOf(value: number): number {
  float[0] = value;
  return (word[0]! >= SIGN ? ~word[0]! : word[0]! | SIGN) >>> 0;
}

function valueOf(order: number): number {
  word[0] = order >= SIGN ? order ^ SIGN : ~order;
  return float[0]!;
}

/** Counts by 16 bits, and the one in which a rank lies. */
interface Rank {
  readonly upper: number;
  /** Values of these upper bits that come before it. */
  readonly left: number;
  readonly counts: Uint32Array;
}

const HALF = 2 ** 16;

/** The place in counts at which a rank is reached, and how many of that place come before it. */
function reached(counts: Uint32Array, rank: number): readonly [place: number, left: number] {
  let left = rank;
  let place = 0;
  while (left >= counts[place]!) left -= counts[place++]!;
  return [place, left];
}

/** The median of f32, NaN left out, exactly: by counts of their bits, so that none is kept. */
function counted({ size }: ColumnMap, valueAt: (column: number) => number): number {
  const columns = columnsOf(size);
  const uppers = new Uint32Array(HALF);
  let n = 0;
  for (let column = 0; column < columns; column++) {
    const value = valueAt(column);
    if (Number.isNaN(value)) continue;
    uppers[orderOf(value) >>> 16]!++;
    n++;
  }
  if (n === 0) return NaN;
  const middle = n % 2 === 1 ? [n >> 1] : [n / 2 - 1, n / 2];
  const ranks = middle.map((rank): Rank => {
    const [upper, left] = reached(uppers, rank);
    return { upper, left, counts: new Uint32Array(HALF) };
  });
  for (let column = 0; column < columns; column++) {
    const value = valueAt(column);
    if (Number.isNaN(value)) continue;
    const order = orderOf(value);
    for (const { upper, counts } of ranks)
      if (order >>> 16 === upper) counts[order & (HALF - 1)]!++;
  }
  const values = ranks.map(({ upper, left, counts }) =>
    valueOf(upper * HALF + reached(counts, left)[0]),
  );
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The median of a map; the mean of the middle two of an even number; NaN of none. */
export const medianOfMap = (map: ColumnMap): number => counted(map, map.at);

/** 1.4826 times the median magnitude: the standard deviation of normal deviations about 0. */
export const spreadOfMap = (map: ColumnMap): number =>
  1.4826 * counted(map, (column) => Math.abs(map.at(column)));

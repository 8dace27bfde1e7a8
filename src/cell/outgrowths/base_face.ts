// The face that a foil would have without what grew from it.
import { middleValue, spreadOf } from '../middle_value.js';
import { madeMap, type ColumnMap } from './column_map.js';
import { aroundColumn } from './footprints.js';
import { fittedPeak } from './peak.js';

/** Columns of a block along each axis. */
const BLOCK = 8;

/** A base face: of columns, and in the middles of blocks. */
interface BaseFace extends ColumnMap {
  readonly blocks: Float64Array;
}

interface Blocks {
  readonly size: readonly [number, number];
  readonly values: Float64Array;
}

/** Blocks along an axis of n columns; the last one takes the columns that fill no block. */
const blocksOf = (n: number): number => Math.max(1, Math.floor(n / BLOCK));
const blockEnd = (block: number, blocks: number, n: number): number =>
  block === blocks - 1 ? n : BLOCK * (block + 1);

/**
 * The median of each block; NaN where less than a quarter of its columns have a value. Over a last
 * base a face is level: part of a block says what holds for all of it.
 */
function blockMedians({ size: [nu, nv], at }: ColumnMap, last?: BaseFace): Blocks {
  const size = [blocksOf(nu), blocksOf(nv)] as const;
  const own = new Float64Array(4 * BLOCK * BLOCK);
  const medians = Float64Array.from({ length: size[0] * size[1] }, (_, index) => {
    const [bu, bv] = [index % size[0], Math.floor(index / size[0])];
    let n = 0;
    let columns = 0;
    for (let v = BLOCK * bv; v < blockEnd(bv, size[1], nv); v++)
      for (let u = BLOCK * bu; u < blockEnd(bu, size[0], nu); u++, columns++) {
        const value = at(v * nu + u) - (last?.at(v * nu + u) ?? 0);
        if (!Number.isNaN(value)) own[n++] = value;
      }
    return 4 * n < columns ? NaN : middleValue(own, n) + (last?.blocks[index] ?? 0);
  });
  return { size, values: medians };
}

/**
 * The windowed median of block medians: at each block, the slopes of the window are the medians of
 * the differences of blocks beside each other, and the median of what is left of them is taken, so
 * that a window that the map's end cuts off does not shift a tilted foil. What is `level` has none.
 */
function windowed(
  { size: [nu, nv], values }: Blocks,
  reach: number,
  slopes: 'level' | 'sloping',
): Blocks {
  const most = (2 * reach + 1) ** 2;
  const scratch = new Float64Array(most);
  const medians = values.map((_, index) => {
    const [cu, cv] = [index % nu, Math.floor(index / nu)];
    const [u0, u1] = [Math.max(0, cu - reach), Math.min(nu - 1, cu + reach)];
    const [v0, v1] = [Math.max(0, cv - reach), Math.min(nv - 1, cv + reach)];
    const slope = (stepU: number, stepV: number): number => {
      let n = 0;
      for (let v = v0; v + stepV <= v1; v++)
        for (let u = u0; u + stepU <= u1; u++) {
          const d = values[(v + stepV) * nu + u + stepU]! - values[v * nu + u]!;
          if (!Number.isNaN(d)) scratch[n++] = d;
        }
      return n === 0 ? 0 : middleValue(scratch, n);
    };
    const [alongU, alongV] = slopes === 'level' ? [0, 0] : [slope(1, 0), slope(0, 1)];
    let n = 0;
    for (let v = v0; v <= v1; v++)
      for (let u = u0; u <= u1; u++) {
        const value = values[v * nu + u]! - alongU * (u - cu) - alongV * (v - cv);
        if (!Number.isNaN(value)) scratch[n++] = value;
      }
    return middleValue(scratch, n);
  });
  return { size: [nu, nv], values: medians };
}

/**
 * Where a column lies between the middles of blocks along an axis of n columns: the block before
 * it, and the part of the way to the next one; below 0 and above 1 at the ends.
 */
function between(column: number, blocks: number, n: number): readonly [number, number] {
  if (blocks === 1) return [0, 0];
  const middle = (block: number): number => (BLOCK * block + blockEnd(block, blocks, n) - 1) / 2;
  const before = Math.min(Math.max(Math.floor((column + 0.5) / BLOCK - 0.5), 0), blocks - 2);
  return [before, (column - middle(before)) / (middle(before + 1) - middle(before))];
}

/**
 * A value between the second and the third of four that follow each other, by the cubic of Catmull
 * and Rom, which keeps parabolas; beyond the two by the parabola of three, and where one of these
 * is not known, linearly.
 */
function cubic(before: number, from: number, to: number, behind: number, part: number): number {
  if (Number.isNaN(from)) return to;
  if (Number.isNaN(to)) return from;
  const line = from + part * (to - from);
  if (part <= 0 || part >= 1) {
    const bend = part <= 0 ? behind - 2 * to + from : to - 2 * from + before;
    return Number.isNaN(bend) ? line : line + (part * (part - 1) * bend) / 2;
  }
  const first = Number.isNaN(before) ? 2 * from - to : before;
  const last = Number.isNaN(behind) ? 2 * to - from : behind;
  const rise = (to - first) / 2 - (to - from);
  const fall = (last - from) / 2 - (to - from);
  return line + part * (1 - part) * (rise * (1 - part) - fall * part);
}

/**
 * Block values between the middles of blocks by cubics; outwards at the ends by parabolas. Those
 * along the first axis are made at once, a value for each column of each row of blocks.
 */
function interpolated({ size, values }: Blocks, [nu, nv]: readonly [number, number]): ColumnMap {
  const [bu, bv] = size;
  const rows = new Float64Array(nu * bv);
  const at = (u: number, v: number): number => (u < 0 || u >= bu ? NaN : values[v * bu + u]!);
  for (let u = 0; u < nu; u++) {
    const [i, part] = between(u, bu, nu);
    for (let v = 0; v < bv; v++)
      rows[v * nu + u] = cubic(at(i - 1, v), at(i, v), at(i + 1, v), at(i + 2, v), part);
  }
  const row = (u: number, v: number): number => (v < 0 || v >= bv ? NaN : rows[v * nu + u]!);
  const blocks = new Uint32Array(nv);
  const parts = new Float64Array(nv);
  for (let v = 0; v < nv; v++) [blocks[v], parts[v]] = between(v, bv, nv) as [number, number];
  return madeMap([nu, nv], (column) => {
    const v = Math.floor(column / nu);
    const u = column - v * nu;
    const i = blocks[v]!;
    return cubic(row(u, i - 1), row(u, i), row(u, i + 1), row(u, i + 2), parts[v]!);
  });
}

/** How far a window of so many columns reaches from its middle block. */
const reachOf = (window: number): number => Math.max(1, Math.round((window / BLOCK - 1) / 2));

/**
 * The base of a map: medians of 8 × 8 columns, their windowed median, which passes beneath what
 * covers less than half of a window of `window` columns, and between these blocks by cubics. NaN
 * where nothing is known about a column.
 */
export function baseOf(map: ColumnMap, window: number): ColumnMap {
  return interpolated(windowed(blockMedians(map), reachOf(window), 'sloping'), map.size);
}

/** Rows by which a foil's middle may lie off what is foretold. */
const SLACK = 0.6;
/** Blocks about a block from which its middle is foretold, and the most of them. */
const NEAR = 2;
const FAR = 5;
/** Fewest known blocks from which a quadric is fitted. */
const FITTED = 14;

/** The base faces of a foil, and how well they are known where both faces have grown. */
export interface BaseFaces {
  readonly lower: BaseFace;
  readonly upper: BaseFace;
  /**
   * Standard deviation of a column's base that is foretold from what lies about it, since neither
   * face shows it; 0 where one does.
   */
  readonly foretoldError: (column: number) => number;
}

/**
 * The base faces of a foil. What grows on one face leaves the other one, and a foil that is bent
 * moves both: so the thickness has a windowed median, as {@link baseOf}, and the foil's middle at
 * each block is told from that one of the two faces, less half of the thickness, which lies nearer
 * to what is foretold: first by the windowed median of their mean, then by the median of what was
 * so told of 5 × 5 blocks; or, of maps that were cleared of what stands out over `last` bases, by a
 * quadric through them. Where neither lies within 0.6 rows of that, it stands for them.
 */
export function baseFaces(
  lower: ColumnMap,
  upper: ColumnMap,
  window: number,
  last?: BaseFaces,
): BaseFaces {
  const [low, high] = [blockMedians(lower, last?.lower), blockMedians(upper, last?.upper)];
  const { size } = low;
  const reach = reachOf(window);
  const apart = high.values.map((value, i) => value - low.values[i]!);
  const thickness = windowed({ size, values: apart }, reach, 'level').values;
  const byLower = low.values.map((value, i) => value + thickness[i]! / 2);
  const byUpper = high.values.map((value, i) => value - thickness[i]! / 2);
  const mean = byLower.map((a, i) => {
    const b = byUpper[i]!;
    return Number.isNaN(a) ? b : Number.isNaN(b) ? a : (a + b) / 2;
  });
  const wide = windowed({ size, values: mean }, reach, 'sloping').values;
  const near = nearest(wide, byLower, byUpper);
  const foretold =
    last === undefined
      ? windowed({ size, values: near }, NEAR, 'sloping').values
      : near.map((_, i) => foretoldAt({ size, values: near }, i) ?? wide[i]!);
  // Comparisons with NaN are false.
  const agrees = (value: number, i: number): boolean => Math.abs(value - foretold[i]!) <= SLACK;
  const hidden = Uint8Array.from(foretold, (_, i) =>
    agrees(byLower[i]!, i) || agrees(byUpper[i]!, i) ? 0 : 1,
  );
  const middle = foretold.map((expected, i) => {
    const [a, b] = [byLower[i]!, byUpper[i]!];
    if (Number.isNaN(expected)) return (a + b) / 2;
    if (agrees(a, i) && agrees(b, i)) return (a + b) / 2;
    if (agrees(a, i)) return a;
    return agrees(b, i) ? b : expected;
  });
  const face = (part: number): BaseFace => {
    const blocks = middle.map((value, i) => value + (part * thickness[i]!) / 2);
    return { ...interpolated({ size, values: blocks }, lower.size), blocks };
  };
  const [nu, nv] = lower.size;
  const blockAt = (column: number): number => {
    const block = (place: number, n: number): number =>
      Math.min(Math.floor(place / BLOCK), blocksOf(n) - 1);
    return block(Math.floor(column / nu), nv) * size[0] + block(column % nu, nu);
  };
  const errors = foretoldErrors({ size, values: middle }, hidden);
  return {
    lower: face(-1),
    upper: face(1),
    foretoldError: (column) => errors[blockAt(column)]!,
  };
}

/** Blocks of which it is tried how well they are foretold, at most. */
const TRIED = 2000;

/**
 * How well hidden blocks are foretold; 0 of others. Tried with blocks that are known: without
 * themselves for those of which half of the neighbours are known, without these too for the others.
 */
function foretoldErrors({ size, values }: Blocks, hidden: Uint8Array): Float64Array {
  const errors = new Float64Array(hidden.length);
  if (!hidden.includes(1)) return errors;
  const step = Math.ceil(hidden.length / TRIED);
  const [alone, together] = [0, 1].map((without) => {
    const off: number[] = [];
    for (let i = 0; i < hidden.length; i += step) {
      if (hidden[i] === 1) continue;
      const foretold = foretoldAt({ size, values }, i, without);
      if (foretold !== undefined) off.push(values[i]! - foretold);
    }
    return spreadOf(Float64Array.from(off));
  });
  hidden.forEach((isHidden, i) => {
    if (isHidden === 0) return;
    let known = 0;
    aroundColumn(i, size, (beside) => (known += 1 - hidden[beside]!));
    errors[i] = known >= 4 ? alone! : together!;
  });
  return errors;
}

/** Of two estimates the nearer one to what is expected; NaN where there is none. */
function nearest(expected: Float64Array, a: Float64Array, b: Float64Array): Float64Array {
  return expected.map((value, i) => {
    const [one, other] = [a[i]!, b[i]!];
    if (Number.isNaN(one)) return other;
    return Math.abs(one - value) > Math.abs(other - value) ? other : one;
  });
}

/**
 * What a quadric through the known blocks about a block gives there, those within `without` of it
 * left out; undefined where none fits.
 */
function foretoldAt({ size: [nu, nv], values }: Blocks, index: number, without = -1) {
  const [u0, v0] = [index % nu, Math.floor(index / nu)];
  const at = (u: number, v: number): number =>
    u < 0 || v < 0 || u >= nu || v >= nv || Math.max(Math.abs(u - u0), Math.abs(v - v0)) <= without
      ? NaN
      : values[v * nu + u]!;
  for (let reach = NEAR; reach <= FAR; reach++) {
    const fit = fittedPeak(at, u0, v0, reach);
    if (fit !== undefined && fit.columns >= FITTED) return fit.middle;
  }
  return undefined;
}

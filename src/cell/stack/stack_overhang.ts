// How far the anodes of a stack stand out beyond its cathodes, as a value.
import { yields } from '../../recipe/meta.js';
import { declareOp, valueInput } from '../../recipe/op.js';
import { number } from '../../recipe/params.js';
import type { EndStatistics } from '../overhang.js';
import type { CellsAlong } from './mask_columns.js';
import type { SheetsData } from './sheets_data.js';

/** A side of a sheet: its lower and its upper end along u, and along v. */
export type StackSide = 'u0' | 'u1' | 'v0' | 'v1';

/** How far the anodes that face a cathode stand out beyond it at one of its sides. */
export interface StackOverhangAtSide extends EndStatistics {
  /** The cathode, from 0 at the lower end of the axis. */
  readonly sheet: number;
  readonly side: StackSide;
  /**
   * For each row of the cathode's table (of sides along v: each column) from its first to its last;
   * NaN where it is not known.
   */
  readonly overhang: Float32Array<ArrayBuffer>;
  /** Position along v of the first of them (of sides along v: along u), and the distance of two. */
  readonly along: CellsAlong;
}

/** The overhang of a stack. Lengths are in `unit`. */
export interface StackOverhangValue {
  readonly unit: string;
  /** Every cathode at each of its four sides, sheet by sheet. */
  readonly sides: readonly StackOverhangAtSide[];
  /** All of them at once. */
  readonly all: EndStatistics;
}

/**
 * How far anodes stand out beyond cathodes at their four sides, as {@link StackOverhangValue}: for
 * each row of a cathode's table (of sides along v: each column) the less of what the nearest anode
 * below it and the nearest above it stand out; where there is one of them alone, by that one. NaN
 * where an end was not seen, or lies in the first or last column of a table, which may cut it off.
 * An end lies midway between the last column in which a sheet is seen and the next, so that an
 * overhang is right to one column; it is measured along u or v, across the axis. Intervals of 95 %
 * of the means hold that rounding, which is the same along the whole of a straight edge. On the
 * host.
 */
export const stackOverhang = declareOp({
  name: 'stackOverhang',
  kind: 'host',
  inputs: { anode: valueInput<SheetsData>(), cathode: valueInput<SheetsData>() },
  params: { tolerance: number({ default: 0, unit: 'length' }, 'Overhangs below it are counted.') },
  exactness: 'float-dependent',
  result: () => yields.result<StackOverhangValue>(),
  notes: () => ({
    overhang: 'the less of the anodes below and above a cathode, along u or v',
    intervals:
      'bootstrap of 24 blocks along the side, 999 draws, percentiles of 95 %, and 0.78 of a column for the rounding of both ends',
  }),
});

// How far a wound anode stands out beyond the cathode at both ends, on the host.
import { invalidArgument } from '../recipe/errors.js';
import { blockInterval } from './block_bootstrap.js';
import { columnAt, lineAt, pointOf, trackOf } from './sheet_place.js';
import type { WindingsData } from './windings_data.js';

/** What is said of overhangs that are known at many places. In the unit; NaN where none is. */
export interface EndStatistics {
  readonly min: number;
  readonly mean: number;
  /** 95 % interval of the mean: blocks of places drawn anew, and the rounding to whole steps. */
  readonly low: number;
  readonly high: number;
  readonly std: number;
  /** Share of the known places below the tolerance. */
  readonly below: number;
  /** Share of the cathode's places where it is not known. */
  readonly unseen: number;
}

/** The overhang at one end. */
export interface OverhangAtEnd extends EndStatistics {
  /** For each column of the cathode's table; NaN where it is not known. In the unit. */
  readonly overhang: Float32Array<ArrayBuffer>;
}

/** The overhang at both ends of z. */
export interface Overhang {
  readonly lower: OverhangAtEnd;
  readonly upper: OverhangAtEnd;
  /** Turn of each column of the cathode, and its angle from x to y, 0 … 2π. */
  readonly turn: Float32Array<ArrayBuffer>;
  readonly theta: Float32Array<ArrayBuffer>;
}

/**
 * 95 % of the sum of two errors that are uniform in ± half a step each lie within so many steps:
 * along a straight end the rounding of both ends is everywhere the same.
 */
export const ROUNDING = 0.78;

/** Blocks along the sheet for the interval of the mean. */
const BLOCKS = 24;

/**
 * The first and the last row of a column in which the sheet ends; NaN where the column was not
 * seen, or reaches the first or the last row, where the volume may cut it off. A row counts where
 * the next one inwards was seen too, so that a single false cell beyond the end is none.
 */
function endsOf({ columns, rows, middle }: WindingsData): readonly [Float64Array, Float64Array] {
  const ends = [new Float64Array(columns).fill(NaN), new Float64Array(columns).fill(NaN)] as const;
  for (let c = 0; c < columns; c += 1) {
    const seen = (row: number): boolean =>
      row >= 0 && row < rows && !Number.isNaN(middle[row * columns + c]!);
    let [first, last] = [0, rows - 1];
    while (first < rows && !(seen(first) && seen(first + 1))) first += 1;
    while (last >= 0 && !(seen(last) && seen(last - 1))) last -= 1;
    // An end lies midway between the last row that was seen and the next.
    if (first > 0 && first < rows) ends[0][c] = first - 0.5;
    if (last >= 0 && last < rows - 1) ends[1][c] = last + 0.5;
  }
  return ends;
}

/**
 * Statistics of overhangs, NaN where one is not known, in their order along an end. `rounding` is
 * added to both sides of the mean's interval: what all of them may be off by alike.
 */
export function endStatistics(
  overhang: Float32Array,
  tolerance: number,
  rounding = 0,
): EndStatistics {
  const sums = new Float64Array(BLOCKS);
  const counts = new Float64Array(BLOCKS);
  let [count, sum, min, below] = [0, 0, Infinity, 0];
  overhang.forEach((value, c) => {
    if (Number.isNaN(value)) return;
    const block = Math.floor((BLOCKS * c) / overhang.length);
    sums[block]! += value;
    counts[block]! += 1;
    count += 1;
    sum += value;
    min = Math.min(min, value);
    if (value < tolerance) below += 1;
  });
  const unseen = 1 - count / overhang.length;
  if (count === 0) {
    const none = { min: NaN, mean: NaN, low: NaN, high: NaN, std: NaN, below: NaN };
    return { ...none, unseen };
  }
  const mean = sum / count;
  let squares = 0;
  for (const value of overhang) if (!Number.isNaN(value)) squares += (value - mean) ** 2;
  const [low, high] = blockInterval(sums, counts);
  const std = Math.sqrt(squares / count);
  return {
    ...{ min, mean, low: low - rounding, high: high + rounding },
    ...{ std, below: below / count, unseen },
  };
}

/**
 * How far the anode stands out beyond the cathode, for each column of the cathode, at both ends:
 * the less of what the two turns of the anode that face it, the nearest inwards and outwards at its
 * angle, stand out. Where there is one of them alone, by that one; where an end is cut off by the
 * table or was not seen, NaN. Both tables are of one volume; their angles in a turn may differ. An
 * end lies between rows, so that an overhang is right to one row.
 */
export function overhangOf(
  anode: WindingsData,
  cathode: WindingsData,
  { tolerance, smooth }: { tolerance: number; smooth: number },
): Overhang {
  const same =
    anode.unit === cathode.unit &&
    anode.handed === cathode.handed &&
    anode.axis.x.length === cathode.axis.x.length;
  if (!same)
    throw invalidArgument(
      'overhang',
      'cathode',
      'of another volume or unit, or wound the other way',
      'windings of the same volume as the anode',
    );
  const [anodeEnds, cathodeEnds] = [endsOf(anode), endsOf(cathode)];
  const [inner, outer] = [anode, cathode].map((each) => trackOf(each, smooth));
  const middleZ = cathode.firstZ + ((cathode.rows - 1) / 2) * cathode.stepZ;
  const [anodeLine, cathodeLine] = [lineAt(inner!, middleZ), lineAt(outer!, middleZ)];
  const radiusOf = (track: typeof inner, line: Float64Array, column: number): number => {
    const point = pointOf(track!, columnAt(track!, column), line);
    return Math.hypot(point.x, point.y);
  };
  const anodeRadii = Float64Array.from({ length: anode.columns }, (_, c) =>
    radiusOf(inner, anodeLine, c),
  );
  const out = [0, 1].map(() => new Float32Array(cathode.columns).fill(NaN));
  const turn = new Float32Array(cathode.columns);
  const theta = new Float32Array(cathode.columns);
  const zOf = ({ firstZ, stepZ }: WindingsData, row: number): number => firstZ + stepZ * row;
  for (let c = 0; c < cathode.columns; c += 1) {
    const turns = (cathode.firstColumn + c) / cathode.angles;
    turn[c] = Math.floor(turns);
    const part = turns - Math.floor(turns);
    theta[c] = 2 * Math.PI * (cathode.handed > 0 || part === 0 ? part : 1 - part);
    const radius = radiusOf(outer, cathodeLine, c);
    // The columns of the anode at this angle, from its first turn on.
    const first = Math.round(part * anode.angles) - anode.firstColumn;
    const start = first - Math.floor(first / anode.angles) * anode.angles;
    let [inside, outside] = [-1, -1];
    for (let a = start; a < anode.columns; a += anode.angles)
      if (anodeRadii[a]! < radius) inside = a;
      else if (outside < 0) outside = a;
    for (const end of [0, 1] as const) {
      const z = zOf(cathode, cathodeEnds[end][c]!);
      const beyond = [inside, outside]
        .filter((a) => a >= 0)
        .map((a) => (end === 0 ? -1 : 1) * (zOf(anode, anodeEnds[end][a]!) - z));
      // NaN where any of them is not known.
      if (beyond.length > 0) out[end]![c] = Math.min(...beyond);
    }
  }
  const rounding = (ROUNDING * (anode.stepZ + cathode.stepZ)) / 2;
  const [lower, upper] = out.map((overhang) => ({
    overhang,
    ...endStatistics(overhang, tolerance, rounding),
  }));
  return { lower: lower!, upper: upper!, turn, theta };
}

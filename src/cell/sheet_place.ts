// Places on a wound sheet: a point, the normal, the curvature.
import { lineOf, smoothSheet, valueOnLine, type Sheet } from './sheet.js';
import { sheetLength, type SheetLength } from './arc_length.js';
import type { RadiusAt } from './base_spiral.js';
import { angleOf } from './spiral_fit.js';
import type { WindingsData } from './windings_data.js';

/** A smooth sheet with its length. */
export interface Track {
  readonly sheet: Sheet;
  readonly length: SheetLength;
}

/** Where a column lies, whatever the height. */
export interface Column {
  readonly column: number;
  /** The fitted spiral there. */
  readonly spiral: RadiusAt;
  /** Of its angle. */
  readonly cosine: number;
  readonly sine: number;
  /** Growth of the length along the mean sheet by the column. */
  readonly speed: number;
}

/** A point of the sheet in a slice, relative to the axis. */
export interface SheetPoint {
  readonly x: number;
  readonly y: number;
  /** The normal in the slice, of length 1, outwards. */
  readonly normalX: number;
  readonly normalY: number;
  /** Length in the slice per length along the mean sheet. */
  readonly stretch: number;
  /** Curvature in the slice; > 0 where the centre lies inwards. */
  readonly curvature: number;
}

// Regions of one recipe ask for the same sheet again and again.
const held = new WeakMap<WindingsData, Map<number, Track>>();

/** The smooth sheet of windings; `smooth` is the standard deviation of its smoothing. */
export function trackOf(windings: WindingsData, smooth: number): Track {
  const known = held.get(windings) ?? new Map<number, Track>();
  held.set(windings, known);
  const found = known.get(smooth);
  if (found !== undefined) return found;
  const sheet = smoothSheet(windings, smooth);
  const track = { sheet, length: sheetLength(sheet) };
  known.set(smooth, track);
  return track;
}

/** What is known of a column, whole or not. */
export function columnAt({ sheet, length }: Track, column: number): Column {
  const angle = angleOf(sheet.windings, column);
  return {
    column,
    spiral: sheet.spiral.at(column),
    cosine: Math.cos(angle),
    sine: Math.sin(angle),
    speed: length.speedAt(column),
  };
}

/** The deviations at a height. */
export function lineAt({ sheet }: Track, z: number): Float64Array {
  const { firstZ, stepZ } = sheet.windings;
  return lineOf(sheet, (z - firstZ) / stepZ);
}

/** The point of a column on the line of a height. */
export function pointOf(
  { sheet: { turnOfColumn: turn, windings } }: Track,
  { column, spiral, cosine, sine, speed }: Column,
  line: Float64Array,
): SheetPoint {
  const more = valueOnLine(line, column);
  const r = spiral.radius + more.radius;
  const slope = (spiral.slope + more.slope) / turn;
  const bend = (spiral.bend + more.bend) / (turn * turn);
  const own = Math.hypot(r, slope);
  const [along, across] = [r / own, (windings.handed * slope) / own];
  return {
    x: r * cosine,
    y: r * sine,
    normalX: along * cosine + across * sine,
    normalY: along * sine - across * cosine,
    stretch: (own * turn) / speed,
    curvature: (r * r + 2 * slope * slope - r * bend) / (own * own * own),
  };
}

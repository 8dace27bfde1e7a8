// From places on a wound sheet to places in the cell and back, on the host.
import type { Vec3 } from '../recipe/geometry.js';
import { columnAt, lineAt, pointOf, type Track } from './sheet_place.js';
import { radiusAt } from './sheet.js';

/** Where slices lie along z. */
export interface Slices {
  readonly firstSlice: number;
  readonly sliceStep: number;
}

/** A place on the sheet and the turn and angle that it has. */
export interface SheetPlace {
  readonly s: number;
  readonly h: number;
  readonly z: number;
  readonly turn: number;
  readonly theta: number;
}

/** Newton's steps until a foot is met to the last digits. */
const MOST_STEPS = 50;
/** Part of a turn by which an angle may lie beyond an end of the sheet. */
const ANGLE_BEYOND = 32;
/** Columns that a step may go at most. */
const FARTHEST_STEP = 2;

/** The axis at a height: between slices on a straight line, beyond the ends as there. */
function axisAt(
  { sheet }: Track,
  { firstSlice, sliceStep }: Slices,
  z: number,
): readonly [number, number] {
  const { x, y } = sheet.windings.axis;
  const at = Math.min(x.length - 1, Math.max(0, (z - firstSlice) / sliceStep));
  const below = Math.min(Math.floor(at), Math.max(0, x.length - 2));
  const above = Math.min(below + 1, x.length - 1);
  const t = at - below;
  return [(1 - t) * x[below]! + t * x[above]!, (1 - t) * y[below]! + t * y[above]!];
}

/** The place in the cell of (s, h, z); NaN where s is not on the sheet. */
export function placeInCell(track: Track, slices: Slices, [s, h, z]: Vec3): Vec3 {
  if (!(s >= 0 && s <= track.length.total)) return [NaN, NaN, NaN];
  const column = columnAt(track, track.length.columnAt(s));
  const { x, y, normalX, normalY } = pointOf(track, column, lineAt(track, z));
  const [ax, ay] = axisAt(track, slices, z);
  return [ax + x + h * normalX, ay + y + h * normalY, z];
}

/**
 * The place on the sheet of a place in the cell: the foot of the normal on the nearest turn. NaN
 * where that foot lies beyond an end of the sheet.
 */
export function placeOnSheet(track: Track, slices: Slices, [x, y, z]: Vec3): SheetPlace {
  const { sheet, length } = track;
  const { angles, firstColumn, columns, handed } = sheet.windings;
  const nowhere = { s: NaN, h: NaN, z, turn: NaN, theta: NaN };
  const [ax, ay] = axisAt(track, slices, z);
  const [px, py] = [x - ax, y - ay];
  const radius = Math.hypot(px, py);
  const line = lineAt(track, z);
  const part = (handed * Math.atan2(py, px)) / (2 * Math.PI);
  // The columns at this angle. The foot of a normal lies at another angle than the place, so that
  // it may be on the sheet where the angle is a little beyond an end.
  const beyond = angles / ANGLE_BEYOND;
  const any = part * angles - firstColumn;
  const first = any - Math.floor((any + beyond) / angles) * angles;
  let [nearest, least] = [NaN, Infinity];
  for (let column = first; column <= columns - 1 + beyond; column += angles) {
    const held = Math.min(columns - 1, Math.max(0, column));
    const off = Math.abs(radiusAt(sheet, line, held).radius - radius);
    if (off >= least) continue;
    [nearest, least] = [column, off];
  }
  if (Number.isNaN(nearest)) return nowhere;
  let column = Math.min(columns - 1, Math.max(0, nearest));
  let by = Infinity;
  for (let step = 0; step < MOST_STEPS && Math.abs(by) > 1e-11; step += 1) {
    const at = columnAt(track, column);
    const point = pointOf(track, at, line);
    const [dx, dy] = [px - point.x, py - point.y];
    // The tangent is across the normal, the way in which columns grow.
    const along = handed * (dy * point.normalX - dx * point.normalY);
    const out = dx * point.normalX + dy * point.normalY;
    const speed = point.stretch * at.speed * Math.max(0.1, 1 + point.curvature * out);
    by = Math.max(-FARTHEST_STEP, Math.min(FARTHEST_STEP, along / speed));
    const next = column + by;
    if (next < -1e-6 || next > columns - 1 + 1e-6) {
      // The foot lies beyond an end, unless a later step comes back.
      if (column === 0 || column === columns - 1) return nowhere;
    }
    column = Math.min(columns - 1, Math.max(0, next));
  }
  const point = pointOf(track, columnAt(track, column), line);
  const h = (px - point.x) * point.normalX + (py - point.y) * point.normalY;
  const turns = (firstColumn + column) / angles;
  const whole = Math.floor(turns);
  const own = turns - whole;
  return {
    s: length.lengthAt(column),
    h,
    z,
    turn: whole,
    theta: 2 * Math.PI * (handed > 0 || own === 0 ? own : 1 - own),
  };
}

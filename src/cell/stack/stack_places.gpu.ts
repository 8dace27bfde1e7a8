import { implementOnHost } from '../../implement/index.js';
import { map3, type Vec3 } from '../../recipe/geometry.js';
import type { TableData } from '../../recipe/table_data.js';
import { placeColumns } from '../placed_tables.gpu.js';
import { checkSheet, flatPoint, flatSheet, normalOf, type FlatSheet } from './flat_sheet.js';
import { AXES } from './mask_columns.js';
import type { SheetsData } from './sheets_data.js';
import { placesInStack, placesOnSheets } from './stack_places.js';

/** Newton's steps until a foot is met to the last digits. */
const MOST_STEPS = 50;

/** The place in the cell of (u, h, v) of a sheet. */
export function placeInStack(surface: FlatSheet, [u, h, v]: Vec3): Vec3 {
  const point = flatPoint(surface, u, v);
  const normal = normalOf(point);
  const place = [u + h * normal[0], v + h * normal[1], point.height + h * normal[2]];
  const along = AXES[surface.data.axis];
  return map3((axis) => place[along.indexOf(axis)]!);
}

/** {@link placesInStack}, on the host. */
export const placesInStackOnHost = implementOnHost(
  placesInStack,
  ({ inputs: { sheets }, params: { places, sheet, smooth } }): TableData => {
    checkSheet('placesInStack', sheets, sheet);
    const surface = flatSheet(sheets, sheet, smooth);
    const found = places.map((place) => placeInStack(surface, place));
    return { rows: found.length, columns: placeColumns(found, sheets.unit) };
  },
);

/** The foot of the normal on a sheet: u, distance and v. */
function footOn(surface: FlatSheet, [pu, pv, height]: Vec3): Vec3 {
  let [u, v] = [pu, pv];
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const { slopeU, slopeV, bendUU, bendUV, bendVV, height: at } = flatPoint(surface, u, v);
    const up = height - at;
    // Half of the squared distance: its gradient is 0 at the foot.
    const [gu, gv] = [pu - u + up * slopeU, pv - v + up * slopeV];
    const [uu, uv, vv] = [
      1 + slopeU * slopeU - up * bendUU,
      slopeU * slopeV - up * bendUV,
      1 + slopeV * slopeV - up * bendVV,
    ];
    const determinant = Math.max(0.01, uu * vv - uv * uv);
    const [du, dv] = [(vv * gu - uv * gv) / determinant, (uu * gv - uv * gu) / determinant];
    [u, v] = [u + du, v + dv];
    if (Math.hypot(du, dv) < 1e-12 * (1 + Math.abs(u) + Math.abs(v))) break;
  }
  const point = flatPoint(surface, u, v);
  const normal = normalOf(point);
  const h = (pu - u) * normal[0] + (pv - v) * normal[1] + (height - point.height) * normal[2];
  return [u, h, v];
}

/** The sheet that is nearest along the axis. */
function nearestSheet(data: SheetsData, smooth: number, [u, v, height]: Vec3): FlatSheet {
  let [nearest, least] = [flatSheet(data, 0, smooth), Infinity];
  for (let sheet = 0; sheet < data.sheets; sheet += 1) {
    const surface = flatSheet(data, sheet, smooth);
    const off = Math.abs(flatPoint(surface, u, v).height - height);
    if (off < least) [nearest, least] = [surface, off];
  }
  return nearest;
}

const DESCRIPTIONS = {
  sheet: 'The sheet, from 0 at the lower end of the axis',
  u: 'Position along u',
  h: 'Distance from the sheet along its normal, upwards',
  v: 'Position along v',
} as const;

/** {@link placesOnSheets}, on the host. */
export const placesOnSheetsOnHost = implementOnHost(
  placesOnSheets,
  ({ inputs: { sheets }, params: { places, smooth } }): TableData => {
    const found = places.map((place) => {
      const [u, v, along] = AXES[sheets.axis].map((axis) => place[axis]!) as [
        number,
        number,
        number,
      ];
      const surface = nearestSheet(sheets, smooth, [u, v, along]);
      const foot = footOn(surface, [u, v, along]);
      return { sheet: surface.sheet, u: foot[0], h: foot[1], v: foot[2] };
    });
    return {
      rows: found.length,
      columns: Object.entries(DESCRIPTIONS).map(([name, description]) => ({
        ...{ name, unit: name === 'sheet' ? '' : sheets.unit, description },
        data: Float64Array.from(found, (place) => place[name as keyof typeof DESCRIPTIONS]),
      })),
    };
  },
);

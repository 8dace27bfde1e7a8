import { implementOnHost } from '../implement/index.js';
import type { TableData } from '../recipe/table_data.js';
import { placeInCell, placeOnSheet, type SheetPlace } from './back_mapping.js';
import { placeColumns } from './placed_tables.gpu.js';
import { trackOf } from './sheet_place.js';
import { placesInCell, placesOnSheet } from './sheet_places.js';

/** {@link placesInCell}, on the host. */
export const placesInCellOnHost = implementOnHost(
  placesInCell,
  ({ inputs: { windings }, params }): TableData => {
    const track = trackOf(windings, params.smooth);
    const found = params.places.map((place) => placeInCell(track, params, place));
    return { rows: found.length, columns: placeColumns(found, windings.unit) };
  },
);

const DESCRIPTIONS: Readonly<Record<keyof SheetPlace, string>> = {
  s: 'Length along the sheet',
  h: 'Distance from the sheet along its normal, outwards',
  z: 'Position along z',
  turn: 'Whole turns from the angle 0 below the first column',
  theta: 'Angle from x to y',
};

/** {@link placesOnSheet}, on the host. */
export const placesOnSheetOnHost = implementOnHost(
  placesOnSheet,
  ({ inputs: { windings }, params }): TableData => {
    const track = trackOf(windings, params.smooth);
    const found = params.places.map((place) => placeOnSheet(track, params, place));
    const units = { turn: '', theta: 'rad' } as Readonly<Record<string, string>>;
    return {
      rows: found.length,
      columns: Object.entries(DESCRIPTIONS).map(([name, description]) => ({
        ...{ name, unit: units[name] ?? windings.unit, description },
        data: Float64Array.from(found, (place) => place[name as keyof SheetPlace]),
      })),
    };
  },
);

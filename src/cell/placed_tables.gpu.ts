import { implementOnHost } from '../implement/index.js';
import { AXIS_INDEX, type Vec3 } from '../recipe/geometry.js';
import type { ColumnData, TableData } from '../recipe/table_data.js';
import { placeInCell } from './back_mapping.js';
import type { Delamination } from './delamination.js';
import { delaminationTable, placedInCell } from './placed_tables.js';
import { trackOf } from './sheet_place.js';

const AXES = ['x', 'y', 'z'] as const;

/** A column of numbers. */
export function column(
  name: string,
  unit: string,
  description: string,
  values: readonly number[],
): ColumnData {
  return { name, unit, description, data: Float64Array.from(values) };
}

/** The columns `x`, `y` and `z` of places. */
export function placeColumns(places: readonly Vec3[], unit: string): ColumnData[] {
  return AXES.map((name) =>
    column(
      name,
      unit,
      `Position in the cell along ${name}`,
      places.map((place) => place[AXIS_INDEX[name]]),
    ),
  );
}

/** The places that the columns `x`, `y` and `z` of a table are. */
export function placesOf({ columns, rows }: TableData): readonly Vec3[] {
  const of = (name: string) => columns.find((column) => column.name === name)!.data;
  const [x, y, z] = [of('x'), of('y'), of('z')];
  return Array.from({ length: rows }, (_, i): Vec3 => [x[i]!, y[i]!, z[i]!]);
}

/** A table with other columns in the place of `x`, `y` and `z`. */
export function withPlaces({ columns, rows }: TableData, places: readonly ColumnData[]): TableData {
  const isPlace = ({ name }: ColumnData): boolean => AXES.some((axis) => axis === name);
  const at = columns.findIndex(isPlace);
  const others = columns.filter((column) => !isPlace(column));
  return { rows, columns: others.toSpliced(at, 0, ...places) };
}

/** {@link placedInCell}, on the host. */
export const placedInCellOnHost = implementOnHost(
  placedInCell,
  ({ inputs: { windings, table }, params }): TableData => {
    const { angles, firstColumn, handed, unit } = windings;
    const track = trackOf(windings, params.smooth);
    const places = placesOf(table);
    const turns = places.map(([s]) => (firstColumn + track.length.columnAt(s)) / angles);
    const whole = turns.map(Math.floor);
    return withPlaces(table, [
      column('turn', '', 'whole turns from the angle 0 below the first column', whole),
      column(
        'theta',
        'rad',
        'angle from x to y',
        turns.map(
          (turn, i) => 2 * Math.PI * (handed > 0 ? turn - whole[i]! : Math.ceil(turn) - turn),
        ),
      ),
      column(
        's',
        unit,
        'length along the sheet',
        places.map(([s]) => s),
      ),
      column(
        'h',
        unit,
        'distance from the sheet along its normal, outwards',
        places.map(([, h]) => h),
      ),
      ...placeColumns(
        places.map((place) => placeInCell(track, params, place)),
        unit,
      ),
    ]);
  },
);

const MEASURES = {
  cells: [0, 'cells of the map of gaps'],
  area: [2, 'area of the sheet inside the gap'],
  openingMax: [1, 'how far the gap is wider than the median, most'],
  openingMean: [1, 'how far the gap is wider than the median, in the mean'],
} as const;

/** The columns of what was measured of gaps. */
export function gapColumns(
  objects: readonly Pick<Delamination, keyof typeof MEASURES>[],
  unit: string,
): ColumnData[] {
  return Object.entries(MEASURES).map(([name, [power, description]]) =>
    column(
      name,
      ['', unit, `${unit}²`][power]!,
      description,
      objects.map((object) => object[name as keyof typeof MEASURES]),
    ),
  );
}

/** {@link delaminationTable}, on the host. */
export const delaminationTableOnHost = implementOnHost(
  delaminationTable,
  ({ inputs: { windings, found }, params }): TableData => {
    const { angles, firstColumn, handed, unit } = windings;
    const track = trackOf(windings, params.smooth);
    const outwards = Math.abs(track.sheet.spiral.pitch) / 2;
    const places = found.objects.map(({ turn, theta, z }): Vec3 => {
      const part = theta / (2 * Math.PI);
      const at = angles * (turn + (handed > 0 || part === 0 ? part : 1 - part)) - firstColumn;
      return placeInCell(track, params, [track.length.lengthAt(at), outwards, z]);
    });
    const of = (name: 'turn' | 'theta'): number[] => found.objects.map((object) => object[name]);
    return {
      rows: found.objects.length,
      columns: [
        column('turn', '', 'turn of the sheet inside the gap', of('turn')),
        column('theta', 'rad', 'angle from x to y', of('theta')),
        ...placeColumns(places, unit),
        ...gapColumns(found.objects, unit),
      ],
    };
  },
);

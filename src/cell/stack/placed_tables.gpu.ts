import { implementOnHost } from '../../implement/index.js';
import type { TableData } from '../../recipe/table_data.js';
import { column, gapColumns, placeColumns, placesOf, withPlaces } from '../placed_tables.gpu.js';
import { checkSheet, fittedStack, flatSheet } from './flat_sheet.js';
import { placedInStack, stackDelaminationTable } from './placed_tables.js';
import { placeInStack } from './stack_places.gpu.js';

/** {@link placedInStack}, on the host. */
export const placedInStackOnHost = implementOnHost(
  placedInStack,
  ({ inputs: { sheets, table }, params: { sheet, smooth } }): TableData => {
    checkSheet('placedInStack', sheets, sheet);
    const { unit } = sheets;
    const surface = flatSheet(sheets, sheet, smooth);
    const places = placesOf(table);
    const of = (axis: 0 | 1 | 2): number[] => places.map((place) => place[axis]);
    return withPlaces(table, [
      column(
        'sheet',
        '',
        'from 0 at the lower end of the axis',
        places.map(() => sheet),
      ),
      column('u', unit, 'position along u', of(0)),
      column('h', unit, 'distance from the sheet along its normal, upwards', of(1)),
      column('v', unit, 'position along v', of(2)),
      ...placeColumns(
        places.map((place) => placeInStack(surface, place)),
        unit,
      ),
    ]);
  },
);

/** {@link stackDelaminationTable}, on the host. */
export const stackDelaminationTableOnHost = implementOnHost(
  stackDelaminationTable,
  ({ inputs: { sheets, found }, params: { smooth } }): TableData => {
    const { unit } = sheets;
    const { objects } = found;
    const upwards = fittedStack(sheets).fit.pitch.value / 2;
    const places = objects.map(({ sheet, u, v }) =>
      placeInStack(flatSheet(sheets, sheet, smooth), [u, upwards, v]),
    );
    const of = (name: 'sheet' | 'u' | 'v'): number[] => objects.map((object) => object[name]);
    return {
      rows: objects.length,
      columns: [
        column('sheet', '', 'the sheet below the gap', of('sheet')),
        column('u', unit, 'position along u', of('u')),
        column('v', unit, 'position along v', of('v')),
        ...placeColumns(places, unit),
        ...gapColumns(objects, unit),
      ],
    };
  },
);

// The header and the rows of a table.
import { html } from 'lit';
import type { Column } from 'voxmetry';
import { language } from '../language.js';
import { cellText, type CellForm } from '../numbers/cell_format.js';
import type { RowSort } from '../numbers/rows.js';
import { HEADER, type ActiveCell } from './table_keys.js';

/** A column and how its numbers are written. */
export interface ShownColumn extends Column {
  readonly form: CellForm;
}

/** Rows whose numbers say how wide a column is. */
const MEASURED_ROWS = 200;

const ARROWS = { none: '', ascending: '▲', descending: '▼' } as const;

/** The id of a cell. */
export function cellId({ place, column }: ActiveCell): string {
  return `${place}-${column}`;
}

/** The header of a column; a click sorts by it. */
export function headerCell(
  { name, unit, description }: ShownColumn,
  column: number,
  sort: RowSort | null,
  active: ActiveCell,
  choose: () => void,
): unknown {
  const direction = sort?.column === name ? sort.direction : 'none';
  const isActive = active.place === HEADER && active.column === column;
  return html`<div
    role="columnheader"
    id=${cellId({ place: HEADER, column })}
    class=${isActive ? 'active' : ''}
    aria-colindex=${column + 1}
    aria-sort=${direction}
    title=${description}
    @click=${choose}
  >
    <span class="arrow" aria-hidden="true">${ARROWS[direction]}</span> ${name}
    <small>${unit}</small>
  </div>`;
}

/** The cells of a row. */
export function rowCells(
  row: number,
  place: number,
  columns: readonly ShownColumn[],
  active: ActiveCell,
): unknown {
  return columns.map(({ data, form }, column) => {
    const value = data[row]!;
    const missing = Number.isNaN(value) ? 'missing' : '';
    const isActive = place === active.place && column === active.column;
    return html`<div
      role="gridcell"
      id=${cellId({ place, column })}
      class="${missing} ${isActive ? 'active' : ''}"
      aria-colindex=${column + 1}
    >
      ${cellText(value, form, language())}
    </div>`;
  });
}

/** Characters that a column takes, with its padding. */
export function columnWidth({ name, unit, data, form }: ShownColumn): number {
  let most = Math.max(name.length + 2, unit.length);
  const step = Math.max(1, Math.floor(data.length / MEASURED_ROWS));
  for (let row = 0; row < data.length; row += step)
    most = Math.max(most, cellText(data[row]!, form, language()).length);
  return most + 4;
}

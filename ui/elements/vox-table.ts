import { html, nothing } from 'lit';
import type { Column, ColumnData, IdSet, Table } from 'voxmetry';
import { IdSet as Ids } from 'voxmetry';
import { define, look, VoxElement } from '../element.js';
import { formatNumber, text } from '../language.js';
import { cellForm, type CellForm } from '../numbers/cell_format.js';
import { delimited } from '../numbers/delimited.js';
import { idSetOf, idsOf, rowNumbers } from '../numbers/row_ids.js';
import { rowWindow, scrollToRow, type RowList } from '../numbers/row_window.js';
import {
  rowsOfIds,
  rowsWithin,
  sortRows,
  type ColumnRange,
  type RowSort,
} from '../numbers/rows.js';
import { Link } from '../session/link.js';
import { fill } from '../strings.js';
import { saveFile } from './save_file.js';
import { cellId, columnWidth, headerCell, rowCells, type ShownColumn } from './table_cells.js';
import { HEADER, movedBy, type ActiveCell } from './table_keys.js';
import { choiceAt, type Held } from './row_selection.js';
import { columnsPanel, filtersPanel } from './table_panels.js';
import { tableStyle } from './table_style.js';

/** What `vox-export` carries. */
export interface TableExport {
  readonly columns: readonly Column[];
  /** Rows of the table, in the order shown. */
  readonly rows: Uint32Array;
  /** The CSV of these columns and rows, with points. */
  readonly csv: string;
}

/**
 * A table of objects, with as many rows as there are: only those in view are made. Sort by a click
 * on a header, filter by ranges, choose columns, copy, save. Rows and objects are chosen together
 * by the {@link Link}: what is chosen in a view or a plot is chosen here, and scrolled to.
 *
 * @fires vox-select - The user has chosen other rows. `{ ids }`, an IdSet or null.
 * @fires vox-sort - `detail`: the {@link RowSort}, or null for the table's own order.
 * @fires vox-filter - `detail`: the list of {@link ColumnRange}.
 * @fires vox-columns - `detail`: the names of the columns shown, or null for all.
 * @fires vox-export - The CSV is wanted; `detail`: a {@link TableExport}. The element saves it as a
 * file, unless the event is prevented.
 * @example
 * ```ts no-run
 * import { openLab } from 'voxmetry';
 * import 'voxmetry/ui';
 * const lab = await openLab();
 * const scan = await lab.open(await (await fetch('cathode.tif')).blob());
 * const rows = document.body.appendChild(document.createElement('vox-table'));
 * rows.table = await scan.otsu().separate().measure();
 * ```
 */
export class VoxTable extends VoxElement {
  /** @internal */
  static readonly properties = {
    table: { attribute: false },
    link: { attribute: false },
    columns: { attribute: false },
    sort: { attribute: false },
    filters: { attribute: false },
    onlySelected: { type: Boolean, attribute: 'only-selected' },
    idColumn: { attribute: 'id-column' },
    label: {},
  };
  /** @internal */
  static readonly styles = [look, tableStyle];

  /** What is shown; null for nothing. Default null. */
  declare table: Table | null;
  /** What is shared with views and plots. Default: one of its own. */
  declare link: Link;
  /** Names of the columns that are shown, in this order; null for all. Default null. */
  declare columns: readonly string[] | null;
  /** The column that rows are sorted by; null for the table's own order. Default null. */
  declare sort: RowSort | null;
  /** Only rows within all these closed intervals are shown. Default []. */
  declare filters: readonly ColumnRange[];
  /** Whether only chosen rows are shown. Default false. */
  declare onlySelected: boolean;
  /**
   * The column with the ids of the objects. A table without it keeps its choice to itself, by the
   * numbers of its rows from 0 on. Default 'label'.
   */
  declare idColumn: string;
  /** What the table is called for screen readers. Default 'Table', in the language. */
  declare label: string;

  readonly #own = new Link();
  #ids: ColumnData | null = null;
  #numbers: ColumnData = new Uint32Array(0);
  #forms = new Map<string, CellForm>();
  #order = new Uint32Array(0);
  #orderOf: readonly unknown[] = [];
  /** The set that the last drawing showed, and whether it came from here. */
  #shown: IdSet | null = null;
  #mine: IdSet | null = null;
  #anchor = 0;
  #active: ActiveCell = { place: HEADER, column: 0 };
  #panel: 'columns' | 'filters' | null = null;
  #message = '';
  #rowHeight = 28;
  #scrolled = { top: 0, height: 400 };
  #resized: ResizeObserver | undefined;

  constructor() {
    super();
    this.table = null;
    this.link = this.#own;
    this.columns = null;
    this.sort = null;
    this.filters = [];
    this.onlySelected = false;
    this.idColumn = 'label';
    this.label = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resized = new ResizeObserver(() => {
      this.#look();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized?.disconnect();
  }

  /** The ids of the chosen objects; null where none is chosen. */
  get selected(): IdSet | null {
    return this.#shared.selected.value;
  }

  /** Chooses objects by their ids. */
  set selected(ids: IdSet | null) {
    this.#shared.selected.value = ids;
  }

  /** Rows of the table in the order shown. */
  get rows(): Uint32Array {
    return this.#order;
  }

  /** The columns that are shown. */
  get shownColumns(): readonly Column[] {
    const all = this.table?.columns ?? [];
    if (this.columns === null) return all;
    return this.columns.flatMap((name) => all.filter((column) => column.name === name));
  }

  get #columns(): ShownColumn[] {
    return this.shownColumns.map((column) => ({
      ...column,
      form: this.#forms.get(column.name) ?? 'whole',
    }));
  }

  /** The chosen rows as text with tabs and points, for spreadsheets; '' where none is shown. */
  selectedText(): string {
    const rows = this.#chosenRows();
    return rows.length === 0 ? '' : delimited(this.shownColumns, rows, '\t');
  }

  /** The choice: the page's, where rows have ids that it knows. */
  get #shared(): Link {
    return this.#ids === null ? this.#own : this.link;
  }

  get #idOf(): ColumnData {
    return this.#ids ?? this.#numbers;
  }

  #chosenRows(): Uint32Array {
    return this.selected === null
      ? new Uint32Array(0)
      : rowsOfIds(this.#order, this.#idOf, this.selected);
  }

  /** @internal */
  protected override willUpdate(changed: ReadonlyMap<PropertyKey, unknown>): void {
    const { table } = this;
    if (changed.has('table') || changed.has('idColumn')) {
      this.#ids = table === null ? null : idsOf(table, this.idColumn);
      this.#numbers = table === null || this.#ids !== null ? new Uint32Array(0) : rowNumbers(table);
      if (changed.has('table')) {
        this.#forms = new Map(table?.columns.map(({ name, data }) => [name, cellForm(data)]));
        this.#active = { place: table?.length ? 0 : HEADER, column: 0 };
        this.#anchor = 0;
      }
    }
  }

  /** Orders rows anew where something of it has changed; only what is drawn may read signals. */
  #arrange(): void {
    const { table, filters, sort, onlySelected } = this;
    const chosen = this.selected;
    const by = [table, filters, sort, onlySelected ? chosen : null, onlySelected, this.#ids];
    if (by.every((value, i) => value === this.#orderOf[i]) && this.#orderOf.length > 0) return;
    this.#orderOf = by;
    if (table === null) {
      this.#order = new Uint32Array(0);
      return;
    }
    let rows = rowsWithin(table, filters);
    if (onlySelected)
      rows = chosen === null ? new Uint32Array(0) : rowsOfIds(rows, this.#idOf, chosen);
    if (sort !== null) rows = sortRows(rows, table.column(sort.column), sort.direction);
    this.#order = rows;
    const last = rows.length - 1;
    this.#anchor = Math.max(0, Math.min(this.#anchor, last));
    if (this.#active.place > last) this.#active = { ...this.#active, place: last };
  }

  /** @internal */
  protected override render(): unknown {
    const { table } = this;
    const strings = text();
    const chosen = this.selected;
    this.#arrange();
    if (table === null) return html`<p class="empty soft">${strings.noTable}</p>`;
    return html`${this.#bar(table, chosen)} ${this.#openPanel(table)}
      <div
        class="scroll"
        @scroll=${() => {
          this.#look();
        }}
      >
        ${this.#grid(chosen)}
        ${this.#order.length === 0 ? html`<p class="empty soft">${strings.noRows}</p>` : nothing}
      </div>
      <span class="unseen" role="status">${this.#message}</span>`;
  }

  #bar(table: Table, chosen: IdSet | null): unknown {
    const strings = text();
    const [shown, rows] = [this.#order.length, table.length];
    const count = fill(shown === rows ? strings.rowsAll : strings.rowsSome, {
      shown: formatNumber(shown, {}),
      rows: formatNumber(rows, {}),
    });
    const toggle = (panel: 'columns' | 'filters', name: string): unknown =>
      html`<button
        aria-expanded=${this.#panel === panel}
        @click=${() => {
          this.#panel = this.#panel === panel ? null : panel;
          this.requestUpdate();
        }}
      >
        ${name}
      </button>`;
    return html`<div class="bar">
      <span class="count" role="status"
        >${count}${
          chosen === null
            ? ''
            : html`<span class="soft">
                · ${fill(strings.chosenCount, { count: formatNumber(chosen.size, {}) })}</span
              >`
        }</span
      >
      ${toggle('columns', strings.columns)} ${toggle('filters', strings.filters)}
      <button
        aria-pressed=${this.onlySelected}
        @click=${() => {
          this.onlySelected = !this.onlySelected;
        }}
      >
        ${strings.onlySelected}
      </button>
      <button
        ?disabled=${chosen === null}
        @click=${() => {
          void this.#copy();
        }}
      >
        ${strings.copy}
      </button>
      <button
        @click=${() => {
          this.#export();
        }}
      >
        ${strings.saveCsv}
      </button>
    </div>`;
  }

  #openPanel(table: Table): unknown {
    if (this.#panel === 'columns')
      return columnsPanel(table.columns, this.columns, (columns) => {
        this.columns = columns;
        this.emit('vox-columns', columns);
      });
    if (this.#panel === 'filters')
      return filtersPanel(table.columns, this.filters, (filters) => {
        this.filters = filters;
        this.emit('vox-filter', filters);
      });
    return nothing;
  }

  get #list(): RowList {
    return {
      rows: this.#order.length,
      rowHeight: this.#rowHeight,
      viewHeight: this.#scrolled.height,
    };
  }

  #grid(chosen: IdSet | null): unknown {
    const columns = this.#columns;
    const { first, end } = rowWindow(this.#list, this.#scrolled.top);
    const hovered = this.#shared.hovered.value;
    const { place } = this.#active;
    const inView = place === HEADER || (place >= first && place < end);
    const rows: unknown[] = [];
    for (let i = first; i < end; i += 1) rows.push(this.#row(i, columns, chosen, hovered));
    return html`<div
      class="grid"
      role="grid"
      tabindex="0"
      aria-label=${this.label === '' ? text().table : this.label}
      aria-multiselectable="true"
      aria-rowcount=${this.#order.length + 1}
      aria-colcount=${columns.length}
      aria-activedescendant=${inView && columns.length > 0 ? cellId(this.#active) : nothing}
      @keydown=${(event: KeyboardEvent) => {
        this.#key(event);
      }}
      @copy=${(event: ClipboardEvent) => {
        this.#copyInto(event);
      }}
    >
      <div class="head" role="rowgroup">
        <div role="row" aria-rowindex="1">
          ${columns.map((column, i) =>
            headerCell(column, i, this.sort, this.#active, () => {
              this.#active = { place: HEADER, column: i };
              this.#sortBy(column.name);
            }),
          )}
        </div>
      </div>
      <div
        class="body"
        role="rowgroup"
        @pointerleave=${() => {
          this.#shared.hovered.value = null;
        }}
      >
        ${rows}
      </div>
    </div>`;
  }

  #row(
    place: number,
    columns: readonly ShownColumn[],
    chosen: IdSet | null,
    hovered: number | null,
  ): unknown {
    const row = this.#order[place]!;
    const id = this.#idOf[row]!;
    return html`<div
      role="row"
      class=${id === hovered ? 'hovered' : ''}
      aria-rowindex=${place + 2}
      aria-selected=${chosen?.has(id) ?? false}
      @click=${(event: MouseEvent) => {
        this.#choose(place, heldOf(event));
      }}
      @pointerenter=${() => {
        this.#shared.hovered.value = id;
      }}
    >
      ${rowCells(row, place, columns, this.#active)}
    </div>`;
  }

  /** @internal */
  protected override updated(): void {
    const scroller = this.renderRoot.querySelector<HTMLElement>('.scroll');
    if (scroller === null) return;
    this.#resized?.observe(scroller);
    // By the object model: a policy for styles refuses them in attributes.
    const body = scroller.querySelector<HTMLElement>('.body')!;
    const { top, height } = rowWindow(this.#list, this.#scrolled.top);
    body.style.height = `${height}px`;
    body.style.paddingTop = `${top}px`;
    const grid = scroller.querySelector<HTMLElement>('.grid')!;
    const widths = this.#columns.map((column) => `${columnWidth(column)}ch`).join(' ');
    if (grid.style.getPropertyValue('--_columns') !== widths)
      grid.style.setProperty('--_columns', widths);
    this.#look();
    this.#follow();
  }

  /** Takes in how far it has scrolled and how tall it is. */
  #look(): void {
    const scroller = this.renderRoot.querySelector<HTMLElement>('.scroll');
    if (scroller === null) return;
    const head = scroller.querySelector<HTMLElement>('.head')?.offsetHeight ?? 0;
    const row = scroller.querySelector<HTMLElement>('.body [role=row]')?.offsetHeight;
    const height = Math.max(0, scroller.clientHeight - head);
    const top = scroller.scrollTop;
    const before = this.#scrolled;
    const taller = row !== undefined && row > 0 && row !== this.#rowHeight;
    if (taller) this.#rowHeight = row;
    if (!taller && before.top === top && before.height === height) return;
    this.#scrolled = { top, height };
    this.requestUpdate();
  }

  /** Scrolls to what was chosen elsewhere, unless some of it is in view. */
  #follow(): void {
    const chosen = this.selected;
    if (chosen === this.#shown) return;
    this.#shown = chosen;
    if (chosen === null || chosen === this.#mine) return;
    const first = this.#order.findIndex((row) => chosen.has(this.#idOf[row]!));
    if (first < 0) return;
    this.#active = { ...this.#active, place: first };
    this.#anchor = first;
    this.#scrollTo(first);
    this.requestUpdate();
  }

  #scrollTo(place: number): void {
    const scroller = this.renderRoot.querySelector<HTMLElement>('.scroll');
    if (scroller !== null && place >= 0)
      scroller.scrollTop = scrollToRow(this.#list, place, scroller.scrollTop);
  }

  #sortBy(column: string): void {
    const direction = this.sort?.column === column ? this.sort.direction : undefined;
    if (direction === 'descending') this.sort = null;
    else this.sort = { column, direction: direction === undefined ? 'ascending' : 'descending' };
    this.emit('vox-sort', this.sort);
  }

  #choose(place: number, held: Held): void {
    const chosen = this.selected;
    const isChosen = chosen?.has(this.#idOf[this.#order[place]!]!) ?? false;
    const { places, keep, remove } = choiceAt(place, this.#anchor, held, isChosen);
    if (!held.range) this.#anchor = place;
    this.#active = { ...this.#active, place };
    const ids = Array.from(places, (p) => this.#idOf[this.#order[p]!]!);
    const base = keep && chosen !== null ? chosen : Ids.of([]);
    this.#set(remove ? base.without(ids) : base.with(ids));
  }

  /** Chooses as the user wants it. */
  #set(ids: IdSet | null): void {
    this.#mine = ids === null || ids.size === 0 ? null : ids;
    this.selected = this.#mine;
    this.requestUpdate();
    this.emit('vox-select', { ids: this.#mine });
  }

  #key(event: KeyboardEvent): void {
    const { key, shiftKey } = event;
    const command = event.ctrlKey || event.metaKey;
    const { place, column } = this.#active;
    const to = movedBy(key, command, this.#active, {
      rows: this.#order.length,
      columns: this.shownColumns.length,
      page: Math.max(1, Math.floor(this.#scrolled.height / this.#rowHeight) - 1),
    });
    if (to !== undefined) {
      this.#active = to;
      if (shiftKey && to.place !== place && to.place !== HEADER)
        this.#choose(to.place, { range: true, toggle: command });
      this.#scrollTo(to.place);
      this.#scrollAcross();
      this.requestUpdate();
    } else if (key === ' ' || key === 'Enter') {
      if (place === HEADER) this.#sortBy(this.shownColumns[column]!.name);
      else this.#choose(place, { toggle: key === ' ' && !shiftKey, range: shiftKey });
    } else if (key === 'Escape' && this.selected !== null) this.#set(null);
    else if (key === 'a' && command) this.#set(idSetOf(this.#order, this.#idOf));
    else return;
    event.preventDefault();
  }

  /** Brings the column of the active cell into view, beside the first, which stays. */
  #scrollAcross(): void {
    const scroller = this.renderRoot.querySelector<HTMLElement>('.scroll')!;
    const heads = scroller.querySelectorAll<HTMLElement>('[role=columnheader]');
    const cell = heads[this.#active.column];
    if (cell === undefined || this.#active.column === 0) {
      scroller.scrollLeft = 0;
      return;
    }
    const left = cell.offsetLeft - heads[0]!.offsetWidth;
    const right = cell.offsetLeft + cell.offsetWidth - scroller.clientWidth;
    scroller.scrollLeft = Math.max(Math.min(scroller.scrollLeft, left), right);
  }

  #copyInto(event: ClipboardEvent): void {
    const written = this.selectedText();
    if (written === '' || event.clipboardData === null) return;
    event.clipboardData.setData('text/plain', written);
    event.preventDefault();
    this.#say(fill(text().copied, { rows: formatNumber(this.#chosenRows().length, {}) }));
  }

  async #copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.selectedText());
      this.#say(fill(text().copied, { rows: formatNumber(this.#chosenRows().length, {}) }));
    } catch {
      this.#say(text().copyRefused);
    }
  }

  #say(message: string): void {
    this.#message = message;
    this.requestUpdate();
  }

  #export(): void {
    const [columns, rows] = [this.shownColumns, this.#order];
    const detail: TableExport = { columns, rows, csv: delimited(columns, rows, ',') };
    const options = { detail, bubbles: true, composed: true, cancelable: true };
    if (this.dispatchEvent(new CustomEvent('vox-export', options)))
      saveFile(detail.csv, 'table.csv', 'text/csv');
  }
}

function heldOf(event: MouseEvent): Held {
  return { toggle: event.ctrlKey || event.metaKey, range: event.shiftKey };
}

define('vox-table', VoxTable);

declare global {
  interface HTMLElementTagNameMap {
    'vox-table': VoxTable;
  }
}

import { html, nothing } from 'lit';
import type { ColumnData, IdSet, Table } from 'voxmetry';
import { define, look, VoxElement } from '../element.js';
import { formatNumber, text } from '../language.js';
import { MOST_DOTS, MOST_GROUPS, roundedTo, summaryOf } from '../numbers/plot_counts.js';
import { idSetOf, idsOf, rowNumbers } from '../numbers/row_ids.js';
import { rowsOfIds, rowsWithin } from '../numbers/rows.js';
import { Link } from '../session/link.js';
import { fill } from '../strings.js';
import { choiceOf, intervalFields, tickOf, type Interval } from './plot_controls.js';
import type { DrawnAxis, DrawnPlot, PlotBand, PlotKind } from './plot_drawing.js';
import { plotStyle } from './plot_style.js';

/** What is chosen in a plot: closed intervals of its columns. */
export interface PlotBrush {
  readonly x: Interval | null;
  /** Of scatter plots alone. */
  readonly y: Interval | null;
}

/** What `vox-brush` carries. */
export interface BrushChange extends PlotBrush {
  /** The ids of the objects within; null where nothing is chosen. */
  readonly ids: IdSet | null;
  /** False while the pointer is down, true at the end. */
  readonly final: boolean;
}

/** Pixels that a pointer moves before it draws a window. */
const LEAST_DRAG = 4;

/**
 * A plot of the columns of a table: histogram, cumulative, scatter of two columns, or quantiles by
 * group. A window drawn with the pointer, or typed into its fields, chooses exactly the objects
 * whose values lie in the closed intervals; the {@link Link} shows them in views and tables, and
 * what is chosen there is marked here.
 *
 * Counts and choices are of all rows, whatever is drawn: above 5,000 objects a scatter plot has
 * cells, the stronger in colour, the more objects they hold. Observable Plot is loaded with the
 * first plot.
 *
 * @fires vox-brush - Objects are chosen: a {@link BrushChange}.
 * @fires vox-plot - The user has chosen another kind or column.
 * @example
 * ```ts no-run
 * import { openLab } from 'voxmetry';
 * import 'voxmetry/ui';
 * const lab = await openLab();
 * const scan = await lab.open(await (await fetch('cathode.tif')).blob());
 * const plot = document.body.appendChild(document.createElement('vox-plot'));
 * plot.table = await scan.otsu().separate().measure();
 * plot.x = 'equivalentDiameter';
 * ```
 */
export class VoxPlot extends VoxElement {
  /** @internal */
  static readonly properties = {
    table: { attribute: false },
    link: { attribute: false },
    kind: {},
    x: {},
    y: {},
    weight: {},
    group: {},
    logX: { type: Boolean, attribute: 'log-x' },
    logY: { type: Boolean, attribute: 'log-y' },
    bins: { type: Number },
    bands: { attribute: false },
    brush: { attribute: false },
    idColumn: { attribute: 'id-column' },
  };
  /** @internal */
  static readonly styles = [look, plotStyle];

  /** Whose columns are shown; null for nothing. Default null. */
  declare table: Table | null;
  /** What is shared with views and tables. Default: one of its own. */
  declare link: Link;
  /** Default 'histogram'. */
  declare kind: PlotKind;
  /** The column along x. Default: the first that holds no ids. */
  declare x: string | null;
  /** The column along y, of scatter plots. Default: the one behind that of x. */
  declare y: string | null;
  /** What each object counts in histograms and cumulative plots, such as 'volume'. Default: 1. */
  declare weight: string | null;
  /** The column whose values are the groups of quantiles; at most 40. Default: one group. */
  declare group: string | null;
  /** Whether the axis is logarithmic; values that are not positive are left out. Default false. */
  declare logX: boolean;
  /** The same for y, of scatter plots and histograms. Default false. */
  declare logY: boolean;
  /** Bins of the histogram; null for those of Freedman and Diaconis, at most 120. Default null. */
  declare bins: number | null;
  /** Bands across the plot, such as an interval. Default []. */
  declare bands: readonly PlotBand[];
  /** The intervals that are chosen; null for none. Default null. */
  declare brush: PlotBrush | null;
  /** The column with the ids of the objects, as of `vox-table`. Default 'label'. */
  declare idColumn: string;

  readonly #own = new Link();
  #ids: ColumnData | null = null;
  #numbers: ColumnData = new Uint32Array(0);
  #plot: DrawnPlot | null = null;
  /** What the drawing was made of; another one is made where it differs. */
  #drawnOf: readonly unknown[] = [];
  #drawn: Promise<void> = Promise.resolve();
  #error = '';
  #rows = new Uint32Array(0);
  #chosen: Uint32Array | null = null;
  #mine: IdSet | null = null;
  #start: readonly [x: number, y: number] | null = null;
  #size: readonly [width: number, height: number] = [0, 0];
  #resized: ResizeObserver | undefined;

  constructor() {
    super();
    this.table = null;
    this.link = this.#own;
    this.kind = 'histogram';
    this.x = null;
    this.y = null;
    this.weight = null;
    this.group = null;
    this.logX = false;
    this.logY = false;
    this.bins = null;
    this.bands = [];
    this.brush = null;
    this.idColumn = 'label';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resized = new ResizeObserver(() => {
      this.requestUpdate();
    });
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized?.disconnect();
  }

  /** Resolves when what is set is drawn. */
  get drawn(): Promise<void> {
    return this.updateComplete.then(() => this.#drawn);
  }

  get #shared(): Link {
    return this.#ids === null ? this.#own : this.link;
  }

  /** The brush, while what it has chosen is what is chosen. */
  get #ownBrush(): PlotBrush | null {
    return this.#shared.selected.value === this.#mine ? this.brush : null;
  }

  get #idOf(): ColumnData {
    return this.#ids ?? this.#numbers;
  }

  /** The columns that are plotted. */
  get #columns(): { x: string; y: string } {
    const names = this.table!.columnNames.filter((name) => name !== this.idColumn);
    const x = this.x ?? names[0] ?? this.idColumn;
    return { x, y: this.y ?? names[names.indexOf(x) + 1] ?? x };
  }

  /** @internal */
  protected override willUpdate(changed: ReadonlyMap<PropertyKey, unknown>): void {
    const { table } = this;
    if (changed.has('table') || changed.has('idColumn')) {
      this.#ids = table === null ? null : idsOf(table, this.idColumn);
      this.#numbers = table === null || this.#ids !== null ? new Uint32Array(0) : rowNumbers(table);
    }
    if (changed.has('brush') && this.brush !== null && table !== null) this.#choose();
  }

  /** Rows with values along the axes; along logarithmic ones these are positive. */
  #shownRows(table: Table): Uint32Array<ArrayBuffer> {
    const { x, y } = this.#columns;
    const [isScatter, isBox] = [this.kind === 'scatter', this.kind === 'box'];
    const least = (log: boolean): number => (log ? Number.MIN_VALUE : -Number.MAX_VALUE);
    const bounded = (column: string, log: boolean) => ({
      ...{ column, min: least(log), max: Number.MAX_VALUE },
    });
    return rowsWithin(table, [
      bounded(x, this.logX),
      ...(isScatter ? [bounded(y, this.logY)] : []),
      ...(isBox && this.group !== null ? [bounded(this.group, false)] : []),
    ]);
  }

  /** @internal */
  protected override render(): unknown {
    const { table } = this;
    const strings = text();
    if (table === null) return html`<p class="soft">${strings.noTable}</p>`;
    const { kind, group, logX, logY, weight, bins, bands } = this;
    const { x, y } = this.#columns;
    const selected = this.#shared.selected.value;
    this.#rows = this.#shownRows(table);
    this.#chosen = selected === null ? null : rowsOfIds(this.#rows, this.#idOf, selected);
    this.#error = this.#refusal(table);
    const of = [table, kind, group, logX, logY, weight, bins, bands, x, y, selected, strings];
    if (of.some((value, i) => value !== this.#drawnOf[i])) this.#drawnOf = of;
    const words = this.#words(table, x);
    return html`<div class="controls">${this.#controls(table)}</div>
      <div
        class="figure"
        role="img"
        aria-label=${`${this.#kindName(kind)} ${this.#title(table)}. ${words}`}
        @pointerdown=${(event: PointerEvent) => {
          this.#press(event);
        }}
        @pointermove=${(event: PointerEvent) => {
          if (this.#start !== null) this.#sweep(event, false);
        }}
        @pointerup=${(event: PointerEvent) => {
          if (this.#start !== null) this.#sweep(event, true);
          this.#start = null;
        }}
        @pointercancel=${() => {
          this.#start = null;
        }}
      >
        ${this.#error === '' ? nothing : html`<p class="soft">${this.#error}</p>`}
        <div class="window" hidden></div>
      </div>
      <div class="brush">
        <span class="words soft" role="status">${words}</span>
        ${intervalFields(kind === 'scatter' ? 'x' : '', x, this.#ownBrush?.x ?? null, (next) => {
          this.#brushed({ x: next, y: this.#ownBrush?.y ?? null });
        })}
        ${
          kind === 'scatter'
            ? intervalFields('y', y, this.#ownBrush?.y ?? null, (next) => {
                this.#brushed({ x: this.#ownBrush?.x ?? null, y: next });
              })
            : nothing
        }
        <button
          ?disabled=${selected === null}
          @click=${() => {
            this.#brushed(null);
          }}
        >
          ${strings.clear}
        </button>
      </div>`;
  }

  /** Why there is no plot; '' where there is one. */
  #refusal(table: Table): string {
    const strings = text();
    if (this.#rows.length === 0) return strings.noValuesHere;
    if (this.kind !== 'box' || this.group === null) return '';
    const data = table.column(this.group);
    const groups = new Set<number>();
    for (const row of this.#rows) {
      groups.add(data[row]!);
      if (groups.size > MOST_GROUPS) return fill(strings.tooManyGroups, { most: MOST_GROUPS });
    }
    return '';
  }

  #kindName(kind: PlotKind): string {
    const strings = text();
    return {
      histogram: strings.kindHistogram,
      cumulative: strings.kindCumulative,
      scatter: strings.kindScatter,
      box: strings.kindBox,
    }[kind];
  }

  #title(table: Table): string {
    const { x, y } = this.#columns;
    return this.kind === 'scatter'
      ? `${this.#named(table, x)}, ${this.#named(table, y)}`
      : this.#named(table, x);
  }

  /** A column with its unit. */
  #named(table: Table, name: string): string {
    const unit = table.columns.find((column) => column.name === name)?.unit ?? '';
    return unit === '' ? name : `${name} [${unit}]`;
  }

  /** The plot in words: number, median, range, and how many are chosen. */
  #words(table: Table, x: string): string {
    const strings = text();
    const { count, median, min, max } = summaryOf(this.#rows, table.column(x));
    const unit = table.columns.find((column) => column.name === x)?.unit ?? '';
    const left = table.length - this.#rows.length;
    const missing = rowsWithin(table, [{ column: x, min: -Infinity }]).length;
    const withUnit = (value: number): string => `${formatNumber(value)}${unit && ` ${unit}`}`;
    const parts = [fill(strings.objectCount, { count: formatNumber(count, {}) })];
    if (count > 0) {
      parts.push(fill(strings.medianIs, { value: withUnit(median) }));
      parts.push(fill(strings.rangeIs, { from: formatNumber(min), to: withUnit(max) }));
    }
    if (this.#chosen !== null)
      parts.push(fill(strings.chosenCount, { count: formatNumber(this.#chosen.length, {}) }));
    if (this.logX && left > table.length - missing)
      parts.push(
        fill(strings.notPositive, { count: formatNumber(left - table.length + missing, {}) }),
      );
    if (this.kind === 'box') parts.push(strings.boxWords);
    if (this.kind === 'scatter' && count > MOST_DOTS) parts.push(strings.cellWords);
    return parts.join(' · ');
  }

  #controls(table: Table): unknown {
    const strings = text();
    const { kind } = this;
    const { x, y } = this.#columns;
    const columns = table.columnNames.map((name) => [name, name] as const);
    const kinds = (['histogram', 'cumulative', 'scatter', 'box'] as const).map(
      (one) => [one, this.#kindName(one)] as const,
    );
    const set = (change: () => void): void => {
      change();
      this.emit('vox-plot');
    };
    const isWeighed = kind === 'histogram' || kind === 'cumulative';
    return html`${choiceOf(strings.kind, kind, kinds, (value) => {
      set(() => ([this.kind, this.brush] = [value as PlotKind, null]));
    })}
    ${choiceOf(strings.axisX, x, columns, (value) => {
      set(() => ([this.x, this.brush] = [value, null]));
    })}
    ${
      kind === 'scatter'
        ? choiceOf(strings.axisY, y, columns, (value) => {
            set(() => ([this.y, this.brush] = [value, null]));
          })
        : nothing
    }
    ${
      isWeighed
        ? choiceOf(strings.weightBy, this.weight, [['', strings.noWeight], ...columns], (value) => {
            set(() => (this.weight = value === '' ? null : value));
          })
        : nothing
    }
    ${
      kind === 'box'
        ? choiceOf(strings.groupBy, this.group, [['', strings.oneGroup], ...columns], (value) => {
            set(() => (this.group = value === '' ? null : value));
          })
        : nothing
    }
    ${tickOf(strings.logX, this.logX, (isOn) => {
      set(() => (this.logX = isOn));
    })}
    ${
      kind === 'scatter' || kind === 'histogram'
        ? tickOf(strings.logY, this.logY, (isOn) => {
            set(() => (this.logY = isOn));
          })
        : nothing
    }`;
  }

  /** @internal */
  protected override updated(): void {
    const figure = this.renderRoot.querySelector<HTMLElement>('.figure');
    if (figure === null) return;
    this.#resized?.observe(figure);
    const size = [figure.clientWidth, figure.clientHeight] as const;
    const isNew = this.#made !== this.#drawnOf;
    if (isNew || size.some((pixels, i) => pixels !== this.#size[i])) {
      this.#size = size;
      this.#drawn = this.#draw(figure, this.#drawnOf);
    }
    this.#placeWindow();
  }

  /** What the picture that is shown, or about to be, is made of. */
  #made: readonly unknown[] = [];

  async #draw(figure: HTMLElement, of: readonly unknown[]): Promise<void> {
    this.#made = of;
    const { drawPlot } = await import('./plot_drawing.js');
    const { table } = this;
    // Another drawing has been asked for meanwhile, or the element shows nothing.
    if (of !== this.#drawnOf || table === null) return;
    const [width, height] = this.#size;
    figure.querySelector(':scope > svg')?.remove();
    this.#plot = null;
    if (this.#error !== '' || width < 100 || height < 80) return;
    const { x, y } = this.#columns;
    const { kind, weight, group, logX, logY, bins, bands } = this;
    this.#plot = drawPlot({
      ...{ table, kind, x, y, weight, group, logX, logY, bins, bands, width, height },
      rows: this.#rows,
      chosen: this.#chosen,
      labelX: this.#named(table, x),
      labelY: this.#labelY(table, y),
      format: (value) => formatNumber(value),
    });
    this.#plot.svg.setAttribute('aria-hidden', 'true');
    figure.prepend(this.#plot.svg);
    this.#placeWindow();
  }

  #labelY(table: Table, y: string): string {
    const { kind, weight, group } = this;
    const strings = text();
    if (kind === 'scatter') return this.#named(table, y);
    if (kind === 'box') return group === null ? '' : this.#named(table, group);
    const counted = weight === null ? strings.objects : this.#named(table, weight);
    return kind === 'histogram' ? counted : fill(strings.fractionOf, { what: counted });
  }

  /** Puts the window where the brush is; by the object model, which no policy refuses. */
  #placeWindow(): void {
    const pane = this.renderRoot.querySelector<HTMLElement>('.window');
    if (pane === null) return;
    const brush = this.#ownBrush;
    const plot = this.#plot;
    pane.hidden = plot === null || brush === null;
    if (plot === null || brush === null) return;
    const height = this.#size[1];
    const [left, right] = pixelsOf(plot.x, brush.x);
    const [bottom, top] = plot.y === null ? [height - 40, 24] : pixelsOf(plot.y, brush.y);
    pane.classList.toggle('range', plot.y === null);
    pane.style.left = `${left}px`;
    pane.style.width = `${Math.max(1, right - left)}px`;
    pane.style.top = `${top}px`;
    pane.style.height = `${Math.max(1, bottom - top)}px`;
  }

  #press(event: PointerEvent): void {
    if (event.button !== 0 || this.#plot === null) return;
    this.#start = this.#point(event);
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    event.preventDefault();
  }

  #point(event: PointerEvent): [x: number, y: number] {
    const { left, top } = this.renderRoot.querySelector('.figure')!.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }

  /** The window between where the pointer went down and where it is. */
  #sweep(event: PointerEvent, final: boolean): void {
    const plot = this.#plot;
    const start = this.#start;
    if (plot === null || start === null) return;
    const end = this.#point(event);
    const across = Math.abs(end[0] - start[0]);
    const along = plot.y === null ? across : Math.abs(end[1] - start[1]);
    if (Math.max(across, along) < LEAST_DRAG) {
      if (final) this.#brushed(null);
      return;
    }
    const x = intervalOf(plot.x, start[0], end[0]);
    const y = plot.y === null ? null : intervalOf(plot.y, start[1], end[1]);
    this.#brushed({ x, y }, final);
  }

  /** Sets the brush as the user wants it; objects are chosen by the values of their rows. */
  #brushed(brush: PlotBrush | null, final = true): void {
    this.brush = brush === null || (brush.x === null && brush.y === null) ? null : brush;
    if (this.brush === null) this.#mine = this.#shared.selected.value = null;
    else this.#choose();
    this.requestUpdate();
    const { x, y } = this.brush ?? { x: null, y: null };
    this.emit('vox-brush', { x, y, ids: this.#mine, final } satisfies BrushChange);
  }

  #choose(): void {
    const { table, brush } = this;
    if (table === null || brush === null) return;
    const { x, y } = this.#columns;
    const ranges = [
      ...(brush.x === null ? [] : [{ column: x, ...brush.x }]),
      ...(brush.y === null || this.kind !== 'scatter' ? [] : [{ column: y, ...brush.y }]),
    ];
    this.#mine = idSetOf(rowsWithin(table, ranges), this.#idOf);
    this.#shared.selected.value = this.#mine;
  }
}

/** Pixels of an interval; an open end reaches to the end of the axis. */
function pixelsOf({ place, range }: DrawnAxis, interval: Interval | null): [number, number] {
  const held = (value: number | undefined, open: number): number => {
    const at = value === undefined ? open : place(value);
    const [a, b] = [Math.min(...range), Math.max(...range)];
    return Number.isNaN(at) ? open : Math.max(a, Math.min(at, b));
  };
  return [held(interval?.min, range[0]), held(interval?.max, range[1])];
}

/** The values between two pixels, as fine as pixels are. */
function intervalOf({ value, range }: DrawnAxis, a: number, b: number): Interval {
  const [least, most] = [Math.min(...range), Math.max(...range)];
  const at = (pixels: number): number => {
    const held = Math.max(least, Math.min(pixels, most));
    return roundedTo(value(held), Math.abs(value(held + 0.5) - value(held - 0.5)));
  };
  const [first, second] = [at(a), at(b)];
  return { min: Math.min(first, second), max: Math.max(first, second) };
}

define('vox-plot', VoxPlot);

declare global {
  interface HTMLElementTagNameMap {
    'vox-plot': VoxPlot;
  }
}

import { html, nothing } from 'lit';
import type { HistogramValue, Mask, Volume } from 'voxmetry';
import { define, look, VoxElement } from '../element.js';
import { formatNumber, language, parseNumber, text } from '../language.js';
import { typedText } from '../numbers/cell_format.js';
import { GreyLevels, type Part, type PhaseBand } from '../numbers/grey_levels.js';
import { phaseColor } from '../numbers/phase_colors.js';
import { shortestDecimal } from '../numbers/single_precision.js';
import { fill } from '../strings.js';
import { bars, ticksOf } from './histogram_picture.js';
import { histogramStyle } from './histogram_style.js';
import { findThresholds, METHODS, type Found, type Method } from './threshold_methods.js';
import './vox-progress.js';

/** What `vox-threshold` carries. */
export interface ThresholdChange {
  /** Rising; each the least value of its brighter side. */
  readonly thresholds: readonly number[];
  /** The bands of the phases from dark to bright, as `volume.threshold` takes them. */
  readonly bands: readonly PhaseBand[];
  /** False while a handle is dragged, true at the end. */
  readonly final: boolean;
}

/** Steps of the keys with Shift and of the page keys. */
const LARGE_STEP = 10;

/**
 * A histogram of grey values with thresholds to drag, the parts of the phases between them, and
 * what these would be if the thresholds were off by some grey levels.
 *
 * A threshold t is the least value of its brighter side: `volume.threshold({ lo: t })`. Of integers
 * parts are exact, and so are they of f32 at the edges of bins, where handles stop; a value that is
 * typed in may lie within a bin, and says so.
 *
 * @fires vox-threshold - A threshold is dragged (`final: false`) or set (`final: true`). `detail`:
 * a {@link ThresholdChange}.
 * @fires vox-counted - The element has counted the voxels of its volume. `detail`: the histogram.
 * @example
 * ```ts no-run
 * import { openLab } from 'voxmetry';
 * import 'voxmetry/ui';
 * const lab = await openLab();
 * const histogram = document.body.appendChild(document.createElement('vox-histogram'));
 * histogram.volume = await lab.open(await (await fetch('cathode.tif')).blob());
 * histogram.thresholds = [90];
 * ```
 */
export class VoxHistogram extends VoxElement {
  /** @internal */
  static readonly properties = {
    histogram: { attribute: false },
    volume: { attribute: false },
    within: { attribute: false },
    thresholds: { attribute: false },
    names: { attribute: false },
    doubt: { type: Number },
    unit: {},
    log: { type: Boolean },
    allValues: { type: Boolean, attribute: 'all-values' },
  };
  /** @internal */
  static readonly styles = [look, histogramStyle];

  /**
   * What is shown, from `volume.histogram()`. Null to have the voxels of `volume` counted. Default
   * null.
   */
  declare histogram: HistogramValue | null;
  /** Whose voxels are counted, and which automatic methods look at. Default null. */
  declare volume: Volume | null;
  /** Only voxels of this mask count. Default null: all. */
  declare within: Mask | null;
  /** Rising; each the least value of its brighter side, in intensity. Default []. */
  declare thresholds: readonly number[];
  /** Names of the phases from dark to bright. Default: from the language. */
  declare names: readonly string[];
  /** How far thresholds may be off, in intensity; null for 1 % of the usual range. */
  declare doubt: number | null;
  /** What intensity is measured in. Default: grey levels, of integers. */
  declare unit: string;
  /** Whether counts are drawn on a logarithmic scale. Default false. */
  declare log: boolean;
  /** Whether the rarest values at both ends, 0.05 % each, are shown too. Default false. */
  declare allValues: boolean;

  #levels: GreyLevels | null = null;
  #counted: HistogramValue | null = null;
  #counting: AbortController | null = null;
  #fraction: number | null = null;
  #error = '';
  #finding: AbortController | null = null;
  #found = new Map<Method, Found>();
  #dragged = -1;
  #wasAway = false;

  constructor() {
    super();
    this.histogram = null;
    this.volume = null;
    this.within = null;
    this.thresholds = [];
    this.names = [];
    this.doubt = null;
    this.unit = '';
    this.log = false;
    this.allValues = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.#wasAway && this.#levels === null) this.#count();
    this.#wasAway = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#wasAway = true;
    this.#counting?.abort();
    this.#stopFinding();
  }

  /** The bands of the phases from dark to bright; empty before the voxels are counted. */
  get bands(): readonly PhaseBand[] {
    return this.#levels?.bands(this.thresholds) ?? [];
  }

  /** @internal */
  protected override willUpdate(changed: ReadonlyMap<PropertyKey, unknown>): void {
    const source = ['volume', 'within'].some((name) => changed.has(name));
    if (source) {
      this.#stopFinding();
      this.#counted = null;
    }
    if (source || changed.has('histogram')) {
      const known = this.histogram ?? this.#counted;
      this.#levels = known === null ? null : new GreyLevels(known);
      if (known === null) this.#count();
      else this.#counting?.abort();
    }
  }

  /** Counts the voxels of the volume. */
  #count(): void {
    this.#counting?.abort();
    this.#counting = null;
    this.#error = '';
    const { volume, within } = this;
    if (volume === null) return;
    const counting = new AbortController();
    this.#counting = counting;
    this.#fraction = null;
    const isCurrent = (): boolean => this.#counting === counting;
    const onProgress = (fraction: number): void => {
      this.#fraction = fraction;
      if (isCurrent()) this.requestUpdate();
    };
    volume
      .histogram(within === null ? {} : { within })
      .run({ signal: counting.signal, onProgress })
      .then(
        (histogram) => {
          if (!isCurrent()) return;
          this.#counted = histogram;
          this.#levels = new GreyLevels(histogram);
          this.#stopCounting('');
          this.emit('vox-counted', histogram);
        },
        (error: unknown) => {
          if (isCurrent())
            this.#stopCounting(error instanceof Error ? error.message : String(error));
        },
      );
  }

  #stopCounting(error: string): void {
    this.#counting = null;
    this.#error = error;
    this.requestUpdate();
  }

  /** @internal */
  protected override render(): unknown {
    const strings = text();
    const levels = this.#levels;
    if (levels === null) return this.#waiting();
    if (levels.histogram.counts.length === 0) return html`<p class="soft">${strings.noValues}</p>`;
    const doubt = this.doubt ?? levels.usualDoubt;
    const { nan } = levels.histogram;
    return html`${this.#bar(levels)} ${this.#finding === null ? nothing : this.#methods(levels)}
      ${this.#plot(levels, doubt)} ${this.#phases(levels, doubt)}
      <div class="foot">
        <label class="doubt"
          ><span class="soft">${strings.offBy}</span> ±
          <input
            inputmode="decimal"
            aria-label=${strings.offLabel}
            .value=${typedText(doubt, language())}
            @change=${({ target }: Event) => {
              const typed = this.#typed(target as HTMLInputElement);
              if (typed !== undefined) this.doubt = Math.abs(typed);
            }}
          /><span class="soft">${this.#unitOf(levels)}</span></label
        >
        <button
          @click=${() => {
            this.#add(levels);
          }}
        >
          ${strings.addThreshold}
        </button>
      </div>
      ${
        nan > 0
          ? html`<p class="soft">
              ${fill(strings.withoutValue, { count: formatNumber(nan, {}) })}
            </p>`
          : nothing
      }`;
  }

  #waiting(): unknown {
    const strings = text();
    if (this.volume === null) return html`<p class="soft">${strings.noHistogram}</p>`;
    if (this.#counting !== null)
      return html`<vox-progress
        .label=${strings.counting}
        .fraction=${this.#fraction}
        @vox-cancel=${(event: Event) => {
          event.stopPropagation();
          this.#counting?.abort();
          this.#stopCounting(strings.cancelled);
        }}
      ></vox-progress>`;
    return html`<p class="error" role="alert">${this.#error}</p>
      <button
        @click=${() => {
          this.#count();
          this.requestUpdate();
        }}
      >
        ${strings.countAgain}
      </button>`;
  }

  #bar({ total }: GreyLevels): unknown {
    const strings = text();
    const toggle = (name: string, isOn: boolean, flip: () => void): unknown =>
      html`<button aria-pressed=${isOn} @click=${flip}>${name}</button>`;
    return html`<div class="bar">
      <span class="soft">${fill(strings.voxelCount, { count: formatNumber(total, {}) })}</span>
      ${toggle(strings.logScale, this.log, () => {
        this.log = !this.log;
      })}
      ${toggle(strings.allValues, this.allValues, () => {
        this.allValues = !this.allValues;
      })}
      ${
        this.volume === null
          ? nothing
          : html`<button
              aria-expanded=${this.#finding !== null}
              @click=${() => {
                if (this.#finding === null) void this.#find(this.volume!);
                else this.#stopFinding();
              }}
            >
              ${strings.automaticMethods}
            </button>`
      }
    </div>`;
  }

  /** Has every method find its thresholds, one after the other. */
  async #find(volume: Volume): Promise<void> {
    const finding = new AbortController();
    this.#finding = finding;
    this.requestUpdate();
    for (const method of METHODS) {
      if (this.#found.has(method)) continue;
      const found = await findThresholds(method, volume, this.within, finding.signal);
      if (finding.signal.aborted) return;
      this.#found.set(method, found);
      this.requestUpdate();
    }
  }

  #stopFinding(): void {
    this.#finding?.abort();
    this.#finding = null;
    this.#found = new Map(this.volume === null ? [] : this.#found);
    this.requestUpdate();
  }

  #methods(levels: GreyLevels): unknown {
    const strings = text();
    return html`<div class="methods" role="group" aria-label=${strings.automaticMethods}>
      ${METHODS.map((method) => {
        const found = this.#found.get(method);
        const name =
          method.name === 'multiOtsu'
            ? fill(strings.otsuClasses, { n: method.classes })
            : strings[method.name];
        const isFound = found !== undefined && !(found instanceof Error);
        return html`<button
          ?disabled=${!isFound}
          title=${found instanceof Error ? found.message : ''}
          @click=${() => {
            if (isFound)
              this.#set(
                levels,
                found.map((t) => levels.above(t)),
                true,
              );
          }}
        >
          <span>${name}</span>
          <span class="soft"
            >${
              isFound
                ? `> ${found.map((t) => this.#written(t, levels)).join(', ')}`
                : found === undefined
                  ? strings.computing
                  : strings.methodFailed
            }</span
          >
        </button>`;
      })}
    </div>`;
  }

  /** The range of values that is drawn. */
  #shown(levels: GreyLevels): [from: number, to: number] {
    const { start, end } = levels;
    if (this.allValues) return start < end ? [start, end] : [start - 0.5, end + 0.5];
    const [from, to] = levels.usualRange;
    const places = this.thresholds.map((t) => levels.place(t));
    const [least, most] = [Math.min(from, ...places), Math.max(to, ...places)];
    const room = 0.04 * (most - least);
    const shown: [number, number] = [Math.max(start, least - room), Math.min(end, most + room)];
    return shown[0] < shown[1] ? shown : [start - 0.5, end + 0.5];
  }

  #plot(levels: GreyLevels, doubt: number): unknown {
    const [from, to] = this.#shown(levels);
    const { thresholds, log } = this;
    return html`<div
      class="plot"
      role="group"
      aria-label=${text().histogram}
      @pointerdown=${(event: PointerEvent) => {
        this.#grab(event, levels);
      }}
      @pointermove=${(event: PointerEvent) => {
        if (this.#dragged >= 0) this.#drag(event, levels, false);
      }}
      @pointerup=${(event: PointerEvent) => {
        if (this.#dragged >= 0) this.#drag(event, levels, true);
        this.#dragged = -1;
      }}
      @pointercancel=${() => {
        this.#dragged = -1;
      }}
    >
      ${bars({ levels, thresholds, doubt, from, to, log })}
      ${ticksOf(from, to, levels.whole).map(
        ({ at, text: label }) =>
          html`<span class="tick" aria-hidden="true" data-at=${at}>${label}</span>`,
      )}
      ${thresholds.map((t, i) => this.#handle(levels, t, i, (levels.place(t) - from) / (to - from)))}
    </div>`;
  }

  #handle(levels: GreyLevels, threshold: number, index: number, at: number): unknown {
    const [least, most] = this.#bounds(levels, index);
    const value = this.#written(threshold, levels);
    const brighter = levels.part([threshold], 1, 0)[0].value;
    return html`<div
      class="handle"
      role="slider"
      tabindex="0"
      data-at=${at}
      aria-label=${fill(text().threshold, { n: index + 1 })}
      aria-valuemin=${least}
      aria-valuemax=${most}
      aria-valuenow=${threshold}
      aria-valuetext=${fill(text().thresholdText, {
        value,
        unit: this.#unitOf(levels),
        part: percent(brighter),
      })}
      @keydown=${(event: KeyboardEvent) => {
        this.#key(event, levels, index);
      }}
    >
      <span aria-hidden="true">${value}</span>
    </div>`;
  }

  #phases(levels: GreyLevels, doubt: number): unknown {
    const { thresholds } = this;
    const strings = text();
    return html`<ul class="phases" aria-label=${strings.thresholds}>
      ${[-1, ...thresholds.keys()].map((index) => {
        const phase = index + 1;
        const [part, off] = levels.part(thresholds, phase, doubt);
        const name = this.#nameOf(phase);
        const threshold = thresholds[index];
        const color = thresholds.length === 0 ? '#999999' : phaseColor(phase);
        return html`<li>
          <svg class="swatch" viewBox="0 0 1 1" aria-hidden="true">
            <rect
              width="1"
              height="1"
              fill=${thresholds.length === 0 ? '#999' : phaseColor(phase)}
            />
          </svg>
          <span class="name">${name}</span>
          ${
            threshold === undefined
              ? html`<span class="from soft"
                  >${
                    thresholds.length === 0
                      ? ''
                      : fill(strings.below, { value: this.#written(thresholds[0]!, levels) })
                  }</span
                >`
              : html`<label class="from"
                  >≥
                  <input
                    inputmode="decimal"
                    aria-label=${fill(strings.phaseFrom, { phase: name })}
                    .value=${typedText(levels.whole ? threshold : shortestDecimal(threshold), language())}
                    @change=${({ target }: Event) => {
                      const typed = this.#typed(target as HTMLInputElement);
                      if (typed !== undefined) this.#move(levels, index, typed, true);
                      else this.requestUpdate();
                    }}
                /></label>`
          }
          <svg class="share" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
            <rect width=${off.high || 0} height="1" fill=${color} fill-opacity="0.35" />
            <rect width=${off.low || 0} height="1" fill=${color} />
          </svg>
          ${this.#partCells(part, off, doubt, levels)}
          ${
            threshold === undefined
              ? nothing
              : html`<button
                  aria-label=${fill(strings.removeThreshold, { n: index + 1 })}
                  @click=${() => {
                    this.#set(
                      levels,
                      thresholds.filter((_, i) => i !== index),
                      true,
                    );
                  }}
                >
                  ×
                </button>`
          }
        </li>`;
      })}
    </ul>`;
  }

  #partCells(part: Part, off: Part, doubt: number, levels: GreyLevels): unknown {
    const isExact = part.low === part.high;
    const inBin = { low: percent(part.low), high: percent(part.high) };
    return html`<span class="part" title=${isExact ? '' : fill(text().withinBin, inBin)}
        >${isExact ? '' : '≈ '}${percent(part.value)}</span
      ><span class="range soft" title=${`± ${this.#written(doubt, levels)} ${this.#unitOf(levels)}`}
        >${
          this.thresholds.length === 0 ? '' : `(${percentNumber(off.low)}–${percent(off.high)})`
        }</span
      >`;
  }

  /** @internal */
  protected override updated(): void {
    // By the object model: a policy for styles refuses them in attributes.
    for (const placed of this.renderRoot.querySelectorAll<HTMLElement>('[data-at]')) {
      const at = Number(placed.dataset['at']);
      placed.style.left = `${100 * at}%`;
    }
  }

  #nameOf(phase: number): string {
    const strings = text();
    const given = this.names[phase];
    if (given !== undefined) return given;
    if (this.thresholds.length === 1) return phase === 0 ? strings.dark : strings.bright;
    return fill(strings.phase, { n: phase + 1 });
  }

  #unitOf(levels: GreyLevels): string {
    return this.unit !== '' || !levels.whole ? this.unit : text().greyLevels;
  }

  #written(value: number, levels: GreyLevels): string {
    return formatNumber(value, levels.whole ? {} : { maximumSignificantDigits: 5 });
  }

  /** What was typed; says so at the field where it is no number. */
  #typed(input: HTMLInputElement): number | undefined {
    const typed = parseNumber(input.value);
    const bad = typed === undefined;
    input.classList.toggle('bad', bad);
    input.setAttribute('aria-invalid', String(bad));
    input.setCustomValidity(bad ? text().noNumber : '');
    if (bad) input.reportValidity();
    return typed;
  }

  /** Between what a threshold may lie, so that they stay in order. */
  #bounds(levels: GreyLevels, index: number): [least: number, most: number] {
    const { min, max } = levels.histogram;
    const before = this.thresholds[index - 1];
    const after = this.thresholds[index + 1];
    return [
      before === undefined ? min : levels.moved(before, 1),
      after === undefined ? max : levels.moved(after, -1),
    ];
  }

  #move(levels: GreyLevels, index: number, to: number, final: boolean): void {
    const [least, most] = this.#bounds(levels, index);
    const held = Math.max(least, Math.min(levels.held(to), most));
    this.#set(levels, this.thresholds.with(index, held), final);
  }

  #set(levels: GreyLevels, thresholds: readonly number[], final: boolean): void {
    const bands = levels.bands(thresholds);
    this.thresholds = thresholds;
    this.requestUpdate();
    this.emit('vox-threshold', { thresholds, bands, final } satisfies ThresholdChange);
  }

  /** A further threshold in the widest gap. */
  #add(levels: GreyLevels): void {
    const [from, to] = levels.usualRange;
    const ends = [from, ...this.thresholds, to];
    const gaps = ends.slice(1).map((end, i) => end - ends[i]!);
    const widest = gaps.indexOf(Math.max(...gaps));
    const added = levels.at((ends[widest]! + ends[widest + 1]!) / 2);
    if (this.thresholds.includes(added)) return;
    this.#set(
      levels,
      [...this.thresholds, added].sort((a, b) => a - b),
      true,
    );
  }

  #placeOf(event: PointerEvent, levels: GreyLevels): number {
    const plot = this.renderRoot.querySelector('.plot')!.getBoundingClientRect();
    const [from, to] = this.#shown(levels);
    const at = Math.max(0, Math.min((event.clientX - plot.left) / plot.width, 1));
    return from + at * (to - from);
  }

  /** Takes hold of the threshold that is nearest. */
  #grab(event: PointerEvent, levels: GreyLevels): void {
    if (event.button !== 0 || this.thresholds.length === 0) return;
    const place = this.#placeOf(event, levels);
    const distances = this.thresholds.map((t) => Math.abs(levels.place(t) - place));
    this.#dragged = distances.indexOf(Math.min(...distances));
    const plot = event.currentTarget as HTMLElement;
    plot.setPointerCapture(event.pointerId);
    plot.querySelectorAll<HTMLElement>('.handle')[this.#dragged]!.focus();
    this.#drag(event, levels, false);
    event.preventDefault();
  }

  #drag(event: PointerEvent, levels: GreyLevels, final: boolean): void {
    this.#move(levels, this.#dragged, levels.at(this.#placeOf(event, levels)), final);
  }

  #key(event: KeyboardEvent, levels: GreyLevels, index: number): void {
    const threshold = this.thresholds[index]!;
    const [least, most] = this.#bounds(levels, index);
    const step = event.shiftKey ? LARGE_STEP : 1;
    const targets: Readonly<Record<string, number>> = {
      ArrowRight: levels.moved(threshold, step),
      ArrowUp: levels.moved(threshold, step),
      ArrowLeft: levels.moved(threshold, -step),
      ArrowDown: levels.moved(threshold, -step),
      PageUp: levels.moved(threshold, LARGE_STEP),
      PageDown: levels.moved(threshold, -LARGE_STEP),
      Home: least,
      End: most,
    };
    const to = targets[event.key];
    if (to === undefined) return;
    this.#move(levels, index, to, true);
    event.preventDefault();
  }
}

function percentNumber(part: number): string {
  return formatNumber(100 * part, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

function percent(part: number): string {
  return Number.isNaN(part) ? '–' : `${percentNumber(part)} %`;
}

define('vox-histogram', VoxHistogram);

declare global {
  interface HTMLElementTagNameMap {
    'vox-histogram': VoxHistogram;
  }
}

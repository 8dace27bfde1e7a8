import { html, nothing, svg } from 'lit';
import type { Vec3, Volume } from 'voxmetry';
import { define, look, VoxElement } from '../element.js';
import { formatNumber, text } from '../language.js';
import { angleAt, distance, POINTS, type Measure } from '../measures/measure.js';
import { profilePlot } from '../measures/profile_plot.js';
import { readProfile, type Profile } from '../measures/profile.js';
import type * as Regions from '../measures/regions.js';
import type { Cut, MeasuredRegion, RegionShape } from '../measures/regions.js';
import { fill } from '../strings.js';
import { numberOf, planeAxes, withAxis } from '../views/axes.js';
import type { Point } from '../views/framing.js';
import { Latest } from '../views/latest.js';
import { positionText } from '../views/pointed.js';
import { measureStyle } from './measure_style.js';
import { VoxSliceView, type ShownSlice } from './vox-slice-view.js';

/** What `vox-measure` draws next. */
export type MeasureTool = Measure['type'] | RegionShape['type'];

const TOOLS: readonly MeasureTool[] = [
  'ruler',
  'angle',
  'profile',
  'box',
  'ellipsoid',
  'cylinder',
  'polygon',
];
/** The signs on the buttons of tools, 16 × 16. */
const SIGNS: Readonly<Record<MeasureTool, string>> = {
  ruler: 'M2 12L12 2M4 9l2 2M7 6l2 2M10 3l2 2',
  angle: 'M13 13H3L10 3M7 13a5 5 0 0 0-1-4',
  profile: 'M1 13H15M2 11l3-6 3 4 3-7 3 8',
  box: 'M3 3H13V13H3Z',
  ellipsoid: 'M1.5 8a6.5 4.5 0 1 0 13 0a6.5 4.5 0 1 0 -13 0',
  cylinder: 'M2.5 8a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0 -11 0',
  polygon: 'M3 5L9 2L14 8L10 14L2 12Z',
};

/** A handle of a measure or a region. */
interface Grip {
  readonly key: string;
  readonly label: string;
  readonly position: Vec3;
  move(to: Vec3): void;
  remove(): void;
}

/**
 * Rulers, angles, line profiles and regions of interest over a slice: placed as a child of a
 * `vox-slice-view`. Lengths are those of space, also where voxels are no cubes. Regions are plain
 * data: `scan.shape(region.shape)` makes a mask of one.
 *
 * @fires vox-measures - Rulers, angles or profiles changed: `{ measures }`.
 * @fires vox-regions - Regions changed: `{ regions }`.
 * @fires vox-profile - The voxels along a profile were read: `{ id, distances, values }`.
 * @fires vox-tool - Another tool was chosen by hand: `{ tool }`.
 * @example
 * ```ts no-run
 * import 'voxmetry/ui';
 * const view = document.querySelector('vox-slice-view')!;
 * const measure = view.appendChild(document.createElement('vox-measure'));
 * measure.addEventListener('vox-regions', () => console.log(measure.regions));
 * ```
 */
export class VoxMeasure extends VoxElement {
  /** @internal */
  static readonly properties = {
    measures: { attribute: false },
    regions: { attribute: false },
    tool: { type: String },
  };
  /** @internal */
  static readonly styles = [look, measureStyle];

  /** Rulers, angles and profiles. Default none. */
  declare measures: readonly Measure[];
  /** Regions of interest. Default none. */
  declare regions: readonly MeasuredRegion[];
  /** What a drag or clicks on the picture draw next. Default null: nothing. */
  declare tool: MeasureTool | null;
  /** Points of what is being drawn; the last follows the pointer. */
  #drawing: readonly Vec3[] = [];
  #held: Grip | undefined;
  #profile: { readonly of: Measure; readonly profile: Profile } | undefined;
  #asked: Measure | undefined;
  readonly #profiles = new Latest<{ readonly of: Measure; readonly volume: Volume }>((asked) =>
    this.#read(asked),
  );

  constructor() {
    super();
    this.measures = [];
    this.regions = [];
    this.tool = null;
  }

  /** @internal */
  protected override updated(): void {
    const shown = this.#shown();
    const profile = this.measures.findLast(({ type }) => type === 'profile');
    if (profile === undefined || shown === undefined) {
      this.#asked = undefined;
      return;
    }
    const volume = shown.layers.map(({ grid }) => grid).find(({ meta }) => meta.kind === 'volume');
    if (volume === undefined || profile === this.#asked) return;
    this.#asked = profile;
    this.#profiles.ask({ of: profile, volume: volume as Volume });
  }

  /** The geometry of regions comes with the first of these elements: few pages have one. */
  static #shapes: typeof Regions | undefined;

  /** @internal */
  protected override async scheduleUpdate(): Promise<void> {
    VoxMeasure.#shapes ??= await import('../measures/regions.js');
    await super.scheduleUpdate();
  }

  /** @internal */
  protected override render(): unknown {
    const shown = this.#shown();
    if (shown === undefined) return nothing;
    return html`<svg
        class="draw ${this.tool === null ? '' : 'active'}"
        role="group"
        aria-label=${text().measures}
        @pointerdown=${(event: PointerEvent) => {
          this.#press(event, shown);
        }}
        @pointermove=${(event: PointerEvent) => {
          this.#moveTo(event, shown);
        }}
        @pointerup=${(event: PointerEvent) => {
          this.#release(event);
        }}
        @dblclick=${() => {
          this.#closePolygon();
        }}
      >
        <g class="lines">
          ${this.regions.map(({ shape }) => this.#outline(shape, shown))}
          ${this.measures.map((measure) => this.#line(measure, shown))} ${this.#unfinished(shown)}
        </g>
        ${this.#grips(shown).map((grip) => this.#circle(grip, shown))}
      </svg>
      ${this.#toolbar()}
      ${
        this.#profile !== undefined && this.measures.includes(this.#profile.of)
          ? html`<div class="plot" part="profile" role="img" aria-label=${text().profile}>
              ${profilePlot(this.#profile.profile, shown.place.unit)}
            </div>`
          : nothing
      }
      <div class="unseen" aria-live="polite">
        ${this.measures.map((measure) => html`<p>${this.#words(measure, shown)}</p>`)}
      </div>`;
  }

  #toolbar(): unknown {
    const strings = text();
    return html`<div class="tools" part="tools" role="toolbar" aria-label=${strings.measures}>
      ${TOOLS.map(
        (tool) =>
          html`<button
            aria-pressed=${this.tool === tool}
            aria-label=${strings[tool]}
            title=${strings[tool]}
            @click=${(event: MouseEvent) => {
              this.#choose(tool, event.detail === 0);
            }}
          >
            <svg viewBox="0 0 16 16" aria-hidden="true"><path d=${SIGNS[tool]} /></svg>
          </button>`,
      )}
    </div>`;
  }

  #outline(shape: RegionShape, shown: ShownSlice): unknown {
    return VoxMeasure.#shapes!.outlines(shape, cutOf(shown), shown.place).map((line) => {
      const d = `${pathOf(line, shown)}Z`;
      return svg`<path class="halo" d=${d} /><path class="region" d=${d} />`;
    });
  }

  #line(measure: Measure, shown: ShownSlice): unknown {
    if (!measure.points.every((point) => isOn(point, shown))) return nothing;
    const d = pathOf(measure.points, shown);
    const [x, y] = shown.pixelOf(
      measure.points[measure.type === 'angle' ? 1 : measure.points.length - 1]!,
    );
    return svg`<path class="halo" d=${d} /><path d=${d} />
      <text x=${x + 9} y=${y - 7}>${this.#words(measure, shown)}</text>`;
  }

  #unfinished(shown: ShownSlice): unknown {
    const { tool } = this;
    const points = this.#drawing;
    if (tool === null || points.length < 2) return nothing;
    if (tool === 'box' || tool === 'ellipsoid' || tool === 'cylinder') {
      const shape = VoxMeasure.#shapes!.draggedShape(
        tool,
        shown.axis,
        shown.place,
        points[0]!,
        points[1]!,
      );
      return shape === undefined ? nothing : this.#outline(shape, shown);
    }
    if (tool !== 'polygon' && points.length === POINTS[tool])
      return this.#line({ id: 0, type: tool, points }, shown);
    const d = pathOf(points, shown);
    return svg`<path class="halo" d=${d} /><path d=${d} />`;
  }

  #circle(grip: Grip, shown: ShownSlice): unknown {
    const [x, y] = shown.pixelOf(grip.position);
    return svg`<circle cx=${x} cy=${y} r="4.5" tabindex="0" role="button" aria-label=${grip.label}
      data-grip=${grip.key}
      @pointerdown=${(event: PointerEvent) => {
        event.stopPropagation();
        this.#held = grip;
        capture(event);
      }}
      @pointermove=${(event: PointerEvent) => {
        if (this.#held?.key === grip.key) grip.move(shown.positionAt(this.#pointOf(event)));
      }}
      @pointerup=${(event: PointerEvent) => {
        event.stopPropagation();
        this.#held = undefined;
      }}
      @keydown=${(event: KeyboardEvent) => {
        this.#key(event, grip, shown);
      }} />`;
  }

  /** All handles of the slice, with what they change. */
  #grips(shown: ShownSlice): readonly Grip[] {
    const strings = text();
    const { place } = shown;
    const at = (position: Vec3): string => `${positionText(position, place)} ${place.unit}`;
    const measures = this.measures.flatMap((measure) =>
      measure.points
        .filter((point) => isOn(point, shown))
        .map((position): Grip => {
          const n = measure.points.indexOf(position);
          return {
            ...{ key: `m${String(measure.id)}.${String(n)}`, position },
            label: fill(strings.measureHandle, {
              ...{ what: strings[measure.type], id: measure.id, n: n + 1, position: at(position) },
            }),
            move: (to) => {
              this.#replace({ ...measure, points: measure.points.with(n, to) });
            },
            remove: () => {
              this.#setMeasures(this.measures.filter(({ id }) => id !== measure.id));
            },
          };
        }),
    );
    const regions = this.regions.flatMap(({ id, name: given, shape }, number) =>
      VoxMeasure.#shapes!.handlesOf(shape, cutOf(shown), place).map((handle, n): Grip => {
        const { name, position } = handle;
        return {
          ...{ key: `r${id}.${String(n)}`, position },
          label: fill(strings.regionHandle, {
            what: strings[shape.type],
            id: given === '' ? number + 1 : given,
            handle: strings[name],
            position: at(position),
          }),
          move: (to) => {
            const moved = handle.moved(to);
            if (moved === undefined) return;
            this.#setRegions(
              this.regions.map((old) => (old.id === id ? { ...old, shape: moved } : old)),
            );
          },
          remove: () => {
            this.#setRegions(this.regions.filter((old) => old.id !== id));
          },
        };
      }),
    );
    return [...measures, ...regions];
  }

  #words({ type, points }: Measure, { place }: ShownSlice): string {
    const [a, b, c] = points;
    if (type === 'angle')
      return `${formatNumber(angleAt(a!, b!, c!), { maximumFractionDigits: 1 })}°`;
    return `${formatNumber(distance(a!, b!))} ${place.unit}`;
  }

  #shown(): ShownSlice | undefined {
    const view = this.closest('vox-slice-view');
    return view instanceof VoxSliceView ? (view.shown.value ?? undefined) : undefined;
  }

  #pointOf({ clientX, clientY }: MouseEvent): Point {
    const { left, top } = this.getBoundingClientRect();
    return [clientX - left, clientY - top];
  }

  #choose(tool: MeasureTool, byKeyboard: boolean): void {
    this.#drawing = [];
    const shown = this.#shown();
    if (byKeyboard && shown !== undefined) {
      // By the keyboard, it is put into the middle, to be moved by its handles.
      this.#finish(tool, inTheMiddle(tool, shown), shown);
      return;
    }
    this.tool = this.tool === tool ? null : tool;
    this.emit('vox-tool', { tool: this.tool });
  }

  #press(event: PointerEvent, shown: ShownSlice): void {
    const { tool } = this;
    if (tool === null || event.button !== 0) return;
    capture(event);
    const at = shown.positionAt(this.#pointOf(event));
    if (this.#drawing.length === 0) this.#drawing = [at, at];
    else this.#drawing = [...this.#drawing.slice(0, -1), at, at];
    const wanted = tool === 'polygon' ? Infinity : tool in POINTS ? POINTS[tool as 'ruler'] : 2;
    if (this.#drawing.length > wanted) this.#finish(tool, this.#drawing.slice(0, -1), shown);
    this.requestUpdate();
  }

  #moveTo(event: PointerEvent, shown: ShownSlice): void {
    if (this.#drawing.length === 0) return;
    this.#drawing = [...this.#drawing.slice(0, -1), shown.positionAt(this.#pointOf(event))];
    this.requestUpdate();
  }

  /** What two points make is done when the button that drew it is let go. */
  #release(event: PointerEvent): void {
    const { tool } = this;
    const shown = this.#shown();
    if (tool === null || shown === undefined || tool === 'polygon' || tool === 'angle') return;
    const [from, to] = this.#drawing;
    if (from === undefined || to === undefined) return;
    const end = shown.positionAt(this.#pointOf(event));
    const [a, b] = [shown.pixelOf(from), shown.pixelOf(end)];
    // A click alone leaves the first point, and the next click sets the second.
    if (Math.hypot(a[0] - b[0], a[1] - b[1]) < 4) return;
    this.#finish(tool, [from, end], shown);
  }

  #closePolygon(): void {
    const shown = this.#shown();
    if (this.tool !== 'polygon' || shown === undefined) return;
    // Both clicks of the double click set the last corner.
    const corners = this.#drawing.slice(0, -1).filter((point, n, all) => {
      const before = all[n - 1];
      if (before === undefined) return true;
      const [a, b] = [shown.pixelOf(before), shown.pixelOf(point)];
      return Math.hypot(a[0] - b[0], a[1] - b[1]) >= 2;
    });
    if (corners.length >= 3) this.#finish('polygon', corners, shown);
  }

  #finish(tool: MeasureTool, points: readonly Vec3[], shown: ShownSlice): void {
    this.#drawing = [];
    this.tool = null;
    if (tool === 'ruler' || tool === 'angle' || tool === 'profile') {
      const id = 1 + Math.max(0, ...this.measures.map((measure) => measure.id));
      this.#setMeasures([...this.measures, { id, type: tool, points }]);
      return;
    }
    const [right, down] = planeAxes(shown.axis);
    const shape: RegionShape | undefined =
      tool === 'polygon'
        ? { type: tool, axis: shown.axis, points: points.map((p) => [p[right], p[down]]) }
        : VoxMeasure.#shapes!.draggedShape(tool, shown.axis, shown.place, points[0]!, points[1]!);
    if (shape === undefined) return;
    const ids = new Set(this.regions.map((region) => region.id));
    let n = 1;
    while (ids.has(`region ${String(n)}`)) n += 1;
    this.#setRegions([...this.regions, { id: `region ${String(n)}`, name: '', shape }]);
  }

  #key(event: KeyboardEvent, grip: Grip, shown: ShownSlice): void {
    const step = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    }[event.key];
    if (event.key === 'Delete' || event.key === 'Backspace') grip.remove();
    else if (step !== undefined) {
      const [right, down] = planeAxes(shown.axis);
      const { spacing } = shown.place;
      const times = event.shiftKey ? 10 : 1;
      const moved = withAxis(
        grip.position,
        right,
        grip.position[right] + step[0]! * times * spacing[right],
      );
      grip.move(withAxis(moved, down, moved[down] + step[1]! * times * spacing[down]));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #replace(measure: Measure): void {
    this.#setMeasures(this.measures.map((old) => (old.id === measure.id ? measure : old)));
  }

  #setMeasures(measures: readonly Measure[]): void {
    this.measures = measures;
    this.emit('vox-measures', { measures });
  }

  #setRegions(regions: readonly MeasuredRegion[]): void {
    this.regions = regions;
    this.emit('vox-regions', { regions });
  }

  async #read({ of, volume }: { readonly of: Measure; readonly volume: Volume }): Promise<void> {
    try {
      const profile = await readProfile(volume, of.points[0]!, of.points[1]!);
      this.#profile = { of, profile };
      this.emit('vox-profile', { id: of.id, ...profile });
    } catch (error) {
      this.emit('vox-error', error);
    }
    this.requestUpdate();
  }
}

function capture(event: PointerEvent): void {
  try {
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
  } catch {
    // The pointer is gone already, or was never there.
  }
}

function cutOf({ axis, index, place }: ShownSlice): Cut {
  const across = numberOf(axis);
  return { axis, at: place.origin[across] + index * place.spacing[across] };
}

/** Whether a point lies within the voxels of the slice. */
function isOn(point: Vec3, shown: ShownSlice): boolean {
  const across = numberOf(shown.axis);
  return Math.abs(point[across] - cutOf(shown).at) <= shown.place.spacing[across] / 2;
}

function pathOf(points: readonly Vec3[], shown: ShownSlice): string {
  return points
    .map((point, n) => {
      const [x, y] = shown.pixelOf(point);
      return `${n === 0 ? 'M' : 'L'}${x.toFixed(2)} ${y.toFixed(2)}`;
    })
    .join('');
}

/** Points in the middle of the picture for a tool that is chosen by the keyboard. */
function inTheMiddle(tool: MeasureTool, shown: ShownSlice): readonly Vec3[] {
  const [width, height] = shown.area;
  const at = (u: number, v: number): Vec3 => shown.positionAt([width * u, height * v]);
  if (tool === 'angle') return [at(0.35, 0.6), at(0.5, 0.4), at(0.65, 0.6)];
  if (tool === 'polygon') return [at(0.35, 0.6), at(0.5, 0.35), at(0.65, 0.6)];
  if (tool === 'cylinder') return [at(0.5, 0.5), at(0.65, 0.5)];
  return tool === 'ruler' || tool === 'profile'
    ? [at(0.35, 0.5), at(0.65, 0.5)]
    : [at(0.35, 0.35), at(0.65, 0.65)];
}

define('vox-measure', VoxMeasure);

declare global {
  interface HTMLElementTagNameMap {
    'vox-measure': VoxMeasure;
  }
}

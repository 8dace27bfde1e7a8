import { signal, type ReadonlySignal } from '@preact/signals-core';
import { html, nothing } from 'lit';
import type {
  Axis,
  Labels,
  Mask,
  Phases,
  SliceLayer,
  SliceSpec,
  Vec3,
  Volume,
  VoxmetryError,
} from 'voxmetry';
import { define, look } from '../element.js';
import { text } from '../language.js';
import { Link } from '../session/link.js';
import { fill } from '../strings.js';
import {
  clamp,
  nearestVoxel,
  numberOf,
  planeAxes,
  voxelCentre,
  withAxis,
  type Place,
} from '../views/axes.js';
import { chosenBy } from '../views/choosing.js';
import {
  fittingUnits,
  middleOf,
  panned,
  pixelIn,
  positionIn,
  zoomed,
  type Framed,
  type Framing,
  type Point,
} from '../views/framing.js';
import { Hands } from '../views/hands.js';
import { Latest } from '../views/latest.js';
import { pickDetail, valuesText } from '../views/pointed.js';
import { SliceHands, type SliceActions, type SliceTool } from '../views/slice_hands.js';
import { Kept } from '../views/kept.js';
import { sliceLayers } from '../views/slice_layers.js';
import { draggedWindow, stepped } from '../views/slice_motion.js';
import { scaleBarLines, scaleLook } from '../views/scale_lines.js';
import { crosshairLines, planeArrows } from '../views/slice_overlay.js';
import { planeName, slicePosition, sliceText, voxelText } from '../views/slice_words.js';
import { pictureLook, ViewElement } from '../views/view_element.js';
import { sliceViewStyle } from './slice_view_style.js';

/** Milliseconds of rest after which the text twin says where the crosshair is. */
const REST = 250;

/** A slice as it lies on the screen, for what is drawn over it. Points are CSS pixels. */
export interface ShownSlice extends Framed {
  readonly layers: readonly SliceLayer[];
  /** The position under a point of the screen. */
  positionAt(at: Point): Vec3;
  /** Where a position lies on the screen, seen across the slice. */
  pixelOf(position: Vec3): Point;
}

/**
 * A slice through grids, drawn on the GPU: slices by the wheel, zoom with Ctrl and the wheel, pan
 * with the middle button or space, crosshair with the left button, window with the right button or
 * W, fit by a double click. `docs/elements-views.md` has all keys.
 *
 * @fires vox-slice - Another slice is shown: `{ axis, index }`.
 * @fires vox-crosshair - The crosshair was moved: `{ position }`.
 * @fires vox-pick - A voxel was clicked: its index, position, values of the layers, and `label`.
 * @fires vox-select - Objects were chosen: `{ ids }`, an IdSet, or null where none is.
 * @fires vox-window - The window was changed by hand: `{ window }`.
 * @fires vox-divider - The line between two layers was moved: `{ wipe }`.
 * @fires vox-frame - A frame was drawn: a ViewFrame.
 * @fires vox-maximise - M was pressed.
 * @fires vox-error - What is shown could not be computed: a VoxmetryError.
 * @example
 * ```ts no-run
 * import { openLab } from 'voxmetry';
 * import 'voxmetry/ui';
 * const lab = await openLab();
 * const view = document.body.appendChild(document.createElement('vox-slice-view'));
 * view.lab = lab;
 * view.volume = await lab.open(await (await fetch('scan.tif')).blob());
 * ```
 */
export class VoxSliceView extends ViewElement implements SliceActions {
  /** @internal */
  static override readonly properties = {
    layers: { attribute: false },
    volume: { attribute: false },
    phases: { attribute: false },
    mask: { attribute: false },
    labels: { attribute: false },
    link: { attribute: false },
    axis: { type: String },
    index: { type: Number },
    centre: { attribute: false },
    unitsPerPixel: { type: Number, attribute: 'units-per-pixel' },
    window: { attribute: false },
    interpolation: { type: String },
    wipe: { type: Number },
  };
  /** @internal */
  static readonly styles = [look, pictureLook, scaleLook, sliceViewStyle];

  /** The layers from the lowest on. Default null: those of the shorthand below. */
  declare layers: readonly SliceLayer[] | null;
  /** Shorthand for layers: intensities, below all others. */
  declare volume: Volume | null;
  declare phases: Phases | null;
  declare mask: Mask | null;
  declare labels: Labels | null;
  /** What the element shares with others: crosshair, chosen and hidden objects. */
  declare link: Link | null;
  /** The axis across the slice. Default 'z'. */
  declare axis: Axis;
  /** The slice. Default null: the middle one, or that of the crosshair. */
  declare index: number | null;
  /** The position in the middle of the picture. Default null: the middle of the grid. */
  declare centre: Vec3 | null;
  /** Length per CSS pixel. Default null: the whole slice fits. */
  declare unitsPerPixel: number | null;
  /** The intensities of black and white of the first volume. Default null: of its layer. */
  declare window: readonly [lo: number, hi: number] | null;
  /** 'nearest' shows voxels as they are measured, 'linear' smooths. Default null: as layers say. */
  declare interpolation: 'nearest' | 'linear' | null;
  /** Where the wipe is, 0…1 of the width. Default null: the middle, where layers have a side. */
  declare wipe: number | null;
  /** What draws with the left button, one finger and the pen. Default null: the crosshair. */
  tool: SliceTool | null = null;
  readonly #own = new Link();
  readonly #handling = new SliceHands(this);
  readonly #hands = new Hands(this.#handling, (event) => this.pointOf(event));
  readonly #layers = new Kept<readonly SliceLayer[]>();
  readonly #spec = new Kept<SliceSpec>();
  readonly #shownNow = signal<ShownSlice | null>(null);
  readonly #shown = new Kept<ShownSlice | null>();
  readonly #picks = new Latest<Point>((at) => this.#pickAt(at));
  #crosshair: Vec3 | null = null;
  #placeText = '';
  #pointed: { readonly voxel: Vec3; readonly position: Vec3; values: string } | undefined;
  #aimed: { readonly voxel: Vec3; readonly words: string } | undefined;
  #resting: { readonly of: string; readonly timer: ReturnType<typeof setTimeout> } | undefined;
  #announced = '';

  constructor() {
    super();
    this.layers = null;
    this.volume = null;
    this.phases = null;
    this.mask = null;
    this.labels = null;
    this.link = null;
    this.axis = 'z';
    this.index = null;
    this.centre = null;
    this.unitsPerPixel = null;
    this.window = null;
    this.interpolation = null;
    this.wipe = null;
  }

  /** The slice as it lies on the screen, for overlays; null while nothing is shown. */
  get shown(): ReadonlySignal<ShownSlice | null> {
    return this.#shownNow;
  }

  /** The slice that is shown; undefined while there is nothing to show. */
  get shownIndex(): number | undefined {
    const place = this.#place();
    return place === undefined ? undefined : this.#indexIn(place);
  }

  /** Shows the whole slice. */
  fit(): void {
    this.centre = null;
    this.unitsPerPixel = null;
  }

  /** Shows a slice; the crosshair goes with it. */
  goTo(index: number): void {
    const place = this.#place();
    if (place === undefined) return;
    const along = numberOf(this.axis);
    const next = clamp(Math.round(index), 0, place.size[along] - 1);
    if (next === this.#indexIn(place)) return;
    this.index = next;
    const { crosshair } = this.#linked;
    if (crosshair.value !== null) {
      const at = place.origin[along] + next * place.spacing[along];
      this.#aimAt(withAxis(crosshair.value, along, at));
    }
    this.emit('vox-slice', { axis: this.axis, index: next });
  }

  /** @internal */
  step(slices: number): void {
    const { shownIndex } = this;
    if (shownIndex !== undefined) this.goTo(shownIndex + slices);
  }

  /** @internal */
  toEnd(last: boolean): void {
    this.goTo(last ? Infinity : 0);
  }

  /** @internal */
  zoomBy(factor: number, at?: Point): void {
    const framed = this.#framed();
    if (framed === undefined) return;
    const [width, height] = this.area;
    const crosshair = this.#linked.crosshair.value;
    const aimed = crosshair === null ? undefined : pixelIn(framed, crosshair);
    // Keys zoom at the crosshair where it is seen.
    const seen = aimed !== undefined && this.#isSeen(aimed) ? aimed : undefined;
    this.#frame(zoomed(framed, factor, at ?? seen ?? [width / 2, height / 2]));
  }

  /** @internal */
  panBy(dx: number, dy: number): void {
    const framed = this.#framed();
    if (framed !== undefined) this.#frame(panned(framed, [dx, dy]));
  }

  /** @internal */
  aim(at: Point): void {
    const framed = this.#framed();
    if (framed === undefined) return;
    const { place } = framed;
    this.#aimAt(
      voxelCentre(place, nearestVoxel(place, positionIn(framed, this.pixelCentre(...at)))),
    );
  }

  /** @internal */
  aimBy(right: number, down: number): void {
    const place = this.#place();
    if (place === undefined) return;
    const { size } = place;
    const crosshair = this.#linked.crosshair.value;
    const middle: Vec3 = [size[0] >> 1, size[1] >> 1, size[2] >> 1];
    const from =
      crosshair === null
        ? withAxis(middle, numberOf(this.axis), this.#indexIn(place))
        : stepped(place, nearestVoxel(place, crosshair), this.axis, right, down);
    this.#aimAt(voxelCentre(place, from));
  }

  /** @internal */
  choose(at: Point, add: boolean): void {
    void this.#choose(at, add);
  }

  /** @internal */
  shade(dx: number, dy: number): void {
    void this.#shade(dx, dy);
  }

  /** @internal */
  look(at: Point | undefined): void {
    const { view } = this;
    // What is under a pointer is what its pixel shows: that of its centre.
    const centre = at === undefined ? undefined : this.pixelCentre(...at);
    const point = centre === undefined ? undefined : this.canvasPoint(...centre);
    const framed = this.#framed();
    const voxel = point === undefined ? undefined : view?.indexAt(...point);
    const position = framed && centre && positionIn(framed, centre);
    if (voxel === undefined || position === undefined || point === undefined) {
      this.#picks.clear();
      this.#pointed = undefined;
      this.#linked.hovered.value = null;
    } else {
      const same = this.#pointed?.voxel.every((n, i) => n === voxel[i]) === true;
      this.#pointed = { voxel, position, values: same ? this.#pointed!.values : '' };
      if (!same) this.#picks.ask(point);
    }
    this.requestUpdate();
  }

  /** @internal */
  maximise(): void {
    this.emit('vox-maximise');
  }

  /** @internal */
  protected override willUpdate(changed?: ReadonlyMap<PropertyKey, unknown>): void {
    super.willUpdate();
    const place = this.#place();
    if (place === undefined) return;
    const along = numberOf(this.axis);
    if (changed?.has('axis') === true && !changed.has('index')) this.index = null;
    const placeText = JSON.stringify([place.size, place.spacing, place.origin]);
    if (this.#placeText !== '' && placeText !== this.#placeText) {
      // Another box: what was framed means nothing here.
      if (changed?.has('centre') !== true) this.centre = null;
      if (changed?.has('unitsPerPixel') !== true) this.unitsPerPixel = null;
    }
    this.#placeText = placeText;
    const crosshair = this.#linked.crosshair.value;
    if (crosshair === this.#crosshair && !(changed?.has('axis') === true)) return;
    this.#crosshair = crosshair;
    if (crosshair === null) return;
    this.index = nearestVoxel(place, crosshair)[along];
    // A crosshair that others put beside the picture is brought into it.
    const framed = this.#framed();
    if (framed !== undefined && !this.#isSeen(pixelIn(framed, crosshair))) this.centre = crosshair;
  }

  /** @internal */
  protected spec(): SliceSpec | undefined {
    const framed = this.#framed();
    if (framed === undefined) return undefined;
    const layers = this.#allLayers();
    const { axis, index, centre } = framed;
    const wipe = layers.some(({ side }) => side !== undefined) ? (this.wipe ?? 0.5) : undefined;
    const unitsPerPixel = framed.unitsPerPixel / this.density;
    return this.#spec.from([layers, axis, index, ...centre, unitsPerPixel, wipe], () => ({
      ...{ layers, axis, index, centre, unitsPerPixel, wipe },
    }));
  }

  /** @internal */
  protected override updated(): void {
    super.updated();
    this.#shownNow.value = this.#slice();
    this.#rest();
  }

  /** @internal */
  protected override drew(): void {
    super.drew();
    this.emit('vox-frame', this.frame);
  }

  /** @internal */
  protected override render(): unknown {
    const shown = this.#slice();
    const label = this.#label();
    return html`<div
        class="frame"
        part="frame"
        role="group"
        tabindex="0"
        aria-label=${label}
        aria-description=${text().sliceKeys}
        .style=${`--_axis:var(--_${this.axis})`}
        @pointerdown=${this.#hands.down}
        @pointermove=${this.#hands.move}
        @pointerup=${this.#hands.up}
        @pointercancel=${this.#hands.up}
        @pointerleave=${this.#hands.leave}
        @wheel=${this.#hands.wheel}
        @dblclick=${() => {
          this.fit();
        }}
        @contextmenu=${(event: Event) => {
          event.preventDefault();
        }}
        @keydown=${this.#handling.keyDown}
        @keyup=${this.#handling.keyUp}
        @blur=${this.#handling.blur}
      >
        ${this.picture()} ${shown === null ? nothing : this.#overlay(shown)} ${this.marks()}
      </div>
      <slot></slot>
      ${this.#wipeHandle()}
      <div class="unseen" aria-live="polite">${this.#announced}</div>`;
  }

  #overlay(shown: ShownSlice): unknown {
    const { axis, index, place, area } = shown;
    const axes = planeAxes(axis);
    const crosshair = this.#linked.crosshair.value;
    const count = place.size[numberOf(axis)];
    const status = this.#status(shown);
    return html`<svg class="overlay" aria-hidden="true">
        ${crosshair === null ? nothing : crosshairLines(shown.pixelOf(crosshair), area, axes)}
        ${planeArrows(area[0], axes)} ${scaleBarLines(shown.unitsPerPixel, place.unit, area)}
      </svg>
      <div class="chip title" part="title" aria-hidden="true">
        <b>${fill(text().sliceShort, { plane: planeName(shown), index, count })}</b>
        ${axis} ${slicePosition(shown)}
      </div>
      ${
        status === ''
          ? nothing
          : html`<div class="chip status" part="status" aria-hidden="true">${status}</div>`
      }`;
  }

  #wipeHandle(): unknown {
    if (!this.#allLayers().some(({ side }) => side !== undefined)) return nothing;
    const wipe = this.wipe ?? 0.5;
    const move = (to: number): void => {
      this.wipe = clamp(to, 0, 1);
      this.emit('vox-divider', { wipe: this.wipe });
    };
    return html`<div
      class="wipe"
      part="wipe"
      role="slider"
      tabindex="0"
      aria-label=${text().wipeHandle}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow=${Math.round(wipe * 100)}
      .style=${`left:${String(wipe * 100)}%`}
      @pointerdown=${(event: PointerEvent) => {
        (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
      }}
      @pointermove=${(event: PointerEvent) => {
        if (event.buttons !== 0) move(this.pointOf(event)[0] / this.area[0]);
      }}
      @keydown=${(event: KeyboardEvent) => {
        const step = { ArrowLeft: -0.02, ArrowRight: 0.02, Home: -1, End: 1 }[event.key];
        if (step === undefined) return;
        event.preventDefault();
        move(wipe + step);
      }}
    ></div>`;
  }

  get #linked(): Link {
    return this.link ?? this.#own;
  }

  #allLayers(): readonly SliceLayer[] {
    const { layers, volume, phases, mask, labels, window, interpolation } = this;
    const [selected, hidden] = [this.#linked.selected.value, this.#linked.hidden.value];
    return this.#layers.from(
      [layers, volume, phases, mask, labels, window, interpolation, selected, hidden],
      () =>
        sliceLayers({
          ...{ layers, volume, phases, mask, labels, window, interpolation, selected, hidden },
        }),
    );
  }

  #place(): Place | undefined {
    return this.#allLayers()[0]?.grid.meta;
  }

  #indexIn({ size }: Place): number {
    const count = size[numberOf(this.axis)];
    return clamp(this.index ?? Math.floor(count / 2), 0, count - 1);
  }

  /** The slice as it lies in the element's area. */
  #framed(): Framed | undefined {
    const place = this.#place();
    const { axis, area } = this;
    if (place === undefined || area[0] === 0) return undefined;
    return {
      ...{ axis, place, area, index: this.#indexIn(place) },
      centre: this.centre ?? middleOf(place),
      unitsPerPixel: this.unitsPerPixel ?? fittingUnits(place, axis, area),
    };
  }

  /** What overlays are told. */
  #slice(): ShownSlice | null {
    const framed = this.#framed();
    if (this.view === undefined || framed === undefined) return null;
    const layers = this.#allLayers();
    const { place, index, axis, area, centre, unitsPerPixel } = framed;
    const of = [this.view, layers, place, index, axis, ...area, ...centre, unitsPerPixel];
    return this.#shown.from(of, () => ({
      ...framed,
      layers,
      positionAt: (at) => positionIn(framed, at),
      pixelOf: (position) => pixelIn(framed, position),
    }));
  }

  #isSeen([x, y]: Point): boolean {
    return x >= 0 && y >= 0 && x <= this.area[0] && y <= this.area[1];
  }

  #frame({ centre, unitsPerPixel }: Framing): void {
    this.centre = centre;
    this.unitsPerPixel = unitsPerPixel;
  }

  #aimAt(position: Vec3): void {
    this.#linked.crosshair.value = position;
    this.requestUpdate();
    this.emit('vox-crosshair', { position });
  }

  /** What is under the pointer, or else under the crosshair. */
  #status(shown: Framed): string {
    const pointed = this.#pointed;
    if (pointed !== undefined)
      return voxelText(shown, pointed.voxel, pointed.position, pointed.values);
    const crosshair = this.#linked.crosshair.value;
    if (crosshair === null) return '';
    const voxel = nearestVoxel(shown.place, crosshair);
    return voxelText(shown, voxel, crosshair, this.#wordsAt(voxel));
  }

  /** What is known to lie at the crosshair's voxel. */
  #wordsAt(voxel: Vec3): string {
    return this.#aimed?.voxel.join() === voxel.join() ? this.#aimed.words : '';
  }

  #label(): string {
    const framed = this.#framed();
    if (framed === undefined) return '';
    const crosshair = this.#linked.crosshair.value;
    const words = crosshair === null ? '' : this.#wordsAt(nearestVoxel(framed.place, crosshair));
    return sliceText(framed, crosshair, words);
  }

  /** Once things rest, asks what is under the crosshair, and says it. */
  #rest(): void {
    const { view } = this;
    const place = this.#place();
    const spec = this.spec();
    if (view === undefined || place === undefined || spec === undefined) return;
    const crosshair = this.#linked.crosshair.value;
    const of = JSON.stringify([crosshair, spec.axis, spec.index]);
    if (of === this.#resting?.of) return;
    if (this.#resting !== undefined) clearTimeout(this.#resting.timer);
    const timer = setTimeout(() => {
      void this.#say(crosshair, place);
    }, REST);
    this.#resting = { of, timer };
  }

  async #say(crosshair: Vec3 | null, place: Place): Promise<void> {
    const { view } = this;
    if (view === undefined) return;
    if (crosshair !== null) {
      const voxel = nearestVoxel(place, crosshair);
      const picked = await view.pick(...view.pixelOf(crosshair)).catch(() => undefined);
      // A pixel may stand for many voxels: then nothing is said of one of them.
      if (picked?.index.join() === voxel.join())
        this.#aimed = { voxel, words: valuesText(picked.values, this.#allLayers()) };
    }
    if (this.view !== view) return;
    this.#announced = this.#label();
    this.requestUpdate();
  }

  async #pickAt(point: Point): Promise<void> {
    const picked = await this.view?.pick(...point).catch(() => undefined);
    const pointed = this.#pointed;
    if (picked === undefined || pointed?.voxel.join() !== picked.index.join()) return;
    const layers = this.#allLayers();
    pointed.values = valuesText(picked.values, layers);
    this.#linked.hovered.value = pickDetail(picked, layers).label ?? null;
    this.requestUpdate();
  }

  async #choose(at: Point, add: boolean): Promise<void> {
    const picked = await this.view?.pick(...this.canvasPoint(...at)).catch(() => undefined);
    if (picked === undefined) return;
    const layers = this.#allLayers();
    const detail = pickDetail(picked, layers);
    this.emit('vox-pick', detail);
    if (!layers.some(({ grid }) => grid.meta.kind === 'labels')) return;
    const { selected } = this.#linked;
    selected.value = chosenBy(selected.value, detail.label, add);
    this.emit('vox-select', { ids: selected.value });
  }

  async #shade(dx: number, dy: number): Promise<void> {
    const layers = this.#allLayers();
    const first = layers.findIndex(({ grid }) => grid.meta.kind === 'volume');
    if (this.view === undefined || first < 0) return;
    const known = this.window ?? (await this.view.windowOf(first));
    const from = this.window ?? known;
    if (from === undefined) return;
    this.window = draggedWindow(from, dx, dy);
    this.emit('vox-window', { window: this.window });
  }
}

define('vox-slice-view', VoxSliceView);

declare global {
  interface HTMLElementTagNameMap {
    'vox-slice-view': VoxSliceView;
  }
  interface HTMLElementEventMap {
    'vox-error': CustomEvent<VoxmetryError>;
  }
}

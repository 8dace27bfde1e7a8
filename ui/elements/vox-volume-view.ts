import { html, nothing, svg } from 'lit';
import type {
  Axis,
  Camera,
  Clip,
  Labels,
  Mask,
  Phases,
  SpaceLayer,
  SpaceSpec,
  SpaceVolumeLayer,
  Vec3,
  Volume,
} from 'voxmetry';
import type * as cameraMathematics from 'voxmetry/transform';
import { define, look } from '../element.js';
import { text } from '../language.js';
import { Link } from '../session/link.js';
import { fill } from '../strings.js';
import { AXES, nearestVoxel, triple, voxelCentre, type Place } from '../views/axes.js';
import { chosenBy } from '../views/choosing.js';
import type { Point } from '../views/framing.js';
import { Hands } from '../views/hands.js';
import { Kept } from '../views/kept.js';
import { pickDetail, positionText } from '../views/pointed.js';
import { scaleBarLines, scaleLook } from '../views/scale_lines.js';
import { SpaceHands, type SpaceActions } from '../views/space_hands.js';
import { spaceLayers } from '../views/space_layers.js';
import { pictureLook, ViewElement } from '../views/view_element.js';
import { volumeViewStyle } from './volume_view_style.js';

type Mode = SpaceVolumeLayer['mode'];

/** The mathematics of cameras: loaded when the first scene is to be shown. */
type Cameras = typeof cameraMathematics;
type Box = cameraMathematics.Box;
let cameras: Cameras | undefined;
const loading: { cameras?: Promise<Cameras> } = {};

/** Milliseconds after the last move before the full frame is asked for. */
const REST = 180;
/** Milliseconds that a flight to another camera takes. */
const FLIGHT = 350;

/**
 * Grids in 3D, drawn on the GPU: turned by dragging, moved with Shift or the right button, zoomed
 * by the wheel. While it moves it may be coarse, and says so. All keys stand in
 * `docs/elements-views.md`.
 *
 * @fires vox-pick - A surface was clicked: its voxel, position, values of the layers, and `label`.
 * @fires vox-crosshair - The crosshair was moved there: `{ position }`.
 * @fires vox-select - Objects were chosen: `{ ids }`, an IdSet, or null where none is.
 * @fires vox-camera - The camera was moved by hand: `{ camera }`.
 * @fires vox-clip - What is cut away was changed by hand: `{ clip }`.
 * @fires vox-mode - Another mode was chosen: `{ mode }`.
 * @fires vox-frame - A frame was drawn: a ViewFrame.
 * @fires vox-maximise - M was pressed.
 * @fires vox-error - What is shown could not be computed: a VoxmetryError.
 * @example
 * ```ts no-run
 * import { openLab } from 'voxmetry';
 * import 'voxmetry/ui';
 * const lab = await openLab();
 * const view = document.body.appendChild(document.createElement('vox-volume-view'));
 * view.lab = lab;
 * view.volume = await lab.open(await (await fetch('scan.tif')).blob());
 * ```
 */
export class VoxVolumeView extends ViewElement implements SpaceActions {
  /** @internal */
  static override readonly properties = {
    layers: { attribute: false },
    volume: { attribute: false },
    phases: { attribute: false },
    mask: { attribute: false },
    labels: { attribute: false },
    link: { attribute: false },
    mode: { type: String },
    camera: { attribute: false },
    clip: { attribute: false },
  };
  /** @internal */
  static readonly styles = [look, pictureLook, scaleLook, volumeViewStyle];

  /** The layers. Default null: those of the shorthand below. */
  declare layers: readonly SpaceLayer[] | null;
  /** Shorthand for layers: intensities, as `mode` says. */
  declare volume: Volume | null;
  declare phases: Phases | null;
  declare mask: Mask | null;
  declare labels: Labels | null;
  /** What the element shares with others: crosshair, chosen and hidden objects. */
  declare link: Link | null;
  /** How volumes are drawn. Default null: as their layers say, else a surface. */
  declare mode: Mode | null;
  /** From where it is seen. Default null: all from a corner, with parallel rays. */
  declare camera: Camera | null;
  /** What is cut away. Default null: nothing. */
  declare clip: Clip | null;
  readonly #own = new Link();
  readonly #handling = new SpaceHands(this);
  readonly #hands = new Hands(this.#handling, (event) => this.pointOf(event));
  readonly #layers = new Kept<readonly SpaceLayer[]>();
  readonly #spec = new Kept<SpaceSpec>();
  readonly #fitted = new Kept<Camera>();
  #moving = false;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #flight = 0;

  constructor() {
    super();
    this.layers = null;
    this.volume = null;
    this.phases = null;
    this.mask = null;
    this.labels = null;
    this.link = null;
    this.mode = null;
    this.camera = null;
    this.clip = null;
  }

  /** Shows all, from the same side; nothing while nothing is shown yet. */
  fit(): void {
    const [place, camera] = [this.#place(), this.#seen()];
    if (place === undefined || camera === undefined) return;
    const { rotation, perspective } = camera;
    const options = { rotation, perspective, aspect: this.#aspect };
    this.#fly(cameras!.fitCamera(cameras!.boxOf(place), options));
  }

  /** Looks along an axis, or against it, at all; nothing while nothing is shown yet. */
  lookAlong(axis: Axis, behind = false): void {
    const place = this.#place();
    if (place === undefined || cameras === undefined) return;
    const { alongAxis, boxOf, fitCamera } = cameras;
    const rotation = alongAxis(axis, behind);
    this.#fly(fitCamera(boxOf(place), { rotation, aspect: this.#aspect }));
  }

  /** @internal */
  turn(dx: number, dy: number): void {
    this.#move((camera, { trackball }) => trackball(camera, this.area, dx, dy));
  }

  /** @internal */
  panBy(dx: number, dy: number): void {
    this.#move((camera, { pan }) => pan(camera, this.area, dx, dy));
  }

  /** @internal */
  zoomBy(factor: number, at?: Point): void {
    this.#move((camera, { zoom }) => zoom(camera, this.area, factor, ...(at ?? [])));
  }

  /** @internal */
  choose(at: Point, add: boolean): void {
    void this.#choose(at, add);
  }

  /** @internal */
  maximise(): void {
    this.emit('vox-maximise');
  }

  /** Gives the view back; called by the browser. */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    cancelAnimationFrame(this.#flight);
    clearTimeout(this.#rest);
    this.#moving = false;
  }

  /** @internal */
  protected spec(): SpaceSpec | undefined {
    const layers = this.#allLayers();
    const camera = this.#seen();
    if (layers.length === 0 || camera === undefined) return undefined;
    const moving = this.#moving;
    const clip = this.clip ?? undefined;
    return this.#spec.from([layers, camera, clip, moving], () => ({
      ...{ kind: 'space', layers, camera, clip, moving },
    }));
  }

  /** @internal */
  protected override drew(): void {
    super.drew();
    this.emit('vox-frame', this.frame);
  }

  /** @internal */
  protected override render(): unknown {
    const place = this.#place();
    const camera = this.#seen();
    return html`<div
        class="frame"
        part="frame"
        role="group"
        tabindex="0"
        aria-label=${this.#label()}
        aria-description=${text().sceneKeys}
        @pointerdown=${this.#hands.down}
        @pointermove=${this.#hands.move}
        @pointerup=${this.#hands.up}
        @pointercancel=${this.#hands.up}
        @wheel=${this.#hands.wheel}
        @dblclick=${() => {
          this.fit();
        }}
        @contextmenu=${(event: Event) => {
          event.preventDefault();
        }}
        @keydown=${this.#handling.keyDown}
      >
        ${this.picture()}
        ${place === undefined || camera === undefined ? nothing : this.#overlay(place, camera)}
        ${this.marks()}
      </div>
      ${place === undefined || camera === undefined ? nothing : this.#tools(place)}
      <slot></slot>
      <div class="unseen" aria-live="polite">${this.#moving ? nothing : this.#label()}</div>`;
  }

  #overlay(place: Place, camera: Camera): unknown {
    const { axisLetters, boxOf, projectPosition, unitsPerPixel } = cameras!;
    const crosshair = this.#linked.crosshair.value;
    const mark = crosshair === null ? undefined : projectPosition(camera, this.area, crosshair);
    const letters = axisLetters(boxOf(place), camera, this.area);
    return html`<svg class="overlay" aria-hidden="true">
      ${AXES.map((axis, i) => {
        const at = letters[i];
        if (at === undefined) return nothing;
        return svg`<text .style=${`color:var(--_${axis})`} text-anchor="middle"
          x=${at[0]} y=${at[1] + 4}>${axis}</text>`;
      })}
      ${
        mark === undefined
          ? nothing
          : svg`<g class="mark"><path
              d="M${mark[0] - 9} ${mark[1]}h6m6 0h6M${mark[0]} ${mark[1] - 9}v6m0 6v6" /></g>`
      }
      ${
        camera.perspective === undefined
          ? scaleBarLines(unitsPerPixel(camera, this.area), place.unit, this.area)
          : nothing
      }
    </svg>`;
  }

  #tools(place: Place): unknown {
    const whole = cameras!.boxOf(place);
    const strings = text();
    const layers = this.#allLayers();
    const volume = layers.find(({ grid }) => grid.meta.kind === 'volume');
    const shown = (volume as SpaceVolumeLayer | undefined)?.mode;
    const modes: readonly Mode[] = ['surface', 'maximum', 'density'];
    return html`<div class="tools" part="tools">
      ${
        volume === undefined
          ? nothing
          : html`<select
              aria-label=${strings.mode}
              @change=${(event: Event) => {
                this.mode = (event.target as HTMLSelectElement).value as Mode;
                this.emit('vox-mode', { mode: this.mode });
              }}
            >
              ${modes.map(
                (mode) =>
                  html`<option value=${mode} ?selected=${mode === shown}>${strings[mode]}</option>`,
              )}
            </select>`
      }
      <details>
        <summary>${strings.clip}</summary>
        <fieldset aria-label=${strings.clipBox}>
          ${AXES.map((axis, i) => this.#range(whole, axis, i as 0 | 1 | 2))}
        </fieldset>
      </details>
    </div>`;
  }

  /** Two sliders, of the lower and the upper end of the box along an axis. */
  #range(whole: Box, axis: Axis, i: 0 | 1 | 2): unknown {
    const { lo, hi } = this.#clipped(whole);
    const slider = (end: 'lo' | 'hi'): unknown =>
      html`<input
        type="range"
        min=${whole.lo[i]}
        max=${whole.hi[i]}
        step=${(whole.hi[i] - whole.lo[i]) / 200}
        .style=${`color:var(--_${axis})`}
        aria-label=${fill(end === 'lo' ? text().clipFrom : text().clipTo, { axis })}
        .value=${String((end === 'lo' ? lo : hi)[i])}
        @input=${(event: Event) => {
          this.#cut(whole, i, end, Number((event.target as HTMLInputElement).value));
        }}
      />`;
    return html`<span .style=${`color:var(--_${axis})`}>${axis}</span
      >${slider('lo')}${slider('hi')}`;
  }

  #clipped(whole: Box): Box {
    const box = this.clip?.box;
    if (box === undefined) return whole;
    return { lo: box.origin, hi: triple((i) => box.origin[i] + box.size[i]) };
  }

  #cut(whole: Box, axis: 0 | 1 | 2, end: 'lo' | 'hi', value: number): void {
    const box = this.#clipped(whole);
    const least = (whole.hi[axis] - whole.lo[axis]) / 100;
    const moved = (i: 0 | 1 | 2, side: 'lo' | 'hi'): number => {
      if (i !== axis || side !== end) return box[side][i];
      return end === 'lo' ? Math.min(value, box.hi[i] - least) : Math.max(value, box.lo[i] + least);
    };
    const origin = triple((i) => moved(i, 'lo'));
    const size = triple((i) => moved(i, 'hi') - origin[i]);
    const all = [0, 1, 2].every(
      (i) => origin[i]! <= whole.lo[i]! && origin[i]! + size[i]! >= whole.hi[i]!,
    );
    const { plane } = this.clip ?? {};
    this.clip =
      all && plane === undefined ? null : { ...(all ? {} : { box: { origin, size } }), plane };
    this.#stir();
    this.emit('vox-clip', { clip: this.clip });
  }

  get #linked(): Link {
    return this.link ?? this.#own;
  }

  get #aspect(): number {
    return this.area[0] / this.area[1];
  }

  #allLayers(): readonly SpaceLayer[] {
    const { layers, volume, phases, mask, labels, mode } = this;
    const [selected, hidden] = [this.#linked.selected.value, this.#linked.hidden.value];
    return this.#layers.from([layers, volume, phases, mask, labels, mode, selected, hidden], () =>
      spaceLayers({ layers, volume, phases, mask, labels, mode, selected, hidden }),
    );
  }

  #place(): Place | undefined {
    return this.#allLayers()[0]?.grid.meta;
  }

  async #load(): Promise<void> {
    try {
      loading.cameras ??= import('voxmetry/transform');
      cameras = await loading.cameras;
      this.requestUpdate();
    } catch (error) {
      // What could not be loaded is tried again when the element is drawn again.
      delete loading.cameras;
      this.emit('vox-error', error);
    }
  }

  /** The camera that is given, or one that shows all. */
  #seen(): Camera | undefined {
    const place = this.#place();
    if (place === undefined || this.area[0] === 0) return undefined;
    if (cameras === undefined) {
      void this.#load();
      return undefined;
    }
    const { boxOf, fitCamera } = cameras;
    const { size, spacing, origin } = place;
    return (
      this.camera ??
      this.#fitted.from([...size, ...spacing, ...origin, this.#aspect], () =>
        fitCamera(boxOf(place), { aspect: this.#aspect }),
      )
    );
  }

  #move(change: (camera: Camera, by: Cameras) => Camera): void {
    const camera = this.#seen();
    if (camera === undefined) return;
    cancelAnimationFrame(this.#flight);
    this.#look(change(camera, cameras!));
  }

  #look(camera: Camera): void {
    this.camera = camera;
    this.#stir();
    this.emit('vox-camera', { camera });
  }

  /** Moves now, and rests soon. */
  #stir(): void {
    this.#moving = true;
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => {
      this.#moving = false;
      this.requestUpdate();
    }, REST);
  }

  #fly(to: Camera): void {
    const from = this.#seen();
    if (from === undefined) return;
    cancelAnimationFrame(this.#flight);
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      this.#look(to);
      return;
    }
    const started = performance.now();
    const step = (): void => {
      const t = Math.min(1, (performance.now() - started) / FLIGHT);
      this.#look(cameras!.flyTo(from, to, t * t * (3 - 2 * t)));
      if (t < 1) this.#flight = requestAnimationFrame(step);
    };
    step();
  }

  /** The scene in words. */
  #label(): string {
    const [place, camera] = [this.#place(), this.#seen()];
    if (place === undefined || camera === undefined) return '';
    const { forward } = cameras!.cameraFrame(camera);
    const most = Math.max(...forward.map(Math.abs));
    const along = forward.findIndex((n) => Math.abs(n) === most);
    const direction = `${forward[along]! < 0 ? '−' : '+'}${AXES[along]!}`;
    const parts = [fill(text().scene, { direction })];
    const crosshair = this.#linked.crosshair.value;
    if (crosshair !== null) {
      const position = `${positionText(crosshair, place)} ${place.unit}`;
      parts.push(fill(text().crosshairAt, { position }));
    }
    const chosen = this.#linked.selected.value;
    if (chosen !== null) parts.push(fill(text().chosen, { count: chosen.size }));
    return parts.join(', ');
  }

  async #choose(at: Point, add: boolean): Promise<void> {
    const picked = await this.view?.pick(...this.canvasPoint(...at)).catch(() => undefined);
    const place = this.#place();
    if (place === undefined) return;
    const layers = this.#allLayers();
    const { crosshair, selected } = this.#linked;
    const detail = picked === undefined ? undefined : pickDetail(picked, layers);
    if (detail !== undefined) {
      const position: Vec3 = voxelCentre(place, nearestVoxel(place, detail.position));
      crosshair.value = position;
      this.emit('vox-pick', detail);
      this.emit('vox-crosshair', { position });
    }
    if (!layers.some(({ grid }) => grid.meta.kind === 'labels')) return;
    selected.value = chosenBy(selected.value, detail?.label, add);
    this.emit('vox-select', { ids: selected.value });
  }
}

define('vox-volume-view', VoxVolumeView);

declare global {
  interface HTMLElementTagNameMap {
    'vox-volume-view': VoxVolumeView;
  }
}

// What elements with a picture share: a canvas that is given away once, the view that draws on it,
// its size in device pixels, errors, and the mark while a frame takes long.
import type { Lab, View, ViewFrame, ViewSpec, VoxmetryError } from 'voxmetry';
import { css, html, nothing } from 'lit';
import { VoxElement } from '../element.js';
import { formatNumber, text } from '../language.js';
import { fill } from '../strings.js';

/** Canvases have at most so many pixels along a side. */
const MOST_PIXELS = 4096;
/** Milliseconds that a frame may take before the element says that it works. */
const PATIENCE = 200;

/** The look of pictures: dark, with text that can be read on any grey. */
export const pictureLook = css`
  :host {
    --_x: #ff6b60;
    --_y: #5fd38a;
    --_z: #6fb1ff;
    --_ink: #f4f6f8;
    --_chip: rgb(10 13 17 / 0.72);
    position: relative;
    min-width: 6rem;
    min-height: 6rem;
    overflow: hidden;
    background: #000;
    color: var(--_ink);
    border-radius: var(--_radius);
    font-size: 0.75rem;
  }
  .frame {
    position: absolute;
    inset: 0;
    overflow: hidden;
    border-radius: inherit;
    touch-action: none;
    user-select: none;
    -webkit-user-select: none;
    outline: none;
  }
  .frame::after {
    content: '';
    position: absolute;
    inset: 0;
    border: 1px solid rgb(255 255 255 / 0.14);
    border-radius: inherit;
    pointer-events: none;
  }
  .frame:focus-visible::after {
    border: 2px solid #6cb6ff;
  }
  canvas {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    display: block;
  }
  svg.overlay {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    pointer-events: none;
  }
  svg text {
    font:
      600 0.7rem/1 system-ui,
      sans-serif;
    fill: currentcolor;
    paint-order: stroke;
    stroke: rgb(0 0 0 / 0.75);
    stroke-width: 3px;
    stroke-linejoin: round;
  }
  .chip {
    position: absolute;
    max-width: calc(100% - 1rem);
    padding: 0.1rem 0.45rem;
    border-radius: 4px;
    background: var(--_chip);
    color: var(--_ink);
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
    pointer-events: none;
  }
  .title {
    top: 0.5rem;
    left: 0.5rem;
  }
  .status {
    bottom: 0.5rem;
    left: 0.5rem;
    max-width: 62%;
    white-space: normal;
  }
  .marks {
    position: absolute;
    top: 0.5rem;
    right: 3.4rem;
    display: flex;
    gap: 0.3rem;
    pointer-events: none;
  }
  .marks .chip {
    position: static;
    max-width: none;
  }
  .marks .coarse {
    color: #ffd479;
  }
  .failure {
    left: 0.5rem;
    right: 0.5rem;
    top: 2.2rem;
    white-space: normal;
    background: rgb(80 12 10 / 0.92);
    color: #ffe4e0;
    padding: 0.35rem 0.55rem;
    max-height: 50%;
    overflow: auto;
  }
`;

/** Base of `vox-slice-view` and `vox-volume-view`. */
export abstract class ViewElement extends VoxElement {
  /** @internal */
  static readonly properties: Readonly<Record<string, object>> = { lab: { attribute: false } };

  /** The lab whose grids are shown. Default null: nothing is drawn. */
  declare lab: Lab | null;
  /** @internal */
  protected view: View | undefined;
  /** @internal The last frame. */
  protected frame: ViewFrame | undefined;
  /** @internal Width and height on the page, in CSS pixels; 0 before it is laid out. */
  protected area: readonly [width: number, height: number] = [0, 0];
  #pixels: readonly [width: number, height: number] = [0, 0];
  #canvas: HTMLCanvasElement | undefined;
  #labOfView: Lab | null = null;
  #told: ViewSpec | undefined;
  #refused: ViewSpec | undefined;
  #failure: string | undefined;
  #busy = false;
  #observer: ResizeObserver | undefined;

  constructor() {
    super();
    this.lab = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.#observer !== undefined) return;
    this.#observer = new ResizeObserver((entries) => {
      this.#measure(entries.at(-1)!);
    });
    try {
      this.#observer.observe(this, { box: 'device-pixel-content-box' });
    } catch {
      this.#observer.observe(this);
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // An element that only moves, by docking or by a framework, is back at once and keeps all.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#observer?.disconnect();
      this.#observer = undefined;
      this.#retire();
    });
  }

  /**
   * Resolves when the picture shows what was set; rejects with the typed error of computing it.
   * Undefined where there is nothing to show yet.
   */
  get drawn(): Promise<ViewFrame> | undefined {
    return this.view?.drawn;
  }

  /** @internal What is shown; undefined where nothing is. The same object while nothing changes. */
  protected abstract spec(): ViewSpec | undefined;

  /** @internal Pixels of the canvas per CSS pixel. */
  protected get density(): number {
    return this.area[0] === 0 ? 1 : this.#pixels[0] / this.area[0];
  }

  /** @internal A point of the element, in CSS pixels, in pixels of the canvas. */
  protected canvasPoint(x: number, y: number): readonly [x: number, y: number] {
    const [width, height] = this.area;
    return [(x * this.#pixels[0]) / width, (y * this.#pixels[1]) / height];
  }

  /** @internal The centre of the pixel under a point, in CSS pixels. */
  protected pixelCentre(x: number, y: number): readonly [x: number, y: number] {
    const [px, py] = this.canvasPoint(x, y);
    const [wide, high] = this.#pixels;
    const [width, height] = this.area;
    return [((Math.floor(px) + 0.5) * width) / wide, ((Math.floor(py) + 0.5) * height) / high];
  }

  /** @internal Where a pointer is, in CSS pixels of the element. */
  protected pointOf({ clientX, clientY }: MouseEvent): readonly [x: number, y: number] {
    const { left, top, width, height } = this.getBoundingClientRect();
    const [w, h] = this.area;
    return [((clientX - left) * w) / (width || 1), ((clientY - top) * h) / (height || 1)];
  }

  /** @internal */
  protected override willUpdate(): void {
    if (this.view !== undefined && this.lab !== this.#labOfView) this.#retire();
    this.#canvas ??= document.createElement('canvas');
  }

  /** @internal */
  protected override updated(): void {
    const spec = this.spec();
    if (spec === this.#told || spec === this.#refused || !this.isConnected) return;
    this.#show(spec);
  }

  /** @internal The canvas, and what is said over any picture. */
  protected picture(): unknown {
    return html`${this.#canvas}`;
  }

  /** @internal Marks in the corner: coarse, busy; and the error over the last picture. */
  protected marks(): unknown {
    const strings = text();
    const { frame } = this;
    const coarse =
      frame !== undefined && frame.binning > 1
        ? fill(strings.shownAt, { part: `1/${formatNumber(frame.binning)}` })
        : frame?.preliminary === true
          ? strings.preliminary
          : undefined;
    return html`<div class="marks">
        ${coarse === undefined ? nothing : html`<span class="chip coarse" part="coarse">${coarse}</span>`}
        ${this.#busy ? html`<span class="chip" part="busy">${strings.drawing}</span>` : nothing}
      </div>
      <div role="alert">
        ${
          this.#failure === undefined
            ? nothing
            : html`<div class="chip failure" part="error">${this.#failure}</div>`
        }
      </div>`;
  }

  /** @internal A new frame came. */
  protected drew(): void {
    this.requestUpdate();
  }

  #measure({ contentRect, devicePixelContentBoxSize }: ResizeObserverEntry): void {
    const { width, height } = contentRect;
    const [box] = (devicePixelContentBoxSize as readonly ResizeObserverSize[] | undefined) ?? [];
    const ratio = globalThis.devicePixelRatio;
    const pixels = (given: number | undefined, css: number): number =>
      Math.min(MOST_PIXELS, Math.max(1, Math.round(given ?? css * ratio)));
    if (width === 0 || height === 0) return;
    this.area = [width, height];
    this.#pixels = [pixels(box?.inlineSize, width), pixels(box?.blockSize, height)];
    this.view?.resize(...this.#pixels);
    this.#watch();
    this.requestUpdate();
  }

  #show(spec: ViewSpec | undefined): void {
    if (spec === undefined || this.lab === null) {
      if (this.view === undefined) return;
      // A view always shows something: nothing is a fresh canvas.
      this.#retire();
      this.requestUpdate();
      return;
    }
    if (this.area[0] === 0) return;
    try {
      if (this.view === undefined) this.#open(spec, this.lab);
      else this.view.set(spec);
      this.#told = spec;
      this.#refused = undefined;
      this.#watch();
      this.#fail(undefined);
    } catch (error) {
      this.#refused = spec;
      this.#fail(error as VoxmetryError);
    }
  }

  #open(spec: ViewSpec, lab: Lab): void {
    const canvas = this.#canvas!;
    [canvas.width, canvas.height] = this.#pixels;
    const view = lab.view(canvas, spec);
    this.view = view;
    this.#labOfView = lab;
    view.on('frame', (frame) => {
      if (this.view !== view) return;
      this.frame = frame;
      this.#failure = undefined;
      this.drew();
    });
    view.on('error', (error) => {
      if (this.view === view) this.#fail(error);
    });
  }

  #fail(error: VoxmetryError | undefined): void {
    const failure = error?.message;
    if (error !== undefined) this.emit('vox-error', error);
    if (failure === this.#failure) return;
    this.#failure = failure;
    this.requestUpdate();
  }

  /** Says that it works while the newest frame takes long. */
  #watch(): void {
    const { view } = this;
    if (view === undefined) return;
    const { drawn } = view;
    let done = false;
    const end = (): void => {
      done = true;
      if (this.view !== view || view.drawn !== drawn) return;
      if (this.#busy) this.requestUpdate();
      this.#busy = false;
    };
    drawn.then(end, end);
    setTimeout(() => {
      if (done || this.view !== view || this.#busy) return;
      this.#busy = true;
      this.requestUpdate();
    }, PATIENCE);
  }

  /** Gives the view back. A canvas serves one view: the next gets a fresh one. */
  #retire(): void {
    this.view?.dispose();
    this.view = undefined;
    this.frame = undefined;
    this.#labOfView = null;
    this.#told = undefined;
    this.#refused = undefined;
    this.#failure = undefined;
    this.#busy = false;
    this.#canvas = undefined;
  }
}

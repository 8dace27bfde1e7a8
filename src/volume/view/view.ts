import { invalidArgument, VoxmetryError } from '../../recipe/errors.js';
import type { Axis, Vec3 } from '../../recipe/geometry.js';
import { toRecipeJson } from '../../recipe/json.js';
import { Listeners } from '../../recipe/listeners.js';
import { knownOptions } from '../../recipe/options.js';
import {
  indexAt,
  pixelOf,
  positionAt,
  slicePlane,
  type SlicePlane,
} from '../../recipe/view/slice_geometry.js';
import type {
  BackendView,
  Picked,
  Picture,
  PictureOptions,
  ViewFrame,
} from '../../recipe/view/state.js';
import type { LabContext } from '../context.js';
import { checkSpec } from './check_spec.js';
import { completed, type Checked } from './checked.js';
import { isNumber } from './check_values.js';
import { defaultWindow } from './default_window.js';
import type { SliceSpec, SpaceSpec, ViewSpec } from './spec.js';
import { takeCanvas } from './take_canvas.js';
import { named } from '../../recipe/named.js';

/** Pixels along a side of a canvas or a picture: what every WebGPU adapter offers. */
const MOST_PIXELS = 8192;

/** What happens to a view. */
export interface ViewEvents {
  /** A frame was drawn; also one that nobody asked for, after a lost device. */
  frame: ViewFrame;
  /** What was to be shown could not be computed or drawn. */
  error: VoxmetryError;
}

/** Who waits for a frame that shows at least the state of a number. */
interface Waiting {
  readonly serial: number;
  readonly resolve: (frame: ViewFrame) => void;
  readonly reject: (error: VoxmetryError) => void;
}

/**
 * A picture of grids, drawn on the GPU without reading them back. Made by `lab.view`. It shows the
 * state that was set last; states in between may be left out.
 */
export class View {
  readonly #context: LabContext;
  readonly #backend: BackendView;
  readonly #listeners = new Listeners<ViewEvents>();
  #checked: Checked;
  #size: readonly [width: number, height: number];
  #serial = 0;
  #waiting: Waiting[] = [];
  #drawn!: Promise<ViewFrame>;
  /** Settles when the backend knows what was set last. */
  #told: Promise<void> = Promise.resolve();
  #disposed = false;

  /** @internal */
  constructor(
    context: LabContext,
    canvas: HTMLCanvasElement | OffscreenCanvas | null,
    spec: ViewSpec,
  ) {
    this.#context = context;
    this.#checked = checkSpec(context, spec);
    const taken = takeCanvas(canvas);
    this.#size = taken.size;
    this.#backend = context.backend.view(taken.canvas, {
      frame: (frame) => {
        this.#listeners.emit('frame', frame);
      },
      error: (error) => {
        this.#listeners.emit('error', error);
      },
    });
    this.#change();
  }

  /**
   * What was asked for last.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([0, 85, 170, 255]), size: [2, 2, 1] });
   * const view = lab.view(null, { layers: [{ grid: scan, window: [0, 255] }] });
   * view.set({ axis: 'x', index: 1 });
   * const { spec } = view;
   * console.assert(spec.kind !== 'space' && spec.axis === 'x' && spec.layers.length === 1);
   * await lab.dispose();
   * ```
   */
  get spec(): SliceSpec | SpaceSpec {
    return this.#checked.spec;
  }

  /**
   * The canvas's own pixels; 0 × 0 without a canvas until `resize`.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([0, 85, 170, 255]), size: [2, 2, 1] });
   * const view = lab.view(null, { layers: [{ grid: scan }] });
   * view.resize(640, 480);
   * console.assert(view.size.join() === '640,480');
   * await lab.dispose();
   * ```
   */
  get size(): readonly [width: number, height: number] {
    return this.#size;
  }

  /**
   * The frame that shows what was set last, or something later. Rejects with the error of computing
   * it. Without a canvas nothing is drawn, and it resolves at once.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([0, 85, 170, 255]), size: [2, 2, 1] });
   * const view = lab.view(null, { layers: [{ grid: scan }] }); // a canvas, in a page
   * view.resize(640, 480);
   * const { width } = await view.drawn;
   * console.assert(width === 640);
   * await lab.dispose();
   * ```
   */
  get drawn(): Promise<ViewFrame> {
    return this.#drawn;
  }

  /**
   * Shows something else: the fields that are given replace those of `spec`; one that is undefined
   * gets its default back. Where the axis is set alone, the index is the middle. The latest state
   * wins: states that follow quickly are not all drawn.
   *
   * @throws VoxmetryError `invalid-argument`, at once, and then nothing changes; `disposed`.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([0, 85, 170, 255]), size: [2, 2, 1] });
   * const view = lab.view(null, { layers: [{ grid: scan, window: [0, 255] }] });
   * const mask = scan.threshold({ lo: 100 });
   * const red = { grid: mask, color: '#ff0000', fill: 1 } as const;
   * view.set({ layers: [{ grid: scan, window: [0, 255] }, red] });
   * const { data } = await view.picture({ width: 2, height: 2 });
   * console.assert(data.slice(0, 4).join() === '0,0,0,255'); // not of the mask
   * console.assert(data.slice(8, 12).join() === '255,0,0,255');
   * await lab.dispose();
   * ```
   */
  set(change: Partial<SliceSpec> | Partial<SpaceSpec>): void {
    this.#assertOpen();
    const given: Readonly<Record<string, unknown>> = knownOptions(
      'view',
      change,
      Object.keys(change),
    );
    const moved = 'axis' in given && !('index' in given) && given['axis'] !== this.#axis;
    // Slices and scenes share no fields but their layers.
    const turned = 'kind' in given && (given['kind'] ?? 'slice') !== (this.spec.kind ?? 'slice');
    const before = turned ? { layers: this.spec.layers } : this.spec;
    const spec = { ...before, ...(moved ? { index: undefined } : {}), ...given } as ViewSpec;
    this.#checked = checkSpec(this.#context, spec);
    this.#change();
  }

  /**
   * The voxel under a pixel, its position and the values of all layers there, as `read()` gives
   * them; undefined beside the volume. Reads a word of each grid.
   *
   * @param x - Pixels of the canvas from its left edge; pixel 0 is from 0 to 1.
   * @param y - From its upper edge.
   * @throws VoxmetryError `invalid-argument`, and what computing the grids throws.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([0, 85, 170, 255]), size: [2, 2, 1] });
   * const mask = scan.threshold({ lo: 100 });
   * const view = lab.view(null, { layers: [{ grid: scan }, { grid: mask }] });
   * view.resize(20, 20);
   * const picked = await view.pick(15, 5);
   * console.assert(picked?.index.join() === '1,0,0' && picked.values.join() === '85,0');
   * await lab.dispose();
   * ```
   */
  async pick(x: number, y: number): Promise<Picked | undefined> {
    this.#plane('pick', x, y);
    await this.#whenTold();
    return this.#backend.pick(x, y);
  }

  /**
   * A picture of what the view shows, drawn for it: at a size of its own, without a canvas too. It
   * shows all that the canvas shows.
   *
   * @throws VoxmetryError `invalid-argument`, and what computing the grids throws.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([0, 85, 170, 255]), size: [2, 2, 1] });
   * const view = lab.view(null, { layers: [{ grid: scan, window: [0, 255], colors: 'viridis' }] });
   * const picture = await view.picture({ width: 320, height: 240, scaleBar: true });
   * console.assert(picture.data.length === 4 * 320 * 240);
   * // In a page, new ImageData(picture.data, picture.width) is what a 2D context takes.
   * await lab.dispose();
   * ```
   */
  async picture(options: PictureOptions): Promise<Picture> {
    this.#assertOpen();
    const { width, height, scaleBar } = knownOptions('picture', options, [
      'width',
      'height',
      'scaleBar',
    ]);
    checkSize('picture', width, height);
    const given: unknown = scaleBar;
    if (given !== undefined && typeof given !== 'boolean')
      throw invalidArgument('picture', 'scaleBar', given, 'true or false');
    await this.#whenTold();
    return this.#backend.picture({ width, height, scaleBar });
  }

  /**
   * Tells the canvas's size on the screen, in device pixels: CSS pixels times `devicePixelRatio`.
   *
   * @throws VoxmetryError `invalid-argument` for what is no whole number from 1 to 8192.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([0, 85, 170, 255]), size: [2, 2, 1] });
   * const view = lab.view(null, { layers: [{ grid: scan }] });
   * view.resize(800, 600);
   * console.assert((await view.drawn).height === 600);
   * await lab.dispose();
   * ```
   */
  resize(width: number, height: number): void {
    this.#assertOpen();
    checkSize('resize', width, height);
    if (width === this.#size[0] && height === this.#size[1]) return;
    this.#size = [width, height];
    this.#change();
  }

  /**
   * Listens to frames and errors.
   *
   * @returns A function that stops listening.
   * @throws VoxmetryError `invalid-argument` for another event, or a listener that is no function.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([0, 85, 170, 255]), size: [2, 2, 1] });
   * const view = lab.view(null, { layers: [{ grid: scan }] });
   * let frames = 0;
   * const stop = view.on('frame', () => (frames += 1));
   * await view.drawn;
   * view.set({ unitsPerPixel: 0.5 });
   * await view.drawn;
   * stop();
   * console.assert(frames > 0);
   * await lab.dispose();
   * ```
   */
  on<E extends keyof ViewEvents>(event: E, listener: (data: ViewEvents[E]) => void): () => void {
    if (!['frame', 'error'].includes(event))
      throw invalidArgument('on', 'event', event, "'frame', 'error'");
    if (typeof listener !== 'function')
      throw invalidArgument('on', 'listener', listener, 'a function');
    return this.#listeners.on(event, listener);
  }

  /**
   * The window of the volume of a layer: what is said, or else its default; undefined where the
   * layer shows no volume. Reads the middle z slice of a volume whose default is not yet known.
   *
   * @param layer - Its place, the lowest is 0.
   * @throws VoxmetryError what computing the volume throws.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 2, 3, 9]), size: [2, 2, 1] });
   * const view = lab.view(null, { layers: [{ grid: scan }] });
   * console.assert((await view.windowOf(0))?.join() === '1,9');
   * await lab.dispose();
   * ```
   */
  async windowOf(layer: number): Promise<readonly [lo: number, hi: number] | undefined> {
    const { draft, unsaid } = this.#checked;
    const volume = unsaid.get(layer);
    if (volume !== undefined) return defaultWindow(volume);
    const state = draft.layers[layer];
    return state?.kind === 'volume' ? state.window : undefined;
  }

  /**
   * The position of a point of a slice, also beside the volume; undefined of a scene.
   *
   * @param x - Pixels from the left edge; the centre of the first is ½.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([0, 85, 170, 255]), size: [2, 2, 1] });
   * const view = lab.view(null, { layers: [{ grid: scan }], unitsPerPixel: 0.1 });
   * view.resize(20, 20);
   * // The middle of the picture is that of the volume.
   * console.assert(view.positionAt(10, 10)?.join() === '0.5,0.5,0');
   * await lab.dispose();
   * ```
   */
  positionAt(x: number, y: number): Vec3 | undefined {
    const plane = this.#plane('positionAt', x, y);
    return plane === undefined ? undefined : positionAt(plane, x, y);
  }

  /**
   * The voxel that a pixel of a slice shows; undefined beside the volume, and of a scene.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([0, 85, 170, 255]), size: [2, 2, 1] });
   * const view = lab.view(null, { layers: [{ grid: scan }] });
   * view.resize(20, 20);
   * console.assert(view.indexAt(15, 5)?.join() === '1,0,0' && view.indexAt(-1, 5) === undefined);
   * await lab.dispose();
   * ```
   */
  indexAt(x: number, y: number): Vec3 | undefined {
    const plane = this.#plane('indexAt', x, y);
    return plane === undefined ? undefined : indexAt(plane, x, y);
  }

  /**
   * Where a position lies on the canvas, or its foot on the plane of the slice.
   *
   * @throws VoxmetryError `invalid-argument` of a scene.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([0, 85, 170, 255]), size: [2, 2, 1] });
   * const view = lab.view(null, { layers: [{ grid: scan }] });
   * view.resize(20, 20);
   * console.assert(view.pixelOf([1, 0, 0]).join() === '15,5'); // the centre of voxel 1, 0, 0
   * await lab.dispose();
   * ```
   */
  pixelOf(position: Vec3): readonly [x: number, y: number] {
    const plane = this.#plane('pixelOf', ...position);
    if (plane === undefined) throw invalidArgument('pixelOf', 'kind', 'space', "'slice'");
    return pixelOf(plane, position);
  }

  /**
   * Frees what the view holds. The canvas keeps its last picture, and serves no other view.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([0, 85, 170, 255]), size: [2, 2, 1] });
   * const view = lab.view(null, { layers: [{ grid: scan }] });
   * await view.drawn;
   * view.dispose();
   * console.assert((await lab.memory()).live === (await lab.memory()).cached);
   * await lab.dispose();
   * ```
   */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#backend.dispose();
    this.#settle(Infinity, ({ reject }) => {
      reject(disposed());
    });
  }

  /** As `dispose`, for `using`. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  /** Tells the backend what is shown now, together with what else is set in this turn. */
  #change(): void {
    this.#serial += 1;
    const serial = this.#serial;
    this.#drawn = new Promise((resolve, reject) => {
      this.#waiting.push({ serial, resolve, reject });
    });
    // Who does not wait for the frame hears of its error by the event.
    this.#drawn.catch(() => undefined);
    this.#told = this.#tell(serial);
    this.#told.catch(() => undefined);
  }

  async #tell(serial: number): Promise<void> {
    const checked = this.#checked;
    try {
      const windows = new Map<number, readonly [number, number]>();
      for (const [i, volume] of checked.unsaid) windows.set(i, await defaultWindow(volume));
      await Promise.resolve();
      // A later state answers for this one as well.
      if (serial !== this.#serial || this.#disposed) return;
      const request = {
        recipe: toRecipeJson(checked.nodes),
        state: completed(checked.draft, windows),
        size: this.#size,
      };
      this.#backend.set(request).then(
        (frame) => {
          this.#settle(serial, ({ resolve }) => {
            resolve(frame);
          });
        },
        (error: unknown) => {
          this.#fail(serial, error);
        },
      );
    } catch (error) {
      if (serial !== this.#serial || this.#disposed) return;
      this.#fail(serial, error);
      this.#listeners.emit('error', VoxmetryError.from(error));
      throw error;
    }
  }

  /** Waits until the backend knows what was set last. */
  async #whenTold(): Promise<void> {
    for (let told; told !== this.#told;) {
      told = this.#told;
      await told;
    }
    this.#assertOpen();
  }

  #fail(serial: number, error: unknown): void {
    this.#settle(serial, ({ reject }) => {
      reject(VoxmetryError.from(error));
    });
  }

  #settle(serial: number, answer: (waiting: Waiting) => void): void {
    const done = this.#waiting.filter((waiting) => waiting.serial <= serial);
    this.#waiting = this.#waiting.filter((waiting) => waiting.serial > serial);
    done.forEach(answer);
  }

  /** The axis across the slice. */
  get #axis(): Axis | undefined {
    const { draft } = this.#checked;
    return draft.kind === 'slice' ? draft.axis : undefined;
  }

  /** The slice as it lies on the canvas; undefined of a scene. */
  #plane(call: string, ...numbers: readonly number[]): SlicePlane | undefined {
    this.#assertOpen();
    if (!numbers.every(isNumber))
      throw invalidArgument('view', call, numbers, 'finite numbers: pixels of the canvas');
    const [width, height] = this.#size;
    if (width * height === 0)
      throw invalidArgument(
        call,
        'size',
        `${String(width)}×${String(height)}`,
        'at least one pixel; call resize first',
      );
    const { draft, meta } = this.#checked;
    return draft.kind === 'slice' ? slicePlane(draft, meta, width, height) : undefined;
  }

  #assertOpen(): void {
    if (this.#disposed) throw disposed();
  }
}

function checkSize(call: string, width: unknown, height: unknown): void {
  for (const [name, value] of Object.entries({ width, height }))
    if (!(Number.isInteger(value) && (value as number) >= 1 && (value as number) <= MOST_PIXELS))
      throw invalidArgument(call, name, value, `a whole number from 1 to ${String(MOST_PIXELS)}`);
}

function disposed(): VoxmetryError {
  return new VoxmetryError('disposed', 'The view is disposed. Make a new one, on a fresh canvas.');
}

named('View', View);
